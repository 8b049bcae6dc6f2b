import GeneratorPlatform
public import Generators
import SystemPackage

/// A scheduler as `async` code and other threads reach it.
///
/// All else that belongs to a scheduler is used by one thread at a time. This may be used by all at
/// once, and runs tasks on the scheduler's thread:
///
/// ```swift
/// let remote = try RemoteScheduler.start(name: "tasks")
/// let sum = try await remote.run { task in
///   let halves = try [1...50, 51...100].map { half in
///     try task.spawn { _ in half.reduce(0, +) }
///   }
///   return try halves.reduce(0) { try $0 + task.join($1) }
/// }
/// print(sum)  // 5050
/// ```
///
/// ``start(name:clock:fileID:line:)`` makes a thread for a scheduler of its own, which is what
/// `async` code mostly wants. ``Scheduler/run()`` blocks the thread that it is called on until all
/// tasks are done, so that `async` code can't call it. It would take one of the few threads that all
/// `async` code shares, and with as many schedulers as there are cores nothing would go on any more.
/// To reach a scheduler that runs on a thread you have there are ``Scheduler/remote()`` and
/// ``TaskContext/serveRemotes()``. A ``RemoteChannel`` carries values to and from its tasks.
///
/// While one of these is alive something may come through it, and the scheduler is not deadlocked,
/// whatever its tasks wait for. When the last has gone it may be.
///
/// asyncio calls it `run_coroutine_threadsafe`, trio `trio.from_thread`.
public final class RemoteScheduler: Sendable {
  private let inbox: Inbox

  init(_ inbox: Inbox) {
    self.inbox = inbox
    inbox.addRemote()
  }

  deinit { inbox.removeRemote() }

  /// Performs an action on the scheduler's thread; does nothing when the scheduler has finished.
  func post(_ action: @escaping Inbox.Action) { inbox.post(action) }

  /// Returns whether it reaches a scheduler; called on that scheduler's thread.
  func isOf(_ scheduler: SchedulerCore) -> Bool { scheduler.bridge?.inbox === inbox }

  /// Makes the scheduler release a channel that no `RemoteChannel` reaches any more.
  func forgetChannel(_ id: ObjectIdentifier) { post { $0.bridge?.forget(id) } }

  /// Makes a thread with a scheduler on it, for `async` code to run tasks on.
  ///
  /// ```swift
  /// let remote = try RemoteScheduler.start(name: "mail")
  /// let now = try await remote.run { task in
  ///   try task.sleep(for: .milliseconds(1))
  ///   return task.now
  /// }
  /// print(now > .start)  // true
  /// ```
  ///
  /// The thread sleeps while there is nothing to do. It ends, and with it the scheduler, when the last
  /// reference to what is returned has gone and the tasks that have come are done.
  ///
  /// The error of a task that has failed goes to `UnraisableError.hook` if no task has joined it: when all tasks
  /// wait and no ``ScheduledTask`` refers to the failed one any more, and at the latest when the thread ends. So
  /// does a deadlock, when the thread ends. Await a task by ``run(name:stackSize:fileID:line:_:)``, or put it into
  /// a group, to get its error.
  ///
  /// - Parameters:
  ///   - name: what a debugger calls the thread: on Linux its first 15 bytes.
  ///   - clock: what the scheduler takes the time from.
  ///   - fileID: the file to name in messages.
  ///   - line: the line to name in messages.
  /// - Returns: the scheduler, which runs.
  /// - Throws: `Errno` where the system has no more threads.
  public static func start(
    name: String = "scheduler", clock: SchedulerClock = .continuous,
    fileID: StaticString = #fileID, line: UInt = #line
  ) throws -> RemoteScheduler {
    @Sendable func report(_ failed: FailedTask) {
      UnraisableError.hook(UnraisableError(error: failed.error, origin: failed.task.origin))
    }
    let origin = GeneratorOrigin(fileID: fileID, line: line)
    let scheduler = Scheduler(clock: clock)
    scheduler.core.reportsUnjoinableAtRest = true
    let remote = try scheduler.remote()
    try scheduler.spawn(name: name, fileID: fileID, line: line) { try $0.serveRemotes() }
    do throws(SystemError) {
      try SystemThread.start(name: name) {
        GeneratorStacks.prepareThread()  // it may only resume what another thread has started
        do {
          try scheduler.run()
        } catch SchedulingError.unjoined(let tasks, _) {
          for failed in tasks { report(failed) }
        } catch SchedulingError.deadlock(let waiting, let failed) {
          for failed in failed { report(failed) }
          UnraisableError.hook(
            UnraisableError(error: SchedulingError.deadlock(waiting), origin: origin))
        } catch {
          UnraisableError.hook(UnraisableError(error: error, origin: origin))
        }
      }.detach()
    } catch {
      throw Errno(rawValue: error.code)
    }
    return remote
  }

