extension TaskContext {
  /// Waits for a duration.
  ///
  /// ```swift
  /// try Scheduler(clock: .virtual).run { task in
  ///   try task.sleep(for: .milliseconds(250))
  ///   print(task.now)  // 0.25 seconds
  /// }
  /// ```
  ///
  /// A duration of zero or less only yields the turn.
  ///
  /// - Parameter duration: The least time to wait, by the scheduler's clock.
  /// - Throws: The error that interrupts the task.
  /// - Complexity: O(log *n*) for *n* timers, and one resumption.
  public func sleep(for duration: Duration) throws { try sleep(until: now + duration) }

  /// Waits until a time.
  ///
  /// Tasks that wait until the same time continue in the order in which they began to wait, and before any
  /// timeout ends at that time: see ``SchedulerClock``. If the time has passed, this only yields the turn.
  ///
  /// - Parameter deadline: The earliest time to continue, by the scheduler's clock.
  /// - Throws: The error that interrupts the task.
  /// - Complexity: O(log *n*) for *n* timers, and one resumption.
  public func sleep(until deadline: SchedulerInstant) throws {
    if deadline <= now { return try yield() }
    try link.checkpoint()
    core.setTimer(deadline, isTimeout: false)
    try suspend(Wait(until: deadline))
  }
}

extension TaskCore {
  /// Sets a timer that ends the wait that begins now; ``chosen`` is -1 then.
  ///
  /// `isTimeout` says that the task waits for something else, and that the time only limits the wait.
  final func setTimer(_ deadline: SchedulerInstant, isTimeout: Bool) {
    hasTimer = true
    scheduler.timers.add(
      self, at: deadline, for: .wake(wait: waitNumber, isTimeout: isTimeout))
  }
}
