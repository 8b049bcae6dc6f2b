public import Generators

/// The context that a task's body receives, through which the task waits and reaches its scheduler.
///
/// A task is straight-line code. It keeps its turn until it calls a method of its context that waits, each of
/// which is marked by `try`. While it waits, the other tasks run. The call returns when the awaited event has
/// happened:
///
/// ```swift
/// let scheduler = Scheduler()
/// try scheduler.spawn(name: "tick") { task in
///   for n in 1...3 {
///     try task.sleep(for: .milliseconds(10))
///     print("tick", n)
///   }
/// }
/// try scheduler.run()  // prints "tick 1", "tick 2", "tick 3"
/// ```
///
/// A body may pass the context to functions that it calls, at any depth, and use it in closures that don't
/// escape. The context can't leave the body: the compiler refuses to store it, and refuses an escaping
/// closure that captures it, such as the body of another task or of a generator. The error is
/// `lifetime-dependent variable 'task' escapes its scope`. A spawned task has its own context, the parameter
/// of its body. If a generator's body would have to wait, let a task wait instead, and send the values to a
/// ``Channel``.
///
/// ## Interruption
///
/// Each method that waits throws when the task is *interrupted*, at once or during the wait. Its error is
///
/// - `CancellationError` after the task was cancelled (see ``ScheduledTask/cancel()``), and after the failure
///   of a task in a group around the wait (see ``withTaskGroup(of:fileID:line:_:)``),
/// - the error that was passed to ``ScheduledTask/throw(_:)``, or
/// - ``SchedulingError/timedOut(after:)`` when the time of a ``withTimeout(_:_:)`` around the wait has
///   passed.
public struct TaskContext: ~Escapable {
  @usableFromInline let turn: Generator<Void>.Yield
  @usableFromInline let link: TaskLink

  @_lifetime(copy turn)
  init(_ turn: Generator<Void>.Yield, _ link: TaskLink) {
    self.turn = turn
    self.link = link
  }

  /// The task, with a counted reference.
  ///
  /// Don't hold it in a variable across a wait, to save counting.
  var core: TaskCore { link.core }

  /// Suspends the task until other code wakes it, for which the caller has arranged.
  ///
  /// Inlined, and its callers should be inlined too: a function that returns after a switch of stacks returns
  /// to another place than the processor has predicted.
  ///
  /// - Throws: The error that interrupts the task.
  @inlinable @inline(__always)
  func suspend(_ wait: Wait) throws {
    link.beginWait(wait)
    try turn()
    try link.endWait()
  }

  /// The running task, which is this one.
  public var current: AnyScheduledTask { AnyScheduledTask(core) }

  /// All tasks of the scheduler that aren't done, in the order in which they were spawned.
  public var tasks: [AnyScheduledTask] { core.scheduler.all }

  /// The current time on the scheduler's clock.
  public var now: SchedulerInstant { core.scheduler.now }
}

extension TaskContext {
  /// Yields the turn: all other ready tasks have theirs before this task continues.
  ///
  /// ```swift
  /// let scheduler = Scheduler()
  /// for name in ["a", "b"] {
  ///   try scheduler.spawn { task in
  ///     for n in 1...2 {
  ///       print(name, n)
  ///       try task.yield()
  ///     }
  ///   }
  /// }
  /// try scheduler.run()  // prints "a 1", "b 1", "a 2", "b 2"
  /// ```
  ///
  /// A long computation that never waits should yield regularly, because it delays all other tasks.
  ///
  /// - Throws: The error that interrupts the task.
  /// - Complexity: O(1) and one resumption, without an allocation.
  @inlinable @inline(__always)
  public func yield() throws {
    try link.checkpoint()
    link.giveWay()
    try turn()
    try link.checkpoint()
  }
}
