import DequeModule
import GeneratorPlatform

/// Everything that connects a scheduler with other threads; made when it is first needed.
final class Bridge {
  let inbox: Inbox

  /// The tasks in ``TaskContext/serveRemotes()``.
  let servers = WaitQueue()

  /// The operations that are under way in Swift tasks, by number.
  private(set) var operations: [Int: AsyncOperation] = [:]
  private var lastOperation = 0

  /// The listeners for the ends of tasks, by the tasks' numbers.
  fileprivate var listeners: [Int: () -> Void] = [:]

  /// The channels that other threads reach.
  ///
  /// Only the scheduler's thread touches a channel, and releases it here.
  private var channels: [ObjectIdentifier: RegisteredChannel] = [:]

  private struct RegisteredChannel {
    let channel: AnyObject
    let leftovers: AnyObject
    let close: () -> Void
    let leave: () -> Void

    /// The number of its `RemoteChannel`s.
    var count = 0
  }

  fileprivate init(_ inbox: Inbox) { self.inbox = inbox }

  fileprivate func removeOperation(_ number: Int) -> AsyncOperation? {
    operations.removeValue(forKey: number)
  }

  fileprivate func makeOperation() -> AsyncOperation {
    lastOperation += 1
    let operation = AsyncOperation(number: lastOperation)
    operations[lastOperation] = operation
    return operation
  }
}

// MARK: - Channels

extension Bridge {
  /// Keeps a channel until it was forgotten as often as it was registered.
  ///
  /// - Returns: The values that are left in it when the scheduler has finished.
  func register<Element: Sendable>(_ channel: Channel<Element>) -> Leftovers<Element> {
    let id = ObjectIdentifier(channel)
    if channels[id] == nil {
      let leftovers = Leftovers<Element>()
      channels[id] = RegisteredChannel(
        channel: channel, leftovers: leftovers, close: { channel.close() },
        leave: { leftovers.fill(from: channel) })
    }
    channels[id]!.count += 1
    return channels[id]!.leftovers as! Leftovers<Element>
  }

  /// Returns a registered channel.
  func channel(_ id: ObjectIdentifier) -> AnyObject { channels[id]!.channel }

  func close(_ id: ObjectIdentifier) { channels[id]?.close() }

  func forget(_ id: ObjectIdentifier) {
    channels[id]?.count -= 1
    // It leaves the dictionary before it is released, since releasing its elements may run any code.
    if channels[id]?.count == 0, let released = channels.removeValue(forKey: id) { _ = released }
  }

  /// Leaves the values in the channels to other threads, since no task will receive them any more.
  func leaveChannels() {
    let channels = channels
    self.channels = [:]
    for channel in channels.values { channel.leave() }
  }
}

/// The values that are left in a channel whose scheduler has finished.
final class Leftovers<Element: Sendable>: Sendable {
  private struct State {
    var values = Deque<Element>()
    var isClosed = false
  }

  private let state = Locked(State())

  /// Takes the values of the channel.
  ///
  /// Called once, on the scheduler's thread.
  func fill(from channel: Channel<Element>) {
    var left = State(isClosed: channel.isClosed)
    while let value = channel.tryReceive() { left.values.append(value) }
    state.withLock { $0 = left }
  }

  /// Returns the next value, or `nil` if the channel was closed.
  ///
  /// - Throws: ``SchedulingError/finished`` if it was not closed.
  func next() throws -> Element? {
    let (value, isClosed) = state.withLock { ($0.values.popFirst(), $0.isClosed) }
    if value == nil, !isClosed { throw SchedulingError.finished }
    return value
  }
}

/// An `async` operation, or an async sequence that is read, as the scheduler's thread sees it.
///
/// The Swift task knows only its number, and may end after the scheduler is gone.
final class AsyncOperation {
  let number: Int
  let waiters = WaitQueue()
  fileprivate(set) var hasEnded = false

  /// The Swift task that runs it.
  var task: Task<Void, Never>?

  /// Whether it began before the scheduler's current run, and was on the main actor already.
  ///
  /// It may have left the main actor since, which can't be seen.
  var wasOnMainActor = false

  /// Whether it waits for the main actor, which waits for the scheduler.
  private(set) var isBlocked = false

  fileprivate init(number: Int) { self.number = number }

  /// Makes the task ready that waits for it.
  func block(_ scheduler: SchedulerCore) {
    isBlocked = true
    while let node = waiters.popFirst() { scheduler.wake(node) }
  }
}

extension SchedulerCore {
  /// Returns the bridge, and makes it if there is none.
  ///
  /// - Throws: The error of the event source, if there is one.
  func makeBridge() throws -> Bridge {
    if let bridge { return bridge }
    let waker: any Waker = try eventSource?.makeWaker() ?? threadWaker
    let made = Bridge(Inbox(waker))
    bridge = made
    return made
  }

  /// Begins an operation.
  ///
  /// While one is under way, a virtual clock stands still, and nothing is a deadlock.
  func beginOperation() throws -> (AsyncOperation, Inbox) {
    let bridge = try makeBridge()
    externalCount += 1
    return (bridge.makeOperation(), bridge.inbox)
  }

  func endOperation(_ number: Int) {
    // There is none if its task was ended together with the scheduler.
    guard bridge?.operations[number] != nil else { return }
    externalCount -= 1
    endReading(number)
  }

  /// Begins an operation that by itself holds up neither time nor the report of a deadlock; a task that waits
  /// for one of its elements does.
  func beginReading() throws -> (AsyncOperation, Inbox) {
    let bridge = try makeBridge()
    return (bridge.makeOperation(), bridge.inbox)
  }

  func endReading(_ number: Int) {
    guard let operation = bridge?.removeOperation(number) else { return }
    operation.hasEnded = true
    while let node = operation.waiters.popFirst() { wake(node) }
  }

  /// Wakes the task that waits for an element of a sequence.
  func tellReader(_ number: Int) {
    while let node = bridge?.operations[number]?.waiters.popFirst() { wake(node) }
  }

  /// Wakes the tasks that serve remotes, because nothing can arrive any more.
  func wakeServers() {
    while let node = bridge?.servers.popFirst() { wake(node) }
  }

  /// Calls a closure once, when a task is done and what it holds was released.
  func whenDone(_ task: TaskCore, _ listener: @escaping () -> Void) {
    bridge?.listeners[task.id] = listener
  }

  func tellListener(of task: TaskCore) {
    bridge?.listeners.removeValue(forKey: task.id)?()
  }
}
