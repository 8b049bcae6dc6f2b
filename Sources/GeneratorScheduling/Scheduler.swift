public import Generators

/// A scheduler that runs any number of tasks in turn on one thread.
///
/// A task is a closure with its own stack. It keeps its turn until it waits for a time, another task or an
/// outside event, so its code reads as if it were alone:
///
/// ```swift
/// let scheduler = Scheduler()
/// let numbers = Channel<Int>()
/// try scheduler.spawn(name: "producer") { task in
///   for n in 1...3 { try task.send(n, to: numbers) }
///   numbers.close()
/// }
/// try scheduler.spawn(name: "consumer") { task in
///   while let n = try task.receive(from: numbers) { print(n) }
/// }
/// try scheduler.run()  // prints 1, 2, 3
/// ```
///
/// Ready tasks get their turns round robin, in the order in which they became ready. Nothing is random: with
/// a ``SchedulerClock/virtual`` clock and no outside events, a program does the same in the same order on
/// every run.
///
/// A scheduler and everything that belongs to it, such as its tasks, channels and semaphores, is used by one
/// thread at a time. `Scheduler` isn't `Sendable`, so the compiler rejects sharing it across threads. If you
/// bypass the check, its methods throw ``SchedulingError/wrongThread``, and ``ScheduledTask/cancel()`` traps.
/// Other threads use a ``RemoteScheduler``.
///
/// When the last reference to the scheduler is released, it ends its remaining tasks: it resumes each with
/// `CancellationError`, so that its `defer` blocks run. A task's body should use its ``TaskContext`` instead
/// of capturing the scheduler, because the capture would keep the scheduler alive.
public final class Scheduler {
  let core: SchedulerCore

  /// Creates a scheduler without tasks.
  ///
  /// - Parameter clock: The clock of the scheduler.
  public init(clock: SchedulerClock = .continuous) { core = SchedulerCore(clock: clock) }

  deinit { end() }

  private func end() {
    core.close()
    core.reportUnjoined()
  }

  /// Spawns a task.
  ///
  /// It gets its first turn after the tasks that are ready.
  ///
  /// ```swift
  /// let scheduler = Scheduler()
  /// let answer = try scheduler.spawn(name: "answer") { task in
  ///   try task.sleep(for: .milliseconds(1))
  ///   return 42
  /// }
  /// try scheduler.run()
  /// print(try answer.result!.get())  // 42
  /// ```
  ///
  /// A task that joins this one receives the result or the error of the body. ``run()`` throws the errors
  /// that no task has joined, when all tasks are done. A failure doesn't interrupt other tasks: if a task
  /// waits for something that this one should do, spawn both in a
  /// ``TaskContext/withTaskGroup(of:fileID:line:_:)``, which ends the wait when this one fails.
  ///
  /// - Parameters:
  ///   - name: A name for messages.
  ///   - stackSize: The minimum stack size, in bytes. See [Stack size](doc:Tasks#Stack-size).
  ///   - fileID: The file shown in messages.
  ///   - line: The line shown in messages.
  ///   - body: The closure that the task runs.
  /// - Returns: The task.
  /// - Throws: ``SchedulingError/finished`` if the scheduler has finished; ``SchedulingError/wrongThread``.
  /// - Precondition: `stackSize` is positive.
  /// - Complexity: O(1) and five allocations; the first turn takes a stack from a pool.
  @discardableResult
  public func spawn<Value>(
    name: String? = nil, stackSize: Int = defaultStackSize, fileID: StaticString = #fileID,
    line: UInt = #line, _ body: @escaping (TaskContext) throws -> Value
  ) throws -> ScheduledTask<Value> {
    let origin = GeneratorOrigin(fileID: fileID, line: line)
    return ScheduledTask(try core.add(name: name, stackSize: stackSize, origin: origin, body))
  }

  /// Runs the tasks until all are done.
  ///
  /// Returns when the last task is done. While all tasks wait, the thread sleeps in the system.
  ///
  /// This blocks its thread, so it is unavailable in `async` code, for which Swift has only few threads.
  /// ``RemoteScheduler/start(name:clock:fileID:line:)`` creates a scheduler on its own thread, whose tasks
  /// `async` code can await. The compiler doesn't reject a call from a function that isn't `async`, even if
  /// `async` code calls that function. On the main thread, the main actor is blocked until this returns: see
  /// ``TaskContext/await(priority:_:)``.
  ///
  /// - Throws: ``SchedulingError/unjoined(_:count:)`` if tasks failed and no task joined them;
  ///   ``SchedulingError/deadlock(_:failed:)`` if all tasks wait and nothing can wake them: the scheduler
  ///   then cancels them and has finished, and the error names the tasks that failed before;
  ///   ``SchedulingError/alreadyRunning`` if a task calls it; ``SchedulingError/wrongThread``;
  ///   ``SchedulingError/finished`` the second time; `Errno` if the system can't wait for the tasks' descriptors.
  @available(
    *, noasync,
    message: "it blocks the thread; await a task of RemoteScheduler.start() instead"
  )
  public func run() throws {
    try complete { _ = try core.run(until: nil) || deadlock() }
  }

