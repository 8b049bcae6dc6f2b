import DequeModule
import Generators

/// The tasks of a group that are not done, and what is to be made of those that are.
///
/// It is a limit of its parent too, as a time is: when it has passed, the parent's waits inside of the
/// group are refused.
class TaskGroupCore: CustomStringConvertible {
  private let parent: TaskCore
  private let origin: GeneratorOrigin

  /// Its number among the limits of the parent.
  let id: Int

  private var children: [Int: TaskCore] = [:]

  /// The parent, if it waits for the next that is done, or for all.
  let waiting = WaitQueue()

  /// Whether tasks that are spawned from now on do not run.
  private(set) var isCancelled: Bool

  /// Whether no result is asked for any more, so that a failure ends the group at once.
  private(set) var isDiscarding = false

  /// How many failures are among the results that were not asked for.
  ///
  /// While there are any, the waits of the parent inside of the group are refused, except for the results.
  fileprivate(set) final var pendingFailureCount = 0

  /// Whether the parent asks for results.
  private var isAsking = false

  private var failure: UnraisableError?

  init(_ parent: TaskCore, origin: GeneratorOrigin) {
    self.parent = parent
    self.origin = origin
    id = parent.scheduler.nextLimitID()
    isCancelled = parent.interruption.isOver
  }

  final var isEmpty: Bool { children.isEmpty }

  final func add(_ child: TaskCore) {
    child.group = self
    children[child.id] = child
    if isCancelled { child.cancel() }
  }

  /// After the end of a child, whose failure is the group's from now on.
  final func ended(_ child: TaskCore) {
    children.removeValue(forKey: child.id)
    child.group = nil
    let failure = child.failure.take().map { UnraisableError(error: $0, origin: child.origin) }
    if !isDiscarding {
      keep(child, failure)
      if failure != nil { pendingFailureCount += 1 }
    } else if let failure {
      fail(failure)
    }
    if !isDiscarding || children.isEmpty, let node = waiting.popFirst() {
      parent.scheduler.wake(node)
    }
    // The parent may wait for something that the child should have done.
    if pendingFailureCount > 0, !isAsking { parent.passLimit(id, isResultPending: true) }
  }

  /// Keeps the result of a child for who asks for it.
  func keep(_ child: TaskCore, _ failure: UnraisableError?) {}

  /// The failures among the results that are kept, which it lets go of.
  func takeFailures() -> [UnraisableError] { [] }

  /// From now on nobody asks for results.
  final func discardResults() {
    isDiscarding = true
    pendingFailureCount = 0
    takeFailures().forEach(fail)
  }

  private func fail(_ failure: UnraisableError) {
    if self.failure != nil { return UnraisableError.hook(failure) }
    self.failure = failure
    parent.passLimit(id)
  }

  /// Lets the parent wait in spite of failures among the results, until ``endAsking()``.
  final func beginAsking() {
    isAsking = true
    if pendingFailureCount > 0 { parent.liftLimit(id) }
  }

  final func endAsking() {
    isAsking = false
    if pendingFailureCount > 0 { parent.passLimit(id, isResultPending: true) }
  }

  final func cancelAll() {
    guard !isCancelled else { return }
    isCancelled = true
    for (_, child) in children.sorted(by: { $0.key < $1.key }) { child.cancel() }
  }

  /// What the group gives, or why it has failed: an error of the closure goes before those of tasks,
  /// unless it says no more than that it was told to end.
  final func conclude<Value>(_ result: Result<Value, any Error>) throws -> Value {
    guard let failure = failure.take() else { return try result.get() }
    if case .failure(let error) = result, !(error is CancellationError) {
      UnraisableError.hook(failure)
      throw error
    }
    throw failure.error
  }

  /// For a message about who waits for it.
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
    if results[0].failure != nil { pendingFailureCount -= 1 }
    if results[0].count == 0 { results.removeFirst() }
    return try result.get()
  }

  override func takeFailures() -> [UnraisableError] {
    let results = results
    self.results = []
    return results.compactMap(\.failure)
  }
}
