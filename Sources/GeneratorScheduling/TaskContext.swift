public import Generators

/// What a task's body is handed: through it the task waits, and reaches its scheduler.
///
/// A task is straight-line code. It keeps its turn until it calls a method of its context that waits,
/// each of which is marked by `try`; the others run meanwhile, and control comes back when what it
/// waits for has come:
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
/// A body may pass it on to functions that it calls, at any depth, and use it in closures that do not
/// escape. It cannot leave the body: the compiler refuses to store it, and to let an escaping closure,
/// such as another task's body or a generator's, capture it. The error is `lifetime-dependent variable 'task'
/// escapes its scope`. A task that is spawned has a context of its own, the parameter of its body; what a
/// generator's body would wait for, a task can wait for and send to a ``Channel``.
///
/// Each method that waits throws `CancellationError` when the task is cancelled, at once or while it
/// waits: see ``ScheduledTask/cancel()``.
public struct TaskContext: ~Escapable {
  @usableFromInline let turn: Generator<Void>.Yield
  @usableFromInline let link: TaskLink

  @_lifetime(copy turn)
  init(_ turn: Generator<Void>.Yield, _ link: TaskLink) {
    self.turn = turn
    self.link = link
  }

  /// The task, counted: not to be held in a variable across a wait, for less to be counted.
  var core: TaskCore { link.core }

  /// Suspends the task until something wakes it, which has been arranged for.
  ///
  /// Inlined, and so what calls it should be: a function that returns after a switch of stacks returns
  /// to a place that the processor has predicted for another.
  ///
  /// - Throws: what the task was interrupted with.
  @inlinable @inline(__always)
  func suspend(_ wait: Wait) throws {
    link.beginWait(wait)
    try turn()
    try link.endWait()
  }

  /// The task that runs: this one.
  public var current: AnyScheduledTask { AnyScheduledTask(core) }

  /// All tasks of the scheduler that are not done, in the order in which they were spawned.
  public var tasks: [AnyScheduledTask] { core.scheduler.all }

  /// The time on the scheduler's clock.
  public var now: SchedulerInstant { core.scheduler.now }
}

extension TaskContext {
  /// Gives way: all other tasks that are ready have their turn before this one goes on.
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
  /// A long computation that never waits should give way now and then, or it holds up all others.
  ///
  /// - Throws: `CancellationError`, if the task is cancelled; what else it is interrupted with.
  /// - Complexity: O(1), one resumption, without an allocation.
  @inlinable @inline(__always)
  public func yield() throws {
    try link.checkpoint()
    link.giveWay()
    try turn()
    try link.checkpoint()
  }
}