  /// Runs a task on the scheduler's thread, and awaits its value.
  ///
  /// ```swift
  /// let remote = try RemoteScheduler.start()
  /// async let first = remote.run { task in
  ///   try task.sleep(for: .milliseconds(1))
  ///   return "first"
  /// }
  /// async let second = remote.run { _ in "second" }
  /// print(try await first, try await second)  // first second
  /// ```
  ///
  /// The task has its first turn after those that are ready. While it waits or runs, no thread of
  /// Swift's is blocked. What it needs goes there, and its value comes back, as what is `Sendable`.
  ///
  /// When the Swift task that awaits it is cancelled, the task is cancelled as by
  /// ``ScheduledTask/cancel()``, and its end awaited. One that was not made yet never is.
  ///
  /// - Parameters:
  ///   - name: what messages call it.
  ///   - stackSize: the least number of bytes of stack for the body and what it calls, as for
  ///     ``Scheduler/spawn(name:stackSize:fileID:line:_:)``: a body that decodes foreign input needs more than
  ///     the default.
  ///   - fileID: the file to name in messages.
  ///   - line: the line to name in messages.
  ///   - body: what the task does.
  /// - Returns: what the body returns.
  /// - Throws: what the body throws; `CancellationError`, if it was cancelled before it has run;
  ///   ``SchedulingError/finished`` when the scheduler has finished, or finishes before the task is
  ///   done.
  /// - Precondition: `stackSize` is positive.
  /// - Complexity: O(1); the scheduler is woken once for all that comes while it is not looking.
  @discardableResult
  public func run<Value: Sendable>(
    name: String? = nil, stackSize: Int = defaultStackSize, fileID: StaticString = #fileID,
    line: UInt = #line, _ body: @escaping @Sendable (TaskContext) throws -> Value
  ) async throws -> Value {
    let origin = GeneratorOrigin(fileID: fileID, line: line)
    let request = RemoteRequest<Value>()
    defer { request.acquire() }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        guard request.begin(continuation) else { return }
        let isPosted = inbox.post { scheduler in
          request.start(name: name, stackSize: stackSize, origin: origin, in: scheduler, body)
        }
        if !isPosted { request.end(.failure(SchedulingError.finished)) }
      }
    } onCancel: {
      guard let task = request.cancel() else { return }
      inbox.post { $0.tasks[task]?.cancel() }
    }
  }

  /// Has the scheduler make a task, and does not wait for it.
  ///
  /// ```swift
  /// let remote = try RemoteScheduler.start()
  /// try remote.spawn { task in
  ///   try task.sleep(for: .seconds(1))
  ///   print("a second later")
  /// }
  /// ```
  ///
  /// For threads that are not `async`. Tasks that one thread spawns have their first turns in its order.
  /// Nobody can join the task: an error that leaves it goes to `UnraisableError.hook` when it does.
  /// When the scheduler finishes before it has made the task, the body never runs.
  ///
  /// - Parameters:
  ///   - name: what messages call it.
  ///   - stackSize: the least number of bytes of stack for the body and what it calls, as for
  ///     ``Scheduler/spawn(name:stackSize:fileID:line:_:)``: a body that decodes foreign input needs more than
  ///     the default.
  ///   - fileID: the file to name in messages.
  ///   - line: the line to name in messages.
  ///   - body: what the task does.
  /// - Throws: ``SchedulingError/finished`` when the scheduler has finished.
  /// - Precondition: `stackSize` is positive.
  /// - Complexity: O(1); the scheduler is woken once for all that comes while it is not looking.
  public func spawn(
    name: String? = nil, stackSize: Int = defaultStackSize, fileID: StaticString = #fileID,
    line: UInt = #line, _ body: @escaping @Sendable (TaskContext) throws -> Void
  ) throws {
    let origin = GeneratorOrigin(fileID: fileID, line: line)
    let isPosted = inbox.post { scheduler in
      // It fails where the scheduler has finished.
      guard
        let task = try? scheduler.add(name: name, stackSize: stackSize, origin: origin, body)
      else { return }
      scheduler.whenDone(task) {
        guard let error = task.failure else { return }
        scheduler.wasJoined(task)
        UnraisableError.hook(UnraisableError(error: error, origin: origin))
      }
    }
    if !isPosted { throw SchedulingError.finished }
  }
}
