/// Something that happens, which any number of tasks may wait for.
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
/// It is set or not. When it is set, all who wait go on, and who comes later does not wait, until it is
/// cleared.
///
/// `Event` of asyncio and of Python's `threading`.
public final class Event: CustomStringConvertible {
  /// Whether it has happened: ``set()``, and not cleared since.
  @exclusivity(unchecked) public private(set) var isSet = false

  let waiters = WaitQueue()
  private let label: Label

  /// Makes an event that is not set.
  ///
  /// - Parameters:
  ///   - name: what messages call it.
  ///   - fileID: the file to name in messages.
  ///   - line: the line to name in messages.
  public init(name: String? = nil, fileID: StaticString = #fileID, line: UInt = #line) {
    label = Label("an", "event", name, fileID, line)
  }

  /// `event "start" made at M/F.swift:3`, or `an event made at M/F.swift:3`.
  public var description: String { label.description }

  /// Sets it, and wakes all who wait, in the order in which they came.
  ///
  /// They go on after the tasks that are ready, also if it is cleared before. To set it again does nothing.
  ///
  /// - Complexity: O(*n*) of *n* tasks that wait.
  public func set() {
    isSet = true
    while let waiter = waiters.popFirst() { waiter.wake() }
  }

  /// Makes it one that has not happened: who comes now waits for it to be set again.
  ///
  /// - Complexity: O(1).
  public func clear() { isSet = false }
}

extension TaskContext {
  /// Waits until an event is set.
  ///
  /// If it is, it returns at once. Otherwise the others run until somebody sets it; that it may have been
  /// cleared again before this task goes on makes no difference.
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
  /// - Parameter event: what to wait for.
  /// - Throws: what the task is interrupted with.
  /// - Complexity: O(1), at most one resumption, without an allocation.
  public func wait(for event: Event) throws {
    try link.checkpoint()
    if event.isSet { return }
    try park(in: event.waiters.reference, "waiting for", event)
  }
}
