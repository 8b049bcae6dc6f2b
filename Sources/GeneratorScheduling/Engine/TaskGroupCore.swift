import DequeModule
import Generators

/// The tasks of a group that have not ended, and its results.
///
/// What happens when is decided by ``TaskGroupStateMachine``; this has the tasks, and does it.
class TaskGroupCore: CustomStringConvertible {
  private let parent: TaskCore
  private let origin: GeneratorOrigin

  /// Its number among the limits of the parent.
  let id: Int

  private var machine: TaskGroupStateMachine

  private var children: [Int: TaskCore] = [:]

  /// The parent, if it waits for the next task that ends, or for all.
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

  /// After the end of a child, whose failure is the group's from now on.
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

  /// Ends the requests for results.
  final func discardResults() { machine.discardResults(kept: takeFailures()).forEach(perform) }

  /// Lets the parent wait in spite of failures among the results, until ``endRequest()``.
  final func beginRequest() { if machine.beginRequest() { parent.liftLimit(id) } }

  final func endRequest() {
    if machine.endRequest() { parent.passLimit(id, isResultPending: true) }
  }

  fileprivate final func tookResult(isFailure: Bool) { machine.tookResult(isFailure: isFailure) }

  final func cancelAll() {
    guard machine.cancel() else { return }
    for (_, child) in children.sorted(by: { $0.key < $1.key }) { child.cancel() }
  }

  /// Returns what the group returns, or throws why it has failed.
  final func conclude<Value>(_ result: Result<Value, any Error>) throws -> Value {
    let (result, reported) = machine.conclude(result)
    if let reported { UnraisableError.hook(reported) }
    return try result.get()
  }

  /// For a message about a task that waits for it.
  final var description: String {
    "\(children.count == 1 ? "the task" : "the \(children.count) tasks") of a group made at \(origin)"
  }
}

/// A group that knows what its tasks give.
final class TypedTaskGroupCore<ChildResult>: TaskGroupCore {
  /// What children gave that are done, the first to be done first.
  private var results = Deque<Completion>()

  private struct Completion {
    let result: Result<ChildResult, any Error>
    let failure: UnraisableError?
    /// How many were alike, one after another.
    var count = 1
  }

  var hasResults: Bool { !results.isEmpty }

  override func keep(_ child: TaskCore, _ failure: UnraisableError?) {
    // Only such tasks are added.
    let result = (child as! TypedTask<ChildResult>).result!
    // One nothing is as good as another, and a server's connections are many.
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
