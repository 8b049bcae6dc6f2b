/// The failures that no task has joined.
///
/// The first hundred are kept, and the others are counted. The methods return what they remove, so that the
/// caller releases it after the change: releasing a task may run the user's code, which may make another task
/// fail.
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

  /// Removes the failure of a task, because another task has received it.
  mutating func remove(_ task: TaskCore) {
    count -= 1
    kept.removeAll { $0.task === task }
  }

  /// Removes all failures, and returns the kept ones, in the order in which their tasks ended.
  mutating func takeAll() -> [Failure] {
    let all = kept
    kept = []
    count = 0
    return all
  }

  /// Removes, and returns, the failures of tasks that have no other reference left, so that no task can join
  /// them.
  mutating func takeUnjoinable() -> [Failure] {
    var unjoinable: [Failure] = []
    for index in kept.indices.reversed() where isKnownUniquelyReferenced(&kept[index].task) {
      unjoinable.append(kept.remove(at: index))
      count -= 1
    }
    return unjoinable.reversed()
  }
}
