import Synchronization

/// An executor that is one thread, for a profiler.
final class OneThread: TaskExecutor {
  private let jobs = Mutex<[UnownedJob]>([])

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    jobs.withLock { $0.append(job) }
  }

  /// Runs an operation, and returns when it has ended.
  ///
  /// The operation waits for nothing but this executor's jobs.
  func run(_ body: @escaping @Sendable () async throws -> Void) throws {
    let result = Mutex<Result<Void, any Error>?>(nil)
    let store: @Sendable (Result<Void, any Error>) -> Void = { outcome in
      result.withLock { $0 = outcome }
    }
    Task.detached(executorPreference: self) {
      do { store(.success(try await body())) } catch { store(.failure(error)) }
    }
    while true {
      if let outcome = result.withLock({ $0 }) { return try outcome.get() }
      let job = jobs.withLock { $0.isEmpty ? nil : $0.removeFirst() }
      job?.runSynchronously(on: asUnownedTaskExecutor())
    }
  }
}
