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
    try task.link.checkpoint()
    waiters.append(task.link.node)
    try task.suspend(Wait("waiting until", self))
    // It is this one's turn now, which it has to end.
    if socket.isClosed {
      end()
      try socket.ensureOpen()
    }
  }

  /// Gives the turn to the next.
  func end() {
    guard let node = waiters.popFirst() else {
      isTaken = false
      return
    }
    // Sound, as for every node in a queue: its scheduler holds the task.
    node.pointee.task.unsafelyUnwrapped._withUnsafeGuaranteedRef { $0.scheduler.wake(node) }
  }

  var description: String { "another task has written to the connection" }
}
