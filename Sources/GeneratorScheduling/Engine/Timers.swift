import HeapModule

/// The times at which something is to happen, the next first.
///
/// Of those that are due at one instant, the ends of sleeps come before the ends of timeouts, since what a
/// sleeper does at that instant may be what another task would otherwise have waited too long for. Among
/// equals the order is that in which they were set.
///
/// A timer that is no longer needed stays in the heap, for one can't be taken from its midst, and is
/// passed over when its time comes. Before those are more than the others the heap is made anew, so that
/// a server that sets a limit around each request does not keep them all.
struct Timers {
  /// Plain memory, which a heap moves about: it names its task by number, and may outlive it.
  struct Timer: Comparable {
    let deadline: SchedulerInstant
    let sequence: UInt64
    let task: Int
    let purpose: Purpose

    /// On a virtual clock: whether its time had come already when it was set.
    let wasDue: Bool

    enum Purpose {
      /// The end of a sleep, or of the time that a `select` has.
      case wake(wait: Int, isTimeout: Bool)

      /// The end of a `withTimeout`.
      case limit(id: Int)
    }

    /// Whether it ends a wait for something else, which may come at the same instant.
    var isTimeout: Bool {
      switch purpose {
      case .wake(_, let isTimeout): isTimeout
      case .limit: true
      }
    }

    /// Whether its task has gone on without it.
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

  /// When the next is due; those before it that are not needed are dropped.
  mutating func nextDeadline(_ tasks: [Int: TaskCore]) -> SchedulerInstant? {
    next(tasks)?.deadline
  }

  /// Returns the next timer, and drops those before it that are not needed.
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

  /// Returns the next timer if it is due, and drops those before it that are due and not needed.
  mutating func next(until now: SchedulerInstant, _ tasks: [Int: TaskCore]) -> Timer? {
    while let timer = heap.min, timer.deadline <= now {
      if !timer.isStale(tasks) { return timer }
      dropFirst()
    }
    return nil
  }

  /// Removes the timer that ``next(until:_:)`` returned.
  mutating func removeNext() { heap.removeMin() }

  /// Says that one of them is not needed any more.
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
