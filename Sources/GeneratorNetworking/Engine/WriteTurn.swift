import GeneratorScheduling

/// The turn to write to a connection, which one task has at a time, in the order in which they began to wait.
final class WriteTurn: CustomStringConvertible {
  private var isTaken = false
  private let waiters = WaitQueue()

  /// Waits until no other task writes.
  func begin(_ task: borrowing TaskContext, _ socket: Registration) throws {
    if !isTaken {
      isTaken = true
      return
    }
    try task.checkCancellation()
    try task.wait(in: waiters, "waiting until", self)
    // This task has the turn now, and has to end it.
    if socket.isClosed {
      end()
      try socket.ensureOpen()
    }
  }

  /// Passes the turn to the next task.
  func end() {
    if !waiters.wakeFirst() { isTaken = false }
  }

  var description: String { "another task has written to the connection" }
}
