/// A number of permits, which limits how many tasks do something at once.
///
/// A task acquires a permit, waiting while there is none, and releases it when it is done:
///
/// ```swift
/// try Scheduler(clock: .virtual).run { task in
///   let pumps = Semaphore(2, name: "pumps")
///   for car in ["a", "b", "c"] {
///     try task.spawn { task in
///       try task.withPermit(of: pumps) {
///         print(car, "begins at", task.now)
///         try task.sleep(for: .seconds(60))
///       }
///     }
///   }
///   try task.sleep(for: .seconds(200))
/// }
/// // prints "a begins at 0.0 seconds", "b begins at 0.0 seconds", "c begins at 60.0 seconds"
/// ```
///
/// Waiting tasks are served in the order in which they began to wait. A permit that is released while tasks
/// wait belongs to the first of them at once: no other task can take it before that task continues.
///
/// Permits don't belong to tasks: any task, or code outside of tasks, may release them, even more than there
/// were. A task that acquires the only permit of a semaphore twice waits for itself.
///
/// In Python: `Semaphore` of trio and asyncio, and with one permit their `Lock`; `Resource` of SimPy.
public final class Semaphore: CustomStringConvertible {
  /// The number of available permits.
  ///
  /// It may be positive while tasks wait, if the first of them wants more permits.
  @exclusivity(unchecked) public private(set) var available: Int

  /// The tasks that wait.
  ///
  /// The slot of each is an `Int`, the number of permits that it wants.
  let waiters = WaitQueue()
  private let label: Label

  /// Creates a semaphore.
  ///
  /// - Parameters:
  ///   - permits: The number of available permits; it may be 0.
  ///   - name: A name for messages.
  ///   - fileID: The file shown in messages.
  ///   - line: The line shown in messages.
  /// - Precondition: `permits` is not negative.
  public init(
    _ permits: Int, name: String? = nil, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    guard permits >= 0 else { fatalError("permits must not be negative, and are \(permits)") }
    available = permits
    label = Label("a", "semaphore", name, fileID, line)
  }

  /// The name and place of the semaphore: `semaphore "pumps" made at M/F.swift:3`, or
  /// `a semaphore made at M/F.swift:3`.
  public var description: String { label.description }

  /// Acquires permits if that doesn't need to wait.
  ///
  /// ```swift
  /// let one = Semaphore(1)
  /// print(one.tryAcquire(), one.tryAcquire())  // true false
  /// ```
  ///
  /// While tasks wait for permits, no later caller gets one.
  ///
  /// - Parameter count: The number of permits; all of them are acquired, or none.
  /// - Returns: Whether the permits were acquired.
  /// - Precondition: `count` is positive.
  /// - Complexity: O(1).
  public func tryAcquire(count: Int = 1) -> Bool {
    checkIsPositive(count)
    guard available >= count, waiters.isEmpty else { return false }
    available -= count
    return true
  }

  /// Releases permits, or adds new ones.
  ///
  /// Waiting tasks receive them in their order, and get their turns after the tasks that are ready.
  ///
  /// - Parameter count: The number of permits.
  /// - Precondition: `count` is positive.
  /// - Complexity: O(*n*) for *n* tasks that receive permits.
  public func release(count: Int = 1) {
    checkIsPositive(count)
    available += count
    grant()
  }

  /// Grants permits to waiting tasks, in order, as long as there are enough.
  func grant() {
    while let first = waiters.first {
      let wanted = first.look(at: Int.self)
      if wanted > available { return }
      available -= wanted
      _ = waiters.popFirst()
      first.wake()
    }
  }

  private func checkIsPositive(_ count: Int) {
    guard count > 0 else { fatalError("count must be positive, and is \(count)") }
  }
}

extension TaskContext {
  /// Waits until there are enough permits, and acquires them.
  ///
  /// ```swift
  /// try Scheduler().run { task in
  ///   let lock = Semaphore(1)
  ///   try task.acquire(lock)
  ///   defer { lock.release() }
  ///   print("alone")
  /// }
  /// // prints "alone"
  /// ```
  ///
  /// Returns at once if there are enough permits and no task waits. Otherwise the other tasks run until this
  /// task is first in the queue and there are enough permits. A task that wants many permits isn't overtaken
  /// by tasks that want fewer. A task that wants more than there will ever be waits permanently.
  ///
  /// When this returns, the task holds the permits; when it throws, it doesn't. A task that is cancelled
  /// after it was granted permits holds them, and its next wait throws the cancellation.
  /// ``withPermit(of:count:_:)`` releases the permits in all cases.
  ///
  /// - Parameters:
  ///   - semaphore: The semaphore.
  ///   - count: The number of permits, taken all at once.
  /// - Throws: The error that interrupts the task.
  /// - Precondition: `count` is positive.
  /// - Complexity: O(1) and at most one resumption, without an allocation.
  public func acquire(_ semaphore: Semaphore, count: Int = 1) throws {
    try link.checkpoint()
    if semaphore.tryAcquire(count: count) { return }
    var wanted = count
    do {
      try park(in: semaphore.waiters.reference, "acquiring", semaphore, slot: &wanted)
    } catch {
      // Tasks behind this one may want fewer permits than it wanted.
      semaphore.grant()
      throw error
    }
  }

  /// Runs a closure with permits, and releases them when the closure has ended.
  ///
  /// ```swift
  /// try Scheduler().run { task in
  ///   let lock = Semaphore(1)
  ///   let answer = try task.withPermit(of: lock) { lock.available }
  ///   print(answer, lock.available)  // 0 1
  /// }
  /// ```
  ///
  /// In Python: `async with semaphore`.
  ///
  /// - Parameters:
  ///   - semaphore: The semaphore.
  ///   - count: The number of permits, taken all at once.
  ///   - body: The closure to run while the task holds the permits.
  /// - Returns: The result of the closure.
  /// - Throws: The error that interrupts the task while it waits; the error of the closure.
  /// - Precondition: `count` is positive.
  /// - Complexity: O(1) and at most one resumption, without those of the closure.
  public func withPermit<Result>(
    of semaphore: Semaphore, count: Int = 1, _ body: () throws -> Result
  ) throws -> Result {
    try acquire(semaphore, count: count)
    defer { semaphore.release(count: count) }
    return try body()
  }
}
