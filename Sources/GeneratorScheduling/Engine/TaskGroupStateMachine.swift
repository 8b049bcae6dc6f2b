import Generators

/// The rules of a group of tasks: which failures it throws, and when its parent is interrupted.
///
/// A value without tasks, queues or results. Each event returns the next actions for ``TaskGroupCore``, which
/// has them.
///
/// A group is a limit of its parent, as a timeout is. When the limit has passed, the parent's waits inside of
/// the group are refused, and the group's tasks are cancelled. A failure among the results that the parent
/// hasn't requested passes the limit too, because the parent may wait for something that the failed task
/// should have done. The other tasks continue then, and the limit is lifted while the parent requests
/// results.
struct TaskGroupStateMachine {
  private enum Results {
    /// The results are kept until the parent requests them; this many of them are failures.
    case kept(failures: Int)
    /// The parent requests no more results. A failure fails the group.
    case discarded
  }

  private var results = Results.kept(failures: 0)

  /// Whether the parent requests a result, and may wait for it.
  private var isRequested = false

  /// The error that the group throws.
  private var failure: UnraisableError?

  /// Whether tasks that are spawned from now on don't run.
  private(set) var isCancelled: Bool

  /// The number of tasks that haven't ended.
  private(set) var runningCount = 0

  /// Creates the state of a group without tasks.
  ///
  /// - Parameter isCancelled: Whether the parent is already cancelled or out of time.
  init(isCancelled: Bool) { self.isCancelled = isCancelled }

  /// The consequence of a failure that the parent doesn't receive as a result.
  enum Failing {
    /// The failure is the group's error, and the limit has passed.
    case passesLimit
    /// The group has an error already, so this failure goes to `UnraisableError.hook`.
    case reports(UnraisableError)
  }

  /// The consequences of a task's end, in this order.
  struct EndOfTask {
    var keepsResult = false
    var failing: Failing?
    var wakesParent = false
    /// Whether the limit has passed because of a kept failure, which cancels no other task.
    var passesLimitForResult = false
  }

  /// Adds a task to the group.
  ///
  /// - Returns: Whether to cancel it at once.
  mutating func taskStarted() -> Bool {
    runningCount += 1
    return isCancelled
  }

  /// Handles the end of a task, whose failure is the group's from now on.
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
      // A parent that requests no results waits for the end of all tasks.
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

  /// Notes that the parent requests no more results.
  ///
  /// - Parameter kept: The failures among the kept results, in their order.
  /// - Returns: The consequence of each of them.
  mutating func discardResults(kept: [UnraisableError]) -> [Failing] {
    results = .discarded
    return kept.map { fail($0) }
  }

  /// Notes that the parent requests a result.
  ///
  /// - Returns: Whether to lift the limit that a kept failure has passed.
  mutating func beginRequest() -> Bool {
    isRequested = true
    return hasKeptFailure
  }

  /// Notes that the parent has taken a kept result.
  mutating func tookResult(isFailure: Bool) {
    guard isFailure, case .kept(let failures) = results else { return }
    results = .kept(failures: failures - 1)
  }

  /// Notes that the parent has its result, or that its wait was refused.
  ///
  /// - Returns: Whether the limit passes because of a failure that is still kept.
  mutating func endRequest() -> Bool {
    isRequested = false
    return hasKeptFailure
  }

  private var hasKeptFailure: Bool { if case .kept(1...) = results { true } else { false } }

  /// Cancels the group.
  ///
  /// - Returns: Whether its tasks have to be cancelled now: false if they were before.
  mutating func cancel() -> Bool {
    defer { isCancelled = true }
    return !isCancelled
  }

  /// Returns the group's result, when all tasks and the closure have ended.
  ///
  /// An error of the closure precedes those of tasks, unless it is only a `CancellationError`.
  ///
  /// - Parameter result: The result or error of the closure.
  /// - Returns: The group's result, and a failure that goes to `UnraisableError.hook`.
  mutating func conclude<Value>(
    _ result: Result<Value, any Error>
  ) -> (result: Result<Value, any Error>, reported: UnraisableError?) {
    guard let failure = failure.take() else { return (result, nil) }
    if case .failure(let error) = result, !(error is CancellationError) { return (result, failure) }
    return (.failure(failure.error), nil)
  }
}
