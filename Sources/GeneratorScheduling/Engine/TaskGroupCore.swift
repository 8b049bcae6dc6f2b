import DequeModule
import Generators

/// The tasks of a group that haven't ended, and its results.
///
/// ``TaskGroupStateMachine`` makes the decisions; this holds the tasks, and performs the actions.
class TaskGroupCore: CustomStringConvertible {
  private let parent: TaskCore
  private let origin: GeneratorOrigin

  /// Its identifier among the limits of the parent.
  let id: Int

  private var machine: TaskGroupStateMachine

  private var children: [Int: TaskCore] = [:]

  /// The parent, if it waits for the next task to end, or for all.
  let waiting = WaitQueue()

  init(_ parent: TaskCore, origin: GeneratorOrigin) {
    self.parent = parent
    self.origin = origin
    id = parent.scheduler.nextLimitID()
    machine = TaskGroupStateMachine(isCancelled: parent.interruption.isOver)
  }

  final var isEmpty: Bool { machine.runningCount == 0 }

  final var isCancelled: Bool { machine.isCancelled }

  final func add(_ child: TaskCore) {
    child.group = self
    children[child.id] = child
    if machine.taskStarted() { child.cancel() }
  }

  /// Handles the end of a child, whose failure is the group's from now on.
  final func ended(_ child: TaskCore) {
    children.removeValue(forKey: child.id)
    child.group = nil
    let failure = child.failure.take().map { UnraisableError(error: $0, origin: child.origin) }
    let end = machine.taskEnded(failure: failure)
    if end.keepsResult { keep(child, failure) }
    if let failing = end.failing { perform(failing) }
    if end.wakesParent, let node = waiting.popFirst() { parent.scheduler.wake(node) }
    if end.passesLimitForResult { parent.passLimit(id, isResultPending: true) }
  }

  private func perform(_ failing: TaskGroupStateMachine.Failing) {
    switch failing {
    case .passesLimit: parent.passLimit(id)
    case .reports(let failure): UnraisableError.hook(failure)
    }
  }

  /// Keeps the result of a child until it is requested.
  func keep(_ child: TaskCore, _ failure: UnraisableError?) {}

  /// Removes the results that are kept, and returns the failures among them.
  func takeFailures() -> [UnraisableError] { [] }

  /// Discards the kept results and all later ones.
  final func discardResults() { machine.discardResults(kept: takeFailures()).forEach(perform) }

  /// Allows the parent to wait in spite of failures among the results, until ``endRequest()``.
  final func beginRequest() { if machine.beginRequest() { parent.liftLimit(id) } }

  final func endRequest() {
    if machine.endRequest() { parent.passLimit(id, isResultPending: true) }
  }

  fileprivate final func tookResult(isFailure: Bool) { machine.tookResult(isFailure: isFailure) }

  final func cancelAll() {
    guard machine.cancel() else { return }
    for (_, child) in children.sorted(by: { $0.key < $1.key }) { child.cancel() }
  }

  /// Returns the result of the group, or throws its error.
  final func conclude<Value>(_ result: Result<Value, any Error>) throws -> Value {
    let (result, reported) = machine.conclude(result)
    if let reported { UnraisableError.hook(reported) }
    return try result.get()
  }

  /// Describes the group in messages about a task that waits for it.
  final var description: String {
    "\(children.count == 1 ? "the task" : "the \(children.count) tasks") of a group made at \(origin)"
  }
}

/// A group with the type of its tasks' results.
final class TypedTaskGroupCore<ChildResult>: TaskGroupCore {
  /// The results of the children that are done, in the order of their ends.
  private var results = Deque<Completion>()

  private struct Completion {
    let result: Result<ChildResult, any Error>
    let failure: UnraisableError?
    /// The number of equal results, one after another.
    var count = 1
  }

  var hasResults: Bool { !results.isEmpty }

  override func keep(_ child: TaskCore, _ failure: UnraisableError?) {
    // Only tasks of this type are added.
    let result = (child as! TypedTask<ChildResult>).result!
    // All `Void` results are equal, and a server may have any number of connections.
    if ChildResult.self == Void.self, case .success? = results.last?.result, case .success = result
    {
      results[results.count - 1].count += 1
    } else {
      results.append(Completion(result: result, failure: failure))
    }
  }

  func takeResult() throws -> ChildResult {
    results[0].count -= 1
    let result = results[0].result
    tookResult(isFailure: results[0].failure != nil)
    if results[0].count == 0 { results.removeFirst() }
    return try result.get()
  }

  override func takeFailures() -> [UnraisableError] {
    let results = results
    self.results = []
    return results.compactMap(\.failure)
  }
}
