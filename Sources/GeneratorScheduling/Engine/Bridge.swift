/// What a scheduler has to do with other threads: made when it first has.
final class Bridge {
  let inbox: Inbox

  /// The tasks in ``TaskContext/serveRemotes()``.
  let servers = WaitQueue()

  /// What is under way in Swift tasks, by number.
  fileprivate var operations: [Int: AsyncOperation] = [:]
  private var lastOperation = 0

  /// Who is told when a task is done, by the task's number.
  fileprivate var listeners: [Int: () -> Void] = [:]

  fileprivate init() throws { inbox = try Inbox() }

  fileprivate func makeOperation() -> AsyncOperation {
    lastOperation += 1
    let operation = AsyncOperation(number: lastOperation)
    operations[lastOperation] = operation
    return operation
  }
}

/// An `async` operation, as the scheduler's thread knows it.
///
/// The Swift task knows its number only: it may end when the scheduler has gone.
final class AsyncOperation {
  let number: Int
  let waiters = WaitQueue()
  fileprivate(set) var hasEnded = false

  fileprivate init(number: Int) { self.number = number }
}

extension SchedulerCore {
  /// - Throws: `Errno`, where there are no more descriptors.
  func makeBridge() throws -> Bridge {
    if let bridge { return bridge }
    let made = try Bridge()
    try poller().attach(made.inbox)
    bridge = made
    return made
  }

  /// While there is one, a virtual clock stands still, and nothing is a deadlock.
  func beginOperation() throws -> (AsyncOperation, Inbox) {
    let bridge = try makeBridge()
    externalCount += 1
    return (bridge.makeOperation(), bridge.inbox)
  }

  func endOperation(_ number: Int) {
    // None, when its task was ended with the scheduler.
    guard let operation = bridge?.operations.removeValue(forKey: number) else { return }
    externalCount -= 1
    operation.hasEnded = true
    while let node = operation.waiters.popFirst() { wake(node) }
  }

  /// Nothing can come any more.
  func wakeServers() {
    while let node = bridge?.servers.popFirst() { wake(node) }
  }

  /// Tells when a task is done, once, after what it holds has gone.
  func whenDone(_ task: TaskCore, _ listener: @escaping () -> Void) {
    bridge?.listeners[task.id] = listener
  }

  func tellListener(of task: TaskCore) {
    bridge?.listeners.removeValue(forKey: task.id)?()
  }
}
