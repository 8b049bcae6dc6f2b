extension TaskContext {
  /// Does something `async` in a Swift task, and waits for it while the other tasks go on.
  ///
  /// ```swift
  /// try Scheduler().run { task in
  ///   let answer = try task.await {
  ///     try await Task.sleep(for: .milliseconds(1))
  ///     return 42
  ///   }
  ///   print(answer)  // 42
  /// }
  /// ```
  ///
  /// The operation runs on Swift's threads, and control comes back here when it has ended. Only
  /// what is `Sendable` goes there and comes back: the operation can't use the task's context, nor
  /// anything else of the scheduler's.
  ///
  /// The wait is structured: it leaves no operation behind. When the task is cancelled, thrown an
  /// error, or the time of a ``withTimeout(_:_:)`` around it passes, the Swift task is cancelled,
  /// which the operation has to look at, as all `async` code has. The wait goes on until it has
  /// ended, and only then throws; what the operation has returned or thrown is dropped. Only while
  /// the scheduler itself is ended, when no wait waits, the operation is cancelled and not waited for.
  ///
  /// While an operation is under way that a task waits for, the scheduler is not deadlocked, and a
  /// virtual clock stands still: an operation takes none of its time.
  ///
  /// The scheduler's thread does not run the operation. So where ``Scheduler/run()`` was called on
  /// the main thread, an operation must not need the main actor, and where it was called from `async`
  /// code it has taken one of the few threads on which operations run: see ``RemoteScheduler``.
  ///
  /// Python calls it `await`; trio, `trio.to_thread.run_sync` for what would block.
  ///
  /// - Parameters:
  ///   - priority: the Swift task's; `nil`: that of a `Task` that is made here.
  ///   - operation: what to do.
  /// - Returns: what the operation returns.
  /// - Throws: what the operation throws; `CancellationError`, if the task is cancelled; what else it
  ///   is interrupted with; `Errno` where the system has no more descriptors to wait with.
  /// - Complexity: O(1), one resumption and a Swift task.
  @discardableResult
  public func await<Value: Sendable>(
    priority: TaskPriority? = nil, _ operation: @escaping @Sendable () async throws -> Value
  ) throws -> Value {
    try link.checkpoint()
    let (ending, inbox) = try core.scheduler.beginOperation()
    let number = ending.number
    let outcome = Outcome<Value>()
    let running = Task(priority: priority) {
      await outcome.set(operation)
      // A scheduler that has finished has forgotten it.
      inbox.post { $0.endOperation(number) }
    }
    do {
      try wait(for: ending, Wait("awaiting an async operation"))
    } catch {
      running.cancel()
      try? withCancellationShield {
        try wait(for: ending, Wait("awaiting the end of a cancelled async operation"))
      }
      core.scheduler.endOperation(number)
      throw error
    }
    return try outcome.get()
  }

  private func wait(for ending: AsyncOperation, _ wait: Wait) throws {
    while !ending.hasEnded {
      try link.checkpoint()
      ending.waiters.append(link.node)
      try suspend(wait)
    }
  }
}

/// What an operation gives, on its way from one thread to another.
private final class Outcome<Value: Sendable>: Sendable {
  private let result = Locked<Result<Value, any Error>?>(nil)

  func set(_ operation: () async throws -> Value) async {
    let result: Result<Value, any Error>
    do { result = .success(try await operation()) } catch { result = .failure(error) }
    self.result.withLock { $0 = result }
  }

  /// After it was set.
  func get() throws -> Value { try result.withLock { $0! }.get() }
}
