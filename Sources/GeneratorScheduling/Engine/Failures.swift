/// The failures of tasks that no task has joined.
///
/// The first hundred are kept, and the others are counted. What is removed is returned, so that the caller
/// releases it when nothing is being changed: to release a task may run the user's code, which may make another
/// task fail.
struct Failures {
  static let mostKept = 100

  struct Failure {
    fileprivate(set) var task: TaskCore
    let error: any Error

    var report: FailedTask { FailedTask(task: task.identity, error: error) }
  }

  private var kept: [Failure] = []

  /// The number of failures, kept or not.
  private(set) var count = 0

  var hasKept: Bool { !kept.isEmpty }

  mutating func add(_ task: TaskCore, _ error: any Error) {
    count += 1
    if kept.count < Self.mostKept { kept.append(Failure(task: task, error: error)) }
  }

  /// Removes that of a task, which another task has got.
  mutating func remove(_ task: TaskCore) {
    count -= 1
    kept.removeAll { $0.task === task }
  }

  /// Removes all, and returns those that are kept, in the order of the ends of their tasks.
  mutating func takeAll() -> [Failure] {
    let all = kept
    kept = []
    count = 0
    return all
  }

  /// Removes those of tasks to which no other reference is left, so that no task can join them.
  mutating func takeUnjoinable() -> [Failure] {
    var unjoinable: [Failure] = []
    for index in kept.indices.reversed() where isKnownUniquelyReferenced(&kept[index].task) {
      unjoinable.append(kept.remove(at: index))
      count -= 1
    }
    return unjoinable.reversed()
  }
}
