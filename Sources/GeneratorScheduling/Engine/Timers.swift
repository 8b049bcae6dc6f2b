import HeapModule

/// The timers of a scheduler, the next one first.
///
/// At one instant, sleeps end before timeouts, because a sleeper may do something at that instant that
/// another task would otherwise have waited too long for. Otherwise the order is that in which the timers
/// were set.
///
/// A timer that is stale stays in the heap, from whose middle it can't be removed, and is skipped when its
/// time comes. When the stale ones become the majority, the heap is rebuilt, so that a server that sets a
/// limit around each request doesn't keep them all.
struct Timers {
  /// Plain memory, which a heap moves about: a timer names its task by number, and may outlive it.
  struct Timer: Comparable {
    let deadline: SchedulerInstant
    let sequence: UInt64
    let task: Int
    let purpose: Purpose

    /// Whether its time had already come when it was set, on a virtual clock.
    let wasDue: Bool

    enum Purpose {
      /// The end of a sleep, or of the time of a `select`.
      case wake(wait: Int, isTimeout: Bool)

      /// The end of a `withTimeout`.
      case limit(id: Int)
    }

    /// Whether it ends a wait for something else, which may happen at the same instant.
    var isTimeout: Bool {
      switch purpose {
      case .wake(_, let isTimeout): isTimeout
      case .limit: true
      }
    }

    /// Returns whether its task has continued without it.
    func isStale(_ tasks: [Int: TaskCore]) -> Bool {
      guard let task = tasks[task] else { return true }
      switch purpose {
      case .wake(let wait, _): return task.waitNumber != wait
      case .limit(let id): return !task.interruption.limits.contains { $0.id == id }
      }
    }

    static func == (a: Self, b: Self) -> Bool { a.sequence == b.sequence }
    static func < (a: Self, b: Self) -> Bool {
      if a.deadline != b.deadline { return a.deadline < b.deadline }
      if a.isTimeout != b.isTimeout { return b.isTimeout }
      return a.sequence < b.sequence
    }
  }

  private var heap = Heap<Timer>()
  private var sequence: UInt64 = 0
  private var staleCount = 0

  /// Returns when the next timer is due, and removes stale ones before it.
  mutating func nextDeadline(_ tasks: [Int: TaskCore]) -> SchedulerInstant? {
    next(tasks)?.deadline
  }

  /// Returns the next timer, and removes stale ones before it.
  mutating func next(_ tasks: [Int: TaskCore]) -> Timer? {
    while let timer = heap.min {
      if !timer.isStale(tasks) { return timer }
      dropFirst()
    }
    return nil
  }

  mutating func add(_ task: TaskCore, at deadline: SchedulerInstant, for purpose: Timer.Purpose) {
    sequence += 1
    let scheduler = task.scheduler
    heap.insert(
      Timer(
        deadline: deadline, sequence: sequence, task: task.id, purpose: purpose,
        wasDue: scheduler.clock == .virtual && deadline <= scheduler.now))
  }

  /// Returns the next timer if it is due, and removes stale ones before it.
  mutating func next(until now: SchedulerInstant, _ tasks: [Int: TaskCore]) -> Timer? {
    while let timer = heap.min, timer.deadline <= now {
      if !timer.isStale(tasks) { return timer }
      dropFirst()
    }
    return nil
  }

  /// Removes the timer that ``next(until:_:)`` returned.
  mutating func removeNext() { heap.removeMin() }

  /// Notes that one more timer is stale.
  mutating func becameStale(_ tasks: [Int: TaskCore]) {
    staleCount += 1
    guard staleCount > 64, staleCount > heap.count / 2 else { return }
    heap = Heap(heap.unordered.filter { !$0.isStale(tasks) })
    staleCount = 0
  }

  private mutating func dropFirst() {
    heap.removeMin()
    staleCount = max(0, staleCount - 1)
  }

  var count: Int { heap.count }
}
