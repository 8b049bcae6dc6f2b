extension Scheduler {
  /// Makes a way to reach this scheduler from `async` code and from other threads.
  ///
  /// See ``RemoteScheduler``.
  ///
  /// - Returns: a new one. While one of them is alive the scheduler's tasks are not deadlocked, for
  ///   something may come through it.
  /// - Throws: ``SchedulingError/finished`` when the scheduler has run to its end;
  ///   ``SchedulingError/wrongThread``; `Errno` if tasks have waited for descriptors, and the system has no
  ///   more of them to wake the thread with.
  public func remote() throws -> RemoteScheduler { try core.remote() }
}

extension TaskContext {
  /// Makes a way to reach the task's scheduler from `async` code and from other threads.
  ///
  /// See ``RemoteScheduler``, and ``serveRemotes()``, by which a task waits for what comes through it.
  ///
  /// - Returns: a new one. A task should hand it on and not keep it while it waits, since the
  ///   scheduler's tasks are not deadlocked while one is alive.
  /// - Throws: ``SchedulingError/finished`` while the scheduler ends all tasks; `Errno` as
  ///   ``Scheduler/remote()``.
  public func remote() throws -> RemoteScheduler { try core.scheduler.remote() }

  /// Waits until the last ``RemoteScheduler`` of this scheduler has gone.
  ///
  /// A scheduler ends when its tasks are done, whether or not somebody could still send it new
  /// ones. A task in this wait keeps it:
  ///
  /// ```swift
  /// let scheduler = Scheduler()
  /// Task.detached { [remote = try scheduler.remote()] in
  ///   print(try await remote.run { _ in 42 })
  /// }
  /// try scheduler.spawn { task in try task.serveRemotes() }
  /// try scheduler.run()  // prints 42
  /// ```
  ///
  /// The run returns when the Swift task has released the remote.
  ///
  /// Where there is none now, it returns at once: the first is to be made before. The tasks that have
  /// come through them were made by then, and may go on after this wait.
  ///
  /// - Throws: `CancellationError`, if the task is cancelled; what else it is interrupted with.
  /// - Complexity: one resumption.
  public func serveRemotes() throws {
    try link.checkpoint()
    guard let bridge = core.scheduler.bridge else { return }
    // What has come from the last is looked at before it counts as gone.
    while bridge.inbox.canReceive {
      try link.checkpoint()
      bridge.servers.append(link.node)
      try suspend(Wait("serving remote schedulers"))
    }
  }
}

extension SchedulerCore {
  func remote() throws -> RemoteScheduler {
    try ensureThread()
    if isClosing { throw SchedulingError.finished }
    return RemoteScheduler(try makeBridge().inbox)
  }
}
