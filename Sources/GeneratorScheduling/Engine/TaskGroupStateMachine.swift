import Generators

/// The rules of a group of tasks: whose failures it throws, and when its parent is interrupted.
///
/// A value without tasks, queues or results. Each event returns what ``TaskGroupCore`` does next, which has
/// them.
///
/// A group is a limit of its parent, as a timeout is. When the limit has passed, the parent's waits inside of
/// the group are refused, and its tasks are cancelled. A failure among the results that the parent has not
/// requested passes the limit too, because the parent may wait for something that the failed task should
/// have done; the other tasks go on then, and the limit is lifted while the parent requests results.
struct TaskGroupStateMachine {
  private enum Results {
    /// The results are kept until the parent requests them; so many of them are failures.
    case kept(failures: Int)
    /// No result is requested any more. A failure fails the group.
    case discarded
  }

  private var results = Results.kept(failures: 0)

  /// Whether the parent requests a result, and may wait for it.
  private var isRequested = false

  /// The error that the group throws.
  private var failure: UnraisableError?

  /// Whether tasks that are spawned from now on do not run.
  private(set) var isCancelled: Bool

  /// The number of tasks that have not ended.
  private(set) var runningCount = 0

  /// - Parameter isCancelled: the parent is cancelled, or out of time, already.
  init(isCancelled: Bool) { self.isCancelled = isCancelled }

  /// What becomes of a failure that the parent doesn't get as a result.
  enum Failing {
    /// It is the group's error: the limit has passed.
    case passesLimit
    /// The group has an error already, so this goes to `UnraisableError.hook`.
    case reports(UnraisableError)
  }

  /// What follows from the end of a task, in this order.
  struct EndOfTask {
    var keepsResult = false
    var failing: Failing?
    var wakesParent = false
    /// The limit has passed because of a kept failure, which cancels no other task.
    var passesLimitForResult = false
  }

  /// A task is spawned in the group.
  ///
  /// - Returns: whether it is cancelled at once.
  mutating func taskStarted() -> Bool {
    runningCount += 1
    return isCancelled
  }

  /// A task has ended; its failure is the group's from now on.
  @inline(__always)
  mutating func taskEnded(failure: UnraisableError?) -> EndOfTask {
    precondition(runningCount > 0)
    runningCount -= 1
    var end = EndOfTask()
    switch results {
    case .kept(let failures):
      end.keepsResult = true
      end.wakesParent = true
      let failures = failures + (failure == nil ? 0 : 1)
      results = .kept(failures: failures)
      end.passesLimitForResult = failures > 0 && !isRequested
    case .discarded:
      end.failing = failure.map { fail($0) }
      // Who requests no results waits for the end of all.
      end.wakesParent = runningCount == 0
    }
    return end
  }

  @inline(__always)
  private mutating func fail(_ error: UnraisableError) -> Failing {
    guard failure == nil else { return .reports(error) }
    failure = error
    return .passesLimit
  }

  /// The parent requests no more results.
  ///
  /// - Parameter kept: the failures among the results that were kept, in their order.
  /// - Returns: what becomes of each of them.
  mutating func discardResults(kept: [UnraisableError]) -> [Failing] {
    results = .discarded
    return kept.map { fail($0) }
  }

  /// The parent requests a result.
  ///
  /// - Returns: whether the limit is lifted that a kept failure has passed.
  mutating func beginRequest() -> Bool {
    isRequested = true
    return hasKeptFailure
  }

  /// The parent has taken a result that was kept.
  mutating func tookResult(isFailure: Bool) {
    guard isFailure, case .kept(let failures) = results else { return }
    results = .kept(failures: failures - 1)
  }

  /// The parent has its result, or its wait was refused.
  ///
  /// - Returns: whether the limit passes because of a failure that is still kept.
  mutating func endRequest() -> Bool {
    isRequested = false
    return hasKeptFailure
  }

  private var hasKeptFailure: Bool { if case .kept(1...) = results { true } else { false } }

  /// The tasks are to end.
  ///
  /// - Returns: whether they are cancelled now: false if they were before.
  mutating func cancel() -> Bool {
    defer { isCancelled = true }
    return !isCancelled
  }

  /// All tasks have ended, and the closure too.
  ///
  /// An error of the closure goes before those of tasks, unless it says no more than that it was cancelled.
  ///
  /// - Parameter result: what the closure has returned or thrown.
  /// - Returns: the group's result, and a failure that goes to `UnraisableError.hook`.
  mutating func conclude<Value>(
    _ result: Result<Value, any Error>
  ) -> (result: Result<Value, any Error>, reported: UnraisableError?) {
    guard let failure = failure.take() else { return (result, nil) }
    if case .failure(let error) = result, !(error is CancellationError) { return (result, failure) }
    return (.failure(failure.error), nil)
  }
}
