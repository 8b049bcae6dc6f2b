/// A flag that any number of tasks can wait for.
///
/// ```swift
/// try Scheduler().run { task in
///   let start = Event(name: "start")
///   let runners = try ["a", "b"].map { name in
///     try task.spawn { task in
///       try task.wait(for: start)
///       print(name, "runs")
///     }
///   }
///   try task.yield()
///   print("go")
///   start.set()
///   for runner in runners { try task.join(runner) }
/// }
/// // prints "go", "a runs", "b runs"
/// ```
///
/// An event is set or not. Setting it wakes all waiting tasks, and tasks that wait later return at once,
/// until the event is cleared.
///
/// In Python: `Event` of asyncio and of `threading`.
public final class Event: CustomStringConvertible {
  /// Whether the event is set: ``set()`` was called, and ``clear()`` wasn't called since.
  @exclusivity(unchecked) public private(set) var isSet = false

  let waiters = WaitQueue()
  private let label: Label

  /// Creates an event that isn't set.
  ///
  /// - Parameters:
  ///   - name: A name for messages.
  ///   - fileID: The file shown in messages.
  ///   - line: The line shown in messages.
  public init(name: String? = nil, fileID: StaticString = #fileID, line: UInt = #line) {
    label = Label("an", "event", name, fileID, line)
  }

  /// The name and place of the event: `event "start" made at M/F.swift:3`, or `an event made at M/F.swift:3`.
  public var description: String { label.description }

  /// Sets the event, and wakes all waiting tasks in the order in which they began to wait.
  ///
  /// They get their turns after the tasks that are ready, even if the event is cleared before. Setting
  /// an event that is set does nothing.
  ///
  /// - Complexity: O(*n*) for *n* waiting tasks.
  public func set() {
    isSet = true
    while let waiter = waiters.popFirst() { waiter.wake() }
  }

  /// Clears the event: a task that waits from now on waits until it is set again.
  ///
  /// - Complexity: O(1).
  public func clear() { isSet = false }
}

extension TaskContext {
  /// Waits until an event is set.
  ///
  /// Returns at once if the event is set. Otherwise the other tasks run until the event is set. This returns
  /// even if the event was cleared again before the task got its turn.
  ///
  /// ```swift
  /// try Scheduler().run { task in
  ///   let ready = Event()
  ///   try task.spawn { _ in ready.set() }
  ///   try task.wait(for: ready)
  ///   print(ready.isSet)  // true
  /// }
  /// ```
  ///
  /// - Parameter event: The event to wait for.
  /// - Throws: The error that interrupts the task.
  /// - Complexity: O(1) and at most one resumption, without an allocation.
  public func wait(for event: Event) throws {
    try link.checkpoint()
    if event.isSet { return }
    try park(in: event.waiters.reference, "waiting for", event)
  }
}
