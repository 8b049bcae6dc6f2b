import GeneratorPlatform
import Generators

/// A task that `async` code has requested, with the continuation that awaits its result.
///
/// Two threads use it: the scheduler's, which starts and ends the task, and the thread that cancels the
/// awaiting code.
final class RemoteRequest<Value: Sendable>: Sendable {
  private struct State {
    /// The awaiting code, until it is resumed.
    var continuation: CheckedContinuation<Value, any Error>?

    /// The number of the task, once it was created.
    var task: Int?

    var isCancelled = false
  }

  private let state = Locked(State())

  /// Stores the continuation, unless the request was cancelled.
  ///
  /// - Returns: Whether there is a task to wait for; if not, the continuation was resumed.
  func begin(_ continuation: CheckedContinuation<Value, any Error>) -> Bool {
    let isWanted = state.withLock { state in
      if !state.isCancelled { state.continuation = continuation }
      return !state.isCancelled
    }
    if !isWanted { continuation.resume(throwing: CancellationError()) }
    return isWanted
  }

  /// Orders the code after the wait behind the code of the task.
  ///
  /// The runtime does so too, but ThreadSanitizer doesn't see that if the continuation was resumed before the
  /// awaiting code was suspended.
  func acquire() { state.withLock { _ in } }

  /// Creates the task, unless the request was cancelled; on the scheduler's thread.
  func start(
    name: String?, stackSize: Int, origin: GeneratorOrigin, in scheduler: SchedulerCore,
    _ body: @escaping @Sendable (TaskContext) throws -> Value
  ) {
    do {
      try state.withLock { state in
        if state.isCancelled { return }
        let task = try scheduler.add(name: name, stackSize: stackSize, origin: origin, body)
        state.task = task.id
        scheduler.whenDone(task) {
          scheduler.wasJoined(task)
          self.end(task.result!, isClosing: scheduler.isClosing)
        }
      }
    } catch {
      end(.failure(error))
    }
  }

  /// Cancels the request.
  ///
  /// - Returns: The number of the task to cancel, whose end is still awaited.
  func cancel() -> Int? {
    let (continuation, task) = state.withLock { state in
      state.isCancelled = true
      return (state.task == nil ? state.continuation.take() : nil, state.task)
    }
    continuation?.resume(throwing: CancellationError())
    return task
  }

  /// Resumes the awaiting code with a result, if it still waits.
  ///
  /// A task that was cancelled by the end of its scheduler wasn't cancelled by the awaiting code, which
  /// therefore gets the error that the scheduler has finished.
  func end(_ result: Result<Value, any Error>, isClosing: Bool = false) {
    let (continuation, isCancelled) = state.withLock { ($0.continuation.take(), $0.isCancelled) }
    if case .failure(is CancellationError) = result, isClosing, !isCancelled {
      continuation?.resume(throwing: SchedulingError.finished)
    } else {
      continuation?.resume(with: result)
    }
  }
}
