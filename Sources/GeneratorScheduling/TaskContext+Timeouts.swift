extension TaskContext {
  /// Does something, and ends what it waits for when a time has passed.
  ///
  /// ```swift
  /// try Scheduler(clock: .virtual).run { task in
  ///   let answers = Channel<Int>()
  ///   do {
  ///     let answer = try task.withTimeout(.seconds(5)) { try task.receive(from: answers) }
  ///     print(answer as Any)
  ///   } catch SchedulingError.timedOut {
  ///     print("no answer at", task.now)
  ///   }
  /// }
  /// // prints "no answer at 5.0 seconds"
  /// ```
  ///
  /// It is about the task's waits: when the time has passed, the one in which it is throws, and so does
  /// each further one in the closure. Code that does not wait is not stopped; what it returns, however
  /// late, is returned. Of several around each other, the one that has passed first wins, the outer
  /// where both have.
  ///
  /// Something that comes at the very instant at which the time ends is in time: see
  /// ``SchedulerClock``. With a duration of zero, or a negative one, a wait still lets the others
  /// have their turn, and what they bring meanwhile is in time.
  ///
  /// - Parameters:
  ///   - duration: how long its waits may take in all, by the scheduler's clock.
  ///   - body: what to do.
  /// - Returns: what the closure returns.
  /// - Throws: ``SchedulingError/timedOut(after:)`` from the wait that was ended, through the closure;
  ///   whatever else the closure throws.
  /// - Complexity: O(log *n*) of *n* tasks that wait for a time.
  public func withTimeout<Result>(
    _ duration: Duration, _ body: () throws -> Result
  ) throws -> Result {
    let scheduler = core.scheduler
    let id = scheduler.nextLimitID()
    scheduler.timers.add(core, at: now + duration, for: .limit(id: id))
    core.interruption.limits.append(Interruption.Limit(id: id, kind: .time(duration)))
    defer {
      let limit = core.interruption.limits.removeLast()
      if !limit.hasPassed { scheduler.timers.becameStale(scheduler.tasks) }
    }
    return try body()
  }

  /// Does something that cancellation does not end: to clean up.
  ///
  /// ```swift
  /// try Scheduler(clock: .virtual).run { task in
  ///   let guest = try task.spawn { task in
  ///     defer {
  ///       try? task.withCancellationShield {
  ///         try task.sleep(for: .seconds(1))
  ///         print("goodbye at", task.now)
  ///       }
  ///     }
  ///     try task.sleep(for: .seconds(3600))
  ///   }
  ///   try task.yield()
  ///   guest.cancel()
  ///   try? task.join(guest)
  /// }
  /// // prints "goodbye at 1.0 seconds"
  /// ```
  ///
  /// Inside, waits wait although the task is cancelled, is thrown an error, or a ``withTimeout(_:_:)``
  /// around it has passed; these come to the first wait after it. What could wait for ever should have a
  /// `withTimeout` of its own. When the scheduler is dropped or ends with an error, no wait waits any
  /// more, shielded or not.
  ///
  /// - Parameter body: what to do.
  /// - Returns: what the closure returns.
  /// - Throws: what the closure throws.
  public func withCancellationShield<Result>(_ body: () throws -> Result) rethrows -> Result {
    core.interruption.shields.append(core.interruption.limits.count)
    defer {
      core.interruption.shields.removeLast()
      core.isInterrupted = core.isInterrupted || core.interruption.isPending
    }
    return try body()
  }
}
