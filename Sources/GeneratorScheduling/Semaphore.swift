/// Lets only so many tasks at once do something.
///
/// It holds permits. Who acquires one takes it away, and waits while there is none; who is done
/// releases it:
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
/// Tasks are served in the order in which they came. A permit that is released while tasks wait is the
/// first one's from then on: no other can take it before that goes on.
///
/// Permits belong to nobody: any task may release, code outside of tasks as well, and more than there
/// were. A task that should be the only one, and is to be it again while it is, would wait for itself.
///
/// `Semaphore` of trio and asyncio; with one permit, their `Lock`. SimPy's `Resource`.
public final class Semaphore: CustomStringConvertible {
  /// How many permits it has to give.
  ///
  /// There may be some, and tasks that wait: where the first of them wants more.
  @exclusivity(unchecked) public private(set) var available: Int

  /// Those who wait.
  ///
  /// In the slot of each is how many permits it wants, an `Int`.
  let waiters = WaitQueue()
  private let label: Label

  /// Makes a semaphore with so many permits.
  ///
  /// - Parameters:
  ///   - permits: how many there are to give; there may be none, as yet.
  ///   - name: what messages call it.
  ///   - fileID: the file to name in messages.
  ///   - line: the line to name in messages.
  /// - Precondition: `permits` is not negative.
  public init(
    _ permits: Int, name: String? = nil, fileID: StaticString = #fileID, line: UInt = #line
  ) {
    guard permits >= 0 else { fatalError("permits must not be negative, and are \(permits)") }
    available = permits
    label = Label("a", "semaphore", name, fileID, line)
  }

  /// `semaphore "pumps" made at M/F.swift:3`, or `a semaphore made at M/F.swift:3`.
  public var description: String { label.description }

  /// Takes permits if that needs no wait.
  ///
  /// ```swift
  /// let one = Semaphore(1)
  /// print(one.tryAcquire(), one.tryAcquire())  // true false
  /// ```
  ///
  /// While others wait there is none for who comes later.
  ///
  /// - Parameter count: how many, all or none.
  /// - Returns: whether it has taken them.
  /// - Precondition: `count` is positive.
  /// - Complexity: O(1).
  public func tryAcquire(count: Int = 1) -> Bool {
    checkIsPositive(count)
    guard available >= count, waiters.isEmpty else { return false }
    available -= count
    return true
  }

  /// Gives permits back, or new ones.
  ///
  /// Those who wait get them, in their order, and go on after the tasks that are ready.
  ///
  /// - Parameter count: how many.
  /// - Precondition: `count` is positive.
  /// - Complexity: O(*n*) of *n* tasks that can go on.
  public func release(count: Int = 1) {
    checkIsPositive(count)
    available += count
    grant()
  }

  /// Serves those who wait, as far as the permits go.
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
  /// Waits for permits, and takes them.
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
  /// Where there are enough, and nobody waits, it returns at once. Otherwise the others run until it is
  /// this task's turn and there are enough. One that wants many is not passed by those that want fewer.
  /// For more than there will ever be it waits for ever.
  ///
  /// A task that is cancelled after it was given them has them, and the cancellation comes to its next
  /// wait: when this returns there is something to release, and when it throws there is not.
  /// ``withPermit(of:count:_:)`` sees to it.
  ///
  /// - Parameters:
  ///   - semaphore: whose.
  ///   - count: how many, all at once.
  /// - Throws: what the task is interrupted with.
  /// - Precondition: `count` is positive.
  /// - Complexity: O(1), at most one resumption, without an allocation.
  public func acquire(_ semaphore: Semaphore, count: Int = 1) throws {
    try link.checkpoint()
    if semaphore.tryAcquire(count: count) { return }
    var wanted = count
    do {
      try park(in: semaphore.waiters.reference, "acquiring", semaphore, slot: &wanted)
    } catch {
      // It may have wanted more than there were, where those behind it don't.
      semaphore.grant()
      throw error
    }
  }

  /// Does something with permits, and releases them however it ends.
  ///
  /// ```swift
  /// try Scheduler().run { task in
  ///   let lock = Semaphore(1)
  ///   let answer = try task.withPermit(of: lock) { lock.available }
  ///   print(answer, lock.available)  // 0 1
  /// }
  /// ```
  ///
  /// Python's `async with semaphore`.
  ///
  /// - Parameters:
  ///   - semaphore: whose.
  ///   - count: how many, all at once.
  ///   - body: what to do.
  /// - Returns: what the closure returns.
  /// - Throws: what the task is interrupted with while it waits; what the closure throws.
  /// - Precondition: `count` is positive.
  /// - Complexity: O(1), at most one resumption beside what the closure does.
  public func withPermit<Result>(
    of semaphore: Semaphore, count: Int = 1, _ body: () throws -> Result
  ) throws -> Result {
    try acquire(semaphore, count: count)
    defer { semaphore.release(count: count) }
    return try body()
  }
}
