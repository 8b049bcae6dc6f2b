import HeapModule

/// The times at which something is to happen, the next first, and among equals in the order in which
/// they were set.
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

    enum Purpose { case wake(wait: Int), limit(id: Int) }

    /// Whether its task has gone on without it.
    func isStale(_ tasks: [Int: TaskCore]) -> Bool {
      guard let task = tasks[task] else { return true }
      switch purpose {
      case .wake(let wait): return task.waitNumber != wait
      case .limit(let id): return !task.interruption.limits.contains { $0.id == id }
      }
    }

    static func == (a: Self, b: Self) -> Bool { a.sequence == b.sequence }
    static func < (a: Self, b: Self) -> Bool {
      a.deadline == b.deadline ? a.sequence < b.sequence : a.deadline < b.deadline
    }
  }

  private var heap = Heap<Timer>()
  private var sequence: UInt64 = 0
  private var staleCount = 0

  /// When the next is due; those before it that are not needed are dropped.
  mutating func nextDeadline(_ tasks: [Int: TaskCore]) -> SchedulerInstant? {
    while let timer = heap.min {
      if !timer.isStale(tasks) { return timer.deadline }
      dropFirst()
    }
    return nil
  }

  mutating func add(_ task: TaskCore, at deadline: SchedulerInstant, for purpose: Timer.Purpose) {
    sequence += 1
    heap.insert(Timer(deadline: deadline, sequence: sequence, task: task.id, purpose: purpose))
  }

  /// The next that is needed, if it is due.
  mutating func popFirst(until now: SchedulerInstant, _ tasks: [Int: TaskCore]) -> Timer? {
    while let timer = heap.min, timer.deadline <= now {
      if !timer.isStale(tasks) { return heap.removeMin() }
      dropFirst()
    }
    return nil
  }

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
