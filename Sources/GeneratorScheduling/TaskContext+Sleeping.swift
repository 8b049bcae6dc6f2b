extension TaskContext {
  /// Waits for a time.
  ///
  /// ```swift
  /// try Scheduler(clock: .virtual).run { task in
  ///   try task.sleep(for: .milliseconds(250))
  ///   print(task.now)  // 0.25 seconds
  /// }
  /// ```
  ///
  /// For none, or a negative one, it gives way.
  ///
  /// - Parameter duration: how long to wait, at least, by the scheduler's clock.
  /// - Throws: `CancellationError`, if the task is cancelled; what else it is interrupted with.
  /// - Complexity: O(log *n*) of *n* tasks that wait for a time, one resumption.
  public func sleep(for duration: Duration) throws { try sleep(until: now + duration) }

  /// Waits until a time.
  ///
  /// Tasks that wait until the same time go on in the order in which they began to wait, and before
  /// any timeout ends at that time: see ``SchedulerClock``. For a time that has passed, it only
  /// lets the other ready tasks run.
  ///
  /// - Parameter deadline: when to go on, at the earliest, by the scheduler's clock.
  /// - Throws: `CancellationError`, if the task is cancelled; what else it is interrupted with.
  /// - Complexity: O(log *n*) of *n* tasks that wait for a time, one resumption.
  public func sleep(until deadline: SchedulerInstant) throws {
    if deadline <= now { return try yield() }
    try link.checkpoint()
    core.setTimer(deadline, isTimeout: false)
    try suspend(Wait(until: deadline))
  }
}

extension TaskCore {
  /// Has the wait that begins now end at a time, with ``chosen`` -1.
  ///
  /// `isTimeout` says that the wait is for something else, and that the time only limits it.
  final func setTimer(_ deadline: SchedulerInstant, isTimeout: Bool) {
    hasTimer = true
    scheduler.timers.add(
      self, at: deadline, for: .wake(wait: waitNumber, isTimeout: isTimeout))
  }
}
