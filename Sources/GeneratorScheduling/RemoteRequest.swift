import GeneratorPlatform
import Generators

/// A task that is wanted by `async` code, and who waits for it there.
///
/// Two threads meet here: the scheduler's, which starts and ends the task, and the one that cancels the
/// code that waits.
final class RemoteRequest<Value: Sendable>: Sendable {
  private struct State {
    /// Who waits, until it is told.
    var continuation: CheckedContinuation<Value, any Error>?

    /// The number of the task, once it was made.
    var task: Int?

    var isCancelled = false
  }

  private let state = Locked(State())

  /// - Returns: whether there is something to wait for; if not, the continuation was told.
  func begin(_ continuation: CheckedContinuation<Value, any Error>) -> Bool {
    let isWanted = state.withLock { state in
      if !state.isCancelled { state.continuation = continuation }
      return !state.isCancelled
    }
    if !isWanted { continuation.resume(throwing: CancellationError()) }
    return isWanted
  }

  /// Orders what follows the wait after what the task did.
  ///
  /// The runtime does so, too. But ThreadSanitizer doesn't see it if the continuation was resumed before the waiting
  /// code was suspended.
  func acquire() { state.withLock { _ in } }

  /// Makes the task, unless nobody waits for it any more; on the scheduler's thread.
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

  /// Nobody wants it any more.
  ///
  /// - Returns: the number of the task that is to be cancelled, whose end is still waited for.
  func cancel() -> Int? {
    let (continuation, task) = state.withLock { state in
      state.isCancelled = true
      return (state.task == nil ? state.continuation.take() : nil, state.task)
    }
    continuation?.resume(throwing: CancellationError())
    return task
  }

  /// Tells who waits, if somebody does.
  ///
  /// A task that was cancelled because all are ended was not cancelled by the code that waits, which is
  /// told that the scheduler has finished.
  func end(_ result: Result<Value, any Error>, isClosing: Bool = false) {
    let (continuation, isCancelled) = state.withLock { ($0.continuation.take(), $0.isCancelled) }
    if case .failure(is CancellationError) = result, isClosing, !isCancelled {
      continuation?.resume(throwing: SchedulingError.finished)
    } else {
      continuation?.resume(with: result)
    }
  }
}
