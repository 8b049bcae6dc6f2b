public import Generators

/// Runs tasks, thousands of them, in turn on one thread.
///
/// A task is a closure with a stack of its own. It keeps its turn until it waits, for a time, for
/// another task or for the world, and its code reads as if it were alone:
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
/// Tasks that are ready have their turns round robin, in the order in which they became ready. Nothing
/// is left to chance: where time is ``SchedulerClock/virtual`` and nothing comes from outside, a program
/// does the same in the same order on every run.
///
/// A scheduler and all that belongs to it, its tasks, channels and semaphores, are used by one thread at a
/// time. It is not `Sendable`, which the compiler checks; who gets around that meets
/// ``SchedulingError/wrongThread``. What may come from other threads goes through a ``RemoteScheduler``.
///
/// When the last reference to it goes, the tasks that are not done are ended: each is resumed with
/// `CancellationError`, so that its `defer` blocks run. A task's body should use its ``TaskContext``
/// and not capture the scheduler, which it would keep.
public final class Scheduler {
  let core: SchedulerCore

  /// Makes a scheduler without tasks.
  ///
  /// - Parameter clock: what it takes the time from.
  public init(clock: SchedulerClock = .continuous) { core = SchedulerCore(clock: clock) }

  deinit { end() }

  private func end() {
    core.close()
    core.reportUnjoined()
  }

  /// Makes a task, which has its first turn after those that are ready.
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
  /// A task that joins this one gets the result or the error of the body. When all tasks are done,
  /// ``run()`` throws an error that no task has joined. Other tasks are not told: where one waits
  /// for what this one should do, ``TaskContext/withTaskGroup(of:fileID:line:_:)`` ends the wait
  /// when this one fails.
  ///
  /// - Parameters:
  ///   - name: what messages call it.
  ///   - stackSize: the least number of bytes of stack for the body and what it calls, as a
  ///     generator's: reserved, and taken as it is touched. The default, 262,144 and in a debug build 1,048,576,
  ///     is too small for a body that decodes foreign input: Foundation's `JSONDecoder` takes 3.4 KB in a debug
  ///     build for each level that the input nests, 1.7 MB for the 512 levels that it accepts. Give such a body
  ///     4,194,304 or more, or put `withStack(ofAtLeast:)` of module Generators around the decoding.
  ///   - fileID: the file to name in messages.
  ///   - line: the line to name in messages.
  ///   - body: what the task does.
  /// - Returns: the task.
  /// - Throws: ``SchedulingError/finished`` when the scheduler has run to its end;
  ///   ``SchedulingError/wrongThread``.
  /// - Precondition: `stackSize` is positive.
  /// - Complexity: O(1), five allocations; the first turn takes a stack from a pool.
  @discardableResult
  public func spawn<Value>(
    name: String? = nil, stackSize: Int = defaultStackSize, fileID: StaticString = #fileID,
    line: UInt = #line, _ body: @escaping (TaskContext) throws -> Value
  ) throws -> ScheduledTask<Value> {
    let origin = GeneratorOrigin(fileID: fileID, line: line)
    return ScheduledTask(try core.add(name: name, stackSize: stackSize, origin: origin, body))
  }

  /// Runs until all tasks are done.
  ///
  /// Control goes to the tasks, in turn, and comes back when the last is done. The thread sleeps in the
  /// system while all of them wait.
  ///
  /// `async` code can't call it, since it blocks its thread, and Swift has few threads for all
  /// `async` code: ``RemoteScheduler/start(name:clock:fileID:line:)`` makes a scheduler on a thread
  /// of its own, whose tasks `async` code awaits. The compiler does not refuse a call from a
  /// function that isn't `async`, even where `async` code calls that function. On the main thread
  /// the main actor stands still until this returns: see ``TaskContext/await(priority:_:)``.
  ///
  /// - Throws: ``SchedulingError/unjoined(_:count:)`` if tasks have failed that nobody has joined;
  ///   ``SchedulingError/deadlock(_:failed:)`` when all tasks wait and nothing can wake them,
  ///   whereupon they are cancelled and the scheduler has finished; the error names the tasks that
  ///   failed before; ``SchedulingError/alreadyRunning`` in a task; ``SchedulingError/finished``
  ///   the second time; `Errno` if tasks wait for descriptors, and the system can't.
  @available(
    *, noasync,
    message: "it blocks the thread; await a task of RemoteScheduler.start() instead"
  )
  public func run() throws {
    try complete { _ = try core.run(until: nil) || deadlock() }
  }

  /// Runs a task and those that it spawns until it is done, and gives its value.
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
  /// The tasks that are not done when it is are cancelled. Then the scheduler has finished.
  ///
  /// As ``run()``, it blocks its thread, and `async` code can't call it.
  ///
  /// - Parameters:
  ///   - name: what messages call it.
  ///   - stackSize: as for ``spawn(name:stackSize:fileID:line:_:)``.
  ///   - fileID: the file to name in messages.
  ///   - line: the line to name in messages.
  ///   - body: what the task does.
  /// - Returns: what the body returns.
  /// - Throws: what the body throws, whereupon errors of other tasks go to `UnraisableError.hook`,
  ///   unless it is ended by a deadlock, whose error carries them; otherwise as ``run()``.
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

  /// Runs until all tasks are done, or a time has come.
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
  /// What is due at that time is not done any more. It can be run again, to a later time or to the end.
  ///
  /// Tasks that wait for what can't come are no error here, since more may be spawned: it returns at once,
  /// and a virtual clock then stands at the time.
  ///
  /// It may block its thread until the time. `async` code may call it nevertheless, to let a
  /// simulation go on step by step; with a real clock, the times should be near.
  ///
  /// - Parameter limit: when to return; in the past: at once.
  /// - Returns: whether all tasks are done.
  /// - Throws: ``SchedulingError/alreadyRunning``, ``SchedulingError/finished`` and `Errno`, as
  ///   ``run()``.
  @discardableResult
  public func run(until limit: SchedulerInstant) throws -> Bool {
    _ = try core.run(until: limit)
    return core.tasks.isEmpty
  }

  /// Lets the next task have its turn, and waits for it if none is ready.
  ///
  /// ```swift
  /// let scheduler = Scheduler()
  /// for n in 1...2 { try scheduler.spawn { task in print("turn of", n) } }
  /// while try scheduler.runOne() { print(scheduler.tasks.count, "left") }
  /// // prints "turn of 1", "1 left", "turn of 2"
  /// ```
  ///
  /// - Returns: whether there are tasks that are not done.
  /// - Throws: as ``run()``, but what nobody has joined.
  @discardableResult
  public func runOne() throws -> Bool {
    if try !core.runOne() { try deadlock() }
    return !core.tasks.isEmpty
  }

  /// All tasks that are not done, in the order in which they were spawned.
  public var tasks: [AnyScheduledTask] { core.all }

  /// The time on its clock.
  public var now: SchedulerInstant { core.now }

  /// Does the last run, and ends what is left after it.
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
    // The failures are the likely cause. They include errors that came out when the tasks ended,
    // such as one that a group held back until its tasks were done.
    throw SchedulingError.deadlock(waiting, failed: core.takeFailed())
  }
}
