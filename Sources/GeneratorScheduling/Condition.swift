/// A place where tasks wait until another task notifies them of a change.
///
/// The state that changes is in the tasks' own variables. A waiting task checks it, and checks again each
/// time that it is notified; ``TaskContext/wait(for:until:)`` does both:
///
/// ```swift
/// try Scheduler().run { task in
///   var stock = 0
///   let delivered = Condition(name: "delivered")
///   let buyer = try task.spawn { task in
///     try task.wait(for: delivered, until: { stock >= 3 })
///     print("bought 3 of", stock)
///   }
///   while stock < 4 {
///     stock += 1
///     delivered.notify()
///     try task.yield()
///   }
///   try task.join(buyer)
/// }
/// // prints "bought 3 of 3"
/// ```
///
/// A condition doesn't remember notifications: a task that begins to wait after a notification waits for the
/// next. It needs no lock, unlike the conditions of threads, since a task keeps its turn until it waits.
///
/// A notification isn't lost: if the notified task was already interrupted, the notification goes to the next
/// task. A task that is cancelled after its notification returns from the wait normally, and its next wait
/// throws the cancellation.
///
/// In Python: `Condition` of asyncio and trio, without its lock.
public final class Condition: CustomStringConvertible {
  let waiters = WaitQueue()
  private let label: Label

  /// Creates a condition without waiting tasks.
  ///
  /// - Parameters:
  ///   - name: A name for messages.
  ///   - fileID: The file shown in messages.
  ///   - line: The line shown in messages.
  public init(name: String? = nil, fileID: StaticString = #fileID, line: UInt = #line) {
    label = Label("a", "condition", name, fileID, line)
  }

  /// The name and place of the condition: `condition "delivered" made at M/F.swift:3`, or
  /// `a condition made at M/F.swift:3`.
  public var description: String { label.description }

  /// Wakes the tasks that have waited longest, up to a number of them.
  ///
  /// They get their turns after the tasks that are ready. If no task waits, this does nothing.
  ///
  /// - Parameter count: The largest number of tasks to wake.
  /// - Precondition: `count` is not negative.
  /// - Complexity: O(`count`).
  public func notify(_ count: Int = 1) {
    guard count >= 0 else { fatalError("count must not be negative, and is \(count)") }
    var left = count
    while left > 0, let waiter = waiters.popFirst() {
      waiter.wake()
      left -= 1
    }
  }

  /// Wakes all waiting tasks, in the order in which they began to wait.
  ///
  /// They get their turns after the tasks that are ready.
  ///
  /// - Complexity: O(*n*) for *n* waiting tasks.
  public func notifyAll() { notify(.max) }
}

extension TaskContext {
  /// Waits until a condition is notified.
  ///
  /// The other tasks run until this task is notified. The state may have changed again by the time it gets
  /// its turn: see ``wait(for:until:)``.
  ///
  /// ```swift
  /// try Scheduler().run { task in
  ///   let changed = Condition()
  ///   try task.spawn { _ in changed.notify() }
  ///   try task.wait(for: changed)
  ///   print("changed")
  /// }
  /// // prints "changed"
  /// ```
  ///
  /// - Parameter condition: The condition to wait for.
  /// - Throws: The error that interrupts the task; no notification was used up then.
  /// - Complexity: O(1) and one resumption, without an allocation.
  public func wait(for condition: Condition) throws {
    try link.checkpoint()
    try park(in: condition.waiters.reference, "waiting for", condition)
  }

  /// Waits until a predicate is true, and checks it again each time that a condition is notified.
  ///
  /// Returns at once if the predicate is true. Otherwise the other tasks run until this task is notified, and
  /// then it checks again. When this returns, the predicate is true.
  ///
  /// ```swift
  /// try Scheduler().run { task in
  ///   var queue: [String] = []
  ///   let added = Condition()
  ///   try task.spawn { _ in
  ///     queue.append("letter")
  ///     added.notify()
  ///   }
  ///   try task.wait(for: added, until: { !queue.isEmpty })
  ///   print(queue.removeFirst())  // letter
  /// }
  /// ```
  ///
  /// If a notified task finds the predicate false and is cancelled before it can wait again, it passes the
  /// notification on to the next task.
  ///
  /// In Python: `wait_for` of a condition.
  ///
  /// - Parameters:
  ///   - condition: The condition that is notified when the predicate may have become true.
  ///   - predicate: A closure that returns whether to stop waiting.
  /// - Throws: The error that interrupts the task; the error of the predicate.
  /// - Complexity: O(1) and one resumption for each check after the first.
  public func wait(for condition: Condition, until predicate: () throws -> Bool) throws {
    var wasNotified = false
    do {
      try link.checkpoint()
      while try !predicate() {
        try link.checkpoint()
        wasNotified = false
        try park(in: condition.waiters.reference, "waiting for", condition)
        wasNotified = true
      }
    } catch {
      if wasNotified { condition.notify() }
      throw error
    }
  }
}
