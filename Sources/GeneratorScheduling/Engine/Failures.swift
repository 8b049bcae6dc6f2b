/// The failures of tasks that no task has joined.
///
/// The first hundred are kept, and the others are counted.
struct Failures {
  static let mostKept = 100

  private var kept: [(task: TaskCore, error: any Error)] = []

  /// The number of failures, kept or not.
  private(set) var count = 0

  var hasKept: Bool { !kept.isEmpty }

  mutating func add(_ task: TaskCore, _ error: any Error) {
    count += 1
    if kept.count < Self.mostKept { kept.append((task, error)) }
  }

  /// Removes that of a task, which another task has got.
  mutating func remove(_ task: TaskCore) {
    count -= 1
    kept.removeAll { $0.task === task }
  }

  /// Removes all, and returns those that are kept, in the order of the ends of their tasks.
  mutating func takeAll() -> [FailedTask] {
    // Released when nothing is being changed: to release a task may run the user's code.
    let kept = kept
    self.kept = []
    count = 0
    return kept.map { FailedTask(task: $0.task.identity, error: $0.error) }
  }

  /// Removes those of tasks to which no other reference is left, so that no task can join them.
  mutating func takeUnjoinable() -> [FailedTask] {
    var unjoinable: [FailedTask] = []
    for index in kept.indices.reversed() where isKnownUniquelyReferenced(&kept[index].task) {
      let (task, error) = kept.remove(at: index)
      count -= 1
      unjoinable.append(FailedTask(task: task.identity, error: error))
    }
    return unjoinable.reversed()
  }
}
