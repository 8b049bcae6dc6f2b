import GeneratorPlatform

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
  /// The scheduler's thread does not run the operation. Where ``Scheduler/run()`` was called on the main
  /// actor, as the code of a `main.swift` does, the main actor stands still until it returns, and an
  /// operation that needs the main actor can't end before. This throws
  /// ``SchedulingError/mainActorIsBlocked(_:)`` instead: at once if the operation itself is isolated to the
  /// main actor, else when it has waited for the main actor for about a second:
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
  /// An operation that has begun is cancelled then, and goes on when the main actor is free. Its wait is no
  /// error where one of the scheduler's tasks serves the main actor at least each second, by a nested run loop.
  ///
  /// - Important: In a module whose default isolation is the main actor, each plain `async` function needs
  ///   it: mark such functions `nonisolated` or `@concurrent`, or run the scheduler on a thread of its own by
  ///   ``RemoteScheduler/start(name:clock:fileID:line:)``, for which there is no such limit. Some waits for
  ///   the main actor can't be recognised, and don't end: those of another Swift task for which the operation
  ///   waits, as that of an `async let` or a task group; those of an operation that was on the main actor
  ///   before the scheduler's last run began; those under ``Scheduler/runOne()`` with a real clock; and, on
  ///   other systems than Linux or where the program replaces Swift's main executor, those of each operation
  ///   that is not itself isolated to the main actor.
  ///
  /// Python calls it `await`; trio, `trio.to_thread.run_sync` for what would block.
  ///
  /// - Parameters:
  ///   - priority: the Swift task's; `nil`: that of a `Task` that is made here.
  ///   - operation: what to do.
  /// - Returns: what the operation returns.
  /// - Throws: what the operation throws; ``SchedulingError/mainActorIsBlocked(_:)``; `CancellationError`, if
  ///   the task is cancelled; what else it is interrupted with; `Errno` as ``Scheduler/remote()``.
  /// - Complexity: O(1), one resumption and a Swift task.
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
      // A scheduler that has finished has forgotten it.
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

/// What an operation gives, on its way from one thread to another.
private final class Outcome<Value: Sendable>: Sendable {
  private let result = Locked<Result<Value, any Error>?>(nil)

  func set(_ operation: @isolated(any) () async throws -> Value) async {
    let result: Result<Value, any Error>
    do { result = .success(try await operation()) } catch { result = .failure(error) }
    self.result.withLock { $0 = result }
  }

  /// After it was set.
  func get() throws -> Value { try result.withLock { $0! }.get() }
}
