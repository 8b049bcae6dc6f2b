import GeneratorPlatform

extension TaskContext {
  /// Runs an `async` operation in a Swift task, and waits for its result while the other tasks run.
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
  /// The operation runs on Swift's threads, and this returns when it has ended. What the operation captures
  /// and returns must be `Sendable`: the operation can't use the task's context, or anything else of the
  /// scheduler.
  ///
  /// The wait is structured. When the task is interrupted, the Swift task is cancelled, and the operation has
  /// to check for that, as all `async` code does. This throws when the operation has ended; its result is
  /// discarded. In two cases it cancels the operation and doesn't wait for its end: while the scheduler ends
  /// all tasks, where no call can wait, and when the operation waits for the main actor, which the scheduler
  /// blocks.
  ///
  /// While a task waits for an operation, the scheduler doesn't report a deadlock, and a virtual clock stands
  /// still: the operation takes none of its time.
  ///
  /// If ``Scheduler/run()`` was called on the main actor, as by code in `main.swift`, the main actor is
  /// blocked until the run returns, and an operation that needs the main actor can't end before that. This
  /// then throws ``SchedulingError/mainActorIsBlocked(_:)``: at once if the operation itself is isolated to
  /// the main actor, otherwise when the operation has waited for the main actor for about a second:
  ///
  /// ```swift
  /// @MainActor enum Screen { static func refresh() async {} }
  /// try Scheduler().run { task in
  ///   do {
  ///     try task.await { await Screen.refresh() }
  ///   } catch {
  ///     print(error)
  ///   }
  /// }
  /// ```
  ///
  /// An operation that has begun is cancelled then, and continues when the main actor is free. The wait
  /// doesn't fail if one of the scheduler's tasks serves the main actor by a nested run loop, at least once a
  /// second.
  ///
  /// - Important: In a module whose default isolation is the main actor, each plain `async` function needs
  ///   the main actor. Mark such functions `nonisolated` or `@concurrent`, or run the scheduler on its own
  ///   thread by ``RemoteScheduler/start(name:clock:fileID:line:)``, which has no such limit. Some waits for
  ///   the main actor can't be detected, and don't end: waits of another Swift task that the operation waits
  ///   for, such as an `async let` or a child of a task group; waits of an operation that was on the main
  ///   actor before the scheduler's current run began; waits under ``Scheduler/runOne()`` with a real clock;
  ///   and, on systems other than Linux or if the program replaces Swift's main executor, waits of any
  ///   operation that isn't itself isolated to the main actor.
  ///
  /// In Python: `await`, and `trio.to_thread.run_sync` for code that blocks.
  ///
  /// - Parameters:
  ///   - priority: The priority of the Swift task; `nil` for that of a `Task` created here.
  ///   - operation: The operation to run.
  /// - Returns: The value that the operation returns.
  /// - Throws: The error of the operation; ``SchedulingError/mainActorIsBlocked(_:)``; the error that
  ///   interrupts the task; `Errno` as ``Scheduler/remote()``.
  /// - Complexity: O(1), one resumption and one Swift task.
  @discardableResult
  public func await<Value: Sendable>(
    priority: TaskPriority? = nil,
    _ operation: @escaping @Sendable @isolated(any) () async throws -> Value
  ) throws -> Value {
    try link.checkpoint()
    // Actors are compared as objects.
    if let isolation = operation.isolation, isolation === MainActor.shared,
      core.scheduler.blocksMainActor
    {
      throw SchedulingError.mainActorIsBlocked(core.identity)
    }
    let (ending, inbox) = try core.scheduler.beginOperation()
    let number = ending.number
    let outcome = Outcome<Value>()
    let running = Task(priority: priority) {
      await outcome.set(operation)
      // A finished scheduler has no such operation any more.
      inbox.post { $0.endOperation(number) }
    }
    ending.task = running
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
      if ending.isBlocked { throw SchedulingError.mainActorIsBlocked(core.identity) }
      try link.checkpoint()
      ending.waiters.append(link.node)
      try suspend(wait)
    }
  }
}

/// The result of an operation, on its way from one thread to another.
private final class Outcome<Value: Sendable>: Sendable {
  private let result = Locked<Result<Value, any Error>?>(nil)

  func set(_ operation: @isolated(any) () async throws -> Value) async {
    let result: Result<Value, any Error>
    do { result = .success(try await operation()) } catch { result = .failure(error) }
    self.result.withLock { $0 = result }
  }

  /// Returns the result, which was set before.
  func get() throws -> Value { try result.withLock { $0! }.get() }
}
