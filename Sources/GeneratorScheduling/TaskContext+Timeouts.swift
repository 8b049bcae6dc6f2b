extension TaskContext {
  /// Runs a closure, and interrupts its waits once a time has passed.
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
  /// When the time has passed, the current wait of the closure throws, and so does each later wait in it.
  /// Code that doesn't wait isn't interrupted: what it returns is returned, however late. Of nested timeouts,
  /// the first to pass interrupts the waits; the outer one if both have passed.
  ///
  /// A deadline is inclusive: a value that arrives at the very instant at which the time ends is in time. See
  /// ``SchedulerClock``. With a duration of zero or less, a wait still lets the other tasks have their turns,
  /// and what they bring is in time.
  ///
  /// - Parameters:
  ///   - duration: The time that the closure's waits may take in total, by the scheduler's clock.
  ///   - body: The closure to run.
  /// - Returns: The result of the closure.
  /// - Throws: ``SchedulingError/timedOut(after:)``, thrown in the closure by the interrupted wait; other
  ///   errors of the closure.
  /// - Complexity: O(log *n*) for *n* timers.
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

  /// Runs a closure that cancellation doesn't interrupt, for cleaning up.
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
  /// Waits in the closure are not interrupted by a cancellation, by ``ScheduledTask/throw(_:)``, or by a
  /// ``withTimeout(_:_:)`` around the shield; the first wait after the closure throws the error instead. If a
  /// wait in the closure could last permanently, give it its own `withTimeout`. When the scheduler is dropped
  /// or ends with an error, all waits throw, shielded or not.
  ///
  /// - Parameter body: The closure to run.
  /// - Returns: The result of the closure.
  /// - Throws: The error of the closure.
  public func withCancellationShield<Result>(_ body: () throws -> Result) rethrows -> Result {
    core.interruption.shields.append(core.interruption.limits.count)
    defer {
      core.interruption.shields.removeLast()
      core.isInterrupted = core.isInterrupted || core.interruption.isPending
    }
    return try body()
  }
}
