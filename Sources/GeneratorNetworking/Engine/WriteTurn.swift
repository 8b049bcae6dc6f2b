import GeneratorScheduling

/// Which of the tasks that write to a connection does: one at a time, in the order in which they came.
final class WriteTurn: CustomStringConvertible {
  private var isTaken = false
  private let waiters = WaitQueue()

  /// Waits until nobody else writes.
  func begin(_ task: borrowing TaskContext, _ socket: Registration) throws {
    if !isTaken {
      isTaken = true
      return
    }
    try task.checkCancellation()
    try task.wait(in: waiters, "waiting until", self)
    // It is this one's turn now, which it has to end.
    if socket.isClosed {
      end()
      try socket.ensureOpen()
    }
  }

  /// Gives the turn to the next.
  func end() {
    if !waiters.wakeFirst() { isTaken = false }
  }

  var description: String { "another task has written to the connection" }
}