  /// Runs a task, and the tasks that it spawns, until the first is done, and returns its value.
  ///
  /// ```swift
  /// let total = try Scheduler().run { task in
  ///   let halves = try [1...50, 51...100].map { half in
  ///     try task.spawn { _ in half.reduce(0, +) }
  ///   }
  ///   return try halves.reduce(0) { try $0 + task.join($1) }
  /// }
  /// print(total)  // 5050
  /// ```
  ///
  /// It then cancels the tasks that aren't done, and the scheduler has finished.
  ///
  /// Like ``run()``, this blocks its thread, and is unavailable in `async` code.
  ///
  /// - Parameters:
  ///   - name: A name for messages.
  ///   - stackSize: The minimum stack size, in bytes. See [Stack size](doc:Tasks#Stack-size).
  ///   - fileID: The file shown in messages.
  ///   - line: The line shown in messages.
  ///   - body: The closure that the task runs.
  /// - Returns: The value that the body returns.
  /// - Throws: The error that the body throws; the errors of other tasks then go to `UnraisableError.hook`,
  ///   unless the error is a deadlock, which carries them; otherwise as ``run()``.
  /// - Precondition: `stackSize` is positive.
  @available(
    *, noasync,
    message: "it blocks the thread; await a task of RemoteScheduler.start() instead"
  )
  @discardableResult
  public func run<Value>(
    name: String? = nil, stackSize: Int = defaultStackSize, fileID: StaticString = #fileID,
    line: UInt = #line, _ body: @escaping (TaskContext) throws -> Value
  ) throws -> Value {
    try core.ensureIdle()
    let task = try spawn(name: name, stackSize: stackSize, fileID: fileID, line: line, body)
    try complete {
      _ = try core.run(until: nil, isEnough: { task.core.phase == .done }) || deadlock()
      core.wasJoined(task.core)
      if case .failure(let error)? = task.core.result { throw error }
    }
    return try task.core.result!.get()
  }

  /// Runs the tasks until all are done, or a time has come.
  ///
  /// ```swift
  /// let scheduler = Scheduler(clock: .virtual)
  /// try scheduler.spawn { task in
  ///   while true {
  ///     print("at", task.now)
  ///     try task.sleep(for: .seconds(1))
  ///   }
  /// }
  /// try scheduler.run(until: .start + .seconds(2))  // prints "at 0.0 seconds", "at 1.0 seconds"
  /// ```
  ///
  /// Events that are due at exactly that time don't happen yet. The scheduler can run again, to a later time
  /// or to the end.
  ///
  /// Tasks that wait for something that can't happen are no error here, since more tasks may be spawned
  /// later: this returns at once, and a virtual clock then shows that time.
  ///
  /// This may block its thread until the time has come. `async` code may call it nevertheless, to run a
  /// simulation step by step; with a real clock, keep the times near.
  ///
  /// - Parameter limit: The time at which to return; if it has passed, this returns at once.
  /// - Returns: Whether all tasks are done.
  /// - Throws: ``SchedulingError/alreadyRunning``, ``SchedulingError/wrongThread``,
  ///   ``SchedulingError/finished`` and `Errno`, as ``run()``.
  @discardableResult
  public func run(until limit: SchedulerInstant) throws -> Bool {
    _ = try core.run(until: limit)
    return core.tasks.isEmpty
  }

  /// Waits until a task is ready, and gives it its turn.
  ///
  /// ```swift
  /// let scheduler = Scheduler()
  /// for n in 1...2 { try scheduler.spawn { task in print("turn of", n) } }
  /// while try scheduler.runOne() { print(scheduler.tasks.count, "left") }
  /// // prints "turn of 1", "1 left", "turn of 2"
  /// ```
  ///
  /// - Returns: Whether there are tasks that aren't done.
  /// - Throws: As ``run()``, except for unjoined failures.
  @discardableResult
  public func runOne() throws -> Bool {
    if try !core.runOne() { try deadlock() }
    return !core.tasks.isEmpty
  }

  /// All tasks that aren't done, in the order in which they were spawned.
  public var tasks: [AnyScheduledTask] { core.all }

  /// The current time on the scheduler's clock.
  public var now: SchedulerInstant { core.now }

  /// Performs the last run, and ends the remaining tasks after it.
  private func complete(_ run: () throws -> Void) throws {
    try core.ensureIdle()
    core.runsToTheEnd = true
    do {
      try run()
    } catch {
      end()
      throw error
    }
    core.close()
    if let error = core.takeUnjoined() { throw error }
  }

  @discardableResult
  private func deadlock() throws -> Bool {
    let waiting = core.waiting
    core.close()
    // The failures are the likely cause. They include errors that were thrown while the tasks ended, such as
    // one that a group held back until its tasks were done.
    throw SchedulingError.deadlock(waiting, failed: core.takeFailed())
  }
}
