/// Where tasks wait until others say that something has changed.
///
/// What has changed is in variables of the tasks' own. Who waits looks at them, and waits until somebody
/// notifies it that it is time to look again; ``TaskContext/wait(for:until:)`` does both:
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
/// A condition remembers nothing: who comes after a notification waits for the next. There is no lock to
/// it, as elsewhere, since a task keeps its turn until it waits.
///
/// A notification is not lost: one that finds a task already interrupted goes to the next. A task that
/// is cancelled after it was notified goes on as notified, and the cancellation comes to its next wait.
///
/// `Condition` of asyncio and trio, without their lock.
public final class Condition: CustomStringConvertible {
  let waiters = WaitQueue()
  private let label: Label

  /// Makes a condition that nobody waits for.
  ///
  /// - Parameters:
  ///   - name: what messages call it.
  ///   - fileID: the file to name in messages.
  ///   - line: the line to name in messages.
  public init(name: String? = nil, fileID: StaticString = #fileID, line: UInt = #line) {
    label = Label("a", "condition", name, fileID, line)
  }

  /// `condition "delivered" made at M/F.swift:3`, or `a condition made at M/F.swift:3`.
  public var description: String { label.description }

  /// Wakes the tasks that have waited longest, as many as there are up to a number.
  ///
  /// They go on after the tasks that are ready. Where nobody waits it does nothing.
  ///
  /// - Parameter count: how many to wake.
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

  /// Wakes all tasks that wait, in the order in which they came.
  ///
  /// They go on after the tasks that are ready.
  ///
  /// - Complexity: O(*n*) of *n* tasks that wait.
  public func notifyAll() { notify(.max) }
}

extension TaskContext {
  /// Waits until a condition is notified.
  ///
  /// The others run, until a notification comes for this task. What it was about may have changed again
  /// when the task goes on: see ``wait(for:until:)``.
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
  /// - Parameter condition: what to wait for.
  /// - Throws: what the task is interrupted with, and no notification was used up then.
  /// - Complexity: O(1), one resumption, without an allocation.
  public func wait(for condition: Condition) throws {
    try link.checkpoint()
    try park(in: condition.waiters.reference, "waiting for", condition)
  }

  /// Waits until something is so, and looks each time that a condition is notified.
  ///
  /// If it is so already, it returns at once. Otherwise the others run, until a notification comes for
  /// this task, which then looks again. When it returns, it is so.
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
  /// A task that was notified, finds that it is not so, and can't wait on since it was cancelled
  /// meanwhile, passes the notification on to the next.
  ///
  /// `wait_for` of Python's conditions.
  ///
  /// - Parameters:
  ///   - condition: what is notified when it may be so.
  ///   - predicate: whether it is so.
  /// - Throws: what the task is interrupted with; what the predicate throws.
  /// - Complexity: O(1) and a resumption for each time that it looks.
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
