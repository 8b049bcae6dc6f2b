extension Scheduler {
  /// Creates a handle through which `async` code and other threads reach this scheduler.
  ///
  /// See ``RemoteScheduler``.
  ///
  /// - Returns: A new handle. While a handle is alive, the scheduler doesn't report a deadlock, since new
  ///   tasks may arrive through it.
  /// - Throws: ``SchedulingError/finished`` if the scheduler has finished; ``SchedulingError/wrongThread``;
  ///   `Errno` if tasks have waited for descriptors and the system has no more descriptors for waking the
  ///   thread.
  public func remote() throws -> RemoteScheduler { try core.remote() }
}

extension TaskContext {
  /// Creates a handle through which `async` code and other threads reach the task's scheduler.
  ///
  /// See ``RemoteScheduler``, and ``serveRemotes()``, which waits for the handles to be released.
  ///
  /// - Returns: A new handle. Pass it on rather than keeping it while the task waits: while a handle is
  ///   alive, the scheduler doesn't report a deadlock.
  /// - Throws: ``SchedulingError/finished`` while the scheduler ends all its tasks; `Errno` as
  ///   ``Scheduler/remote()``.
  public func remote() throws -> RemoteScheduler { try core.scheduler.remote() }

  /// Waits until the last ``RemoteScheduler`` of this scheduler is released.
  ///
  /// A scheduler finishes when its tasks are done, even if another thread could still send it new ones. A
  /// task in this wait keeps it running:
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
  /// The run returns when the Swift task has released the handle.
  ///
  /// Returns at once if no handle exists: create the first one before. When this returns, all tasks that
  /// arrived through handles have been created, and may still be running.
  ///
  /// - Throws: The error that interrupts the task.
  /// - Complexity: One resumption.
  public func serveRemotes() throws {
    try link.checkpoint()
    guard let bridge = core.scheduler.bridge else { return }
    // Messages of the last handle are handled before it counts as released.
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
