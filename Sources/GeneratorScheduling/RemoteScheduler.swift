import GeneratorPlatform
public import Generators
import SystemPackage

/// A handle through which `async` code and other threads reach a scheduler.
///
/// A scheduler, its tasks and its channels belong to one thread. A `RemoteScheduler` is `Sendable`: any
/// number of threads can use it at once, and it runs their tasks on the scheduler's thread:
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
/// ``start(name:clock:fileID:line:)`` creates a scheduler on a thread of its own, which suits most `async`
/// code. ``Scheduler/run()`` is unavailable in `async` code, because it blocks its thread until all tasks are
/// done: it would hold one of the few threads that all `async` code shares, and as many blocked schedulers as
/// there are cores would stop the whole program. To reach a scheduler that runs on a thread of your own, use
/// ``Scheduler/remote()`` and ``TaskContext/serveRemotes()``. A ``RemoteChannel`` carries values to and from
/// the scheduler's tasks.
///
/// While a `RemoteScheduler` is alive, a new task may arrive through it. So the scheduler never reports a
/// deadlock until the last one is released.
///
/// In Python: asyncio's `run_coroutine_threadsafe`, and `trio.from_thread`.
public final class RemoteScheduler: Sendable {
  private let inbox: Inbox

  init(_ inbox: Inbox) {
    self.inbox = inbox
    inbox.addRemote()
  }

  deinit { inbox.removeRemote() }

  /// Performs an action on the scheduler's thread, unless the scheduler has finished.
  func post(_ action: @escaping Inbox.Action) { inbox.post(action) }

  /// Returns whether this handle reaches a scheduler.
  ///
  /// Called on that scheduler's thread.
  func isOf(_ scheduler: SchedulerCore) -> Bool { scheduler.bridge?.inbox === inbox }

  /// Makes the scheduler release a channel when its last `RemoteChannel` is gone.
  func forgetChannel(_ id: ObjectIdentifier) { post { $0.bridge?.forget(id) } }

  /// Starts a thread with a scheduler on it, for `async` code to run tasks on.
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
  /// The thread sleeps while there is nothing to do. The thread and its scheduler end when the last reference
  /// to the returned handle is released and the tasks are done.
  ///
  /// To get a task's error, await the task by ``run(name:stackSize:fileID:line:_:)``, or spawn it in a group.
  /// The error of a failed task that no task joins goes to `UnraisableError.hook`. That happens as soon as
  /// all tasks wait and no ``ScheduledTask`` refers to the failed one, and at the latest when the thread
  /// ends. A deadlock goes there when the thread ends.
  ///
  /// - Parameters:
  ///   - name: The thread's name in a debugger; Linux shows its first 15 bytes.
  ///   - clock: The clock of the scheduler.
  ///   - fileID: The file shown in messages.
  ///   - line: The line shown in messages.
  /// - Returns: A handle to the scheduler, which is running.
  /// - Throws: `Errno` if the system can't create another thread.
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
        // Needed even if the thread only resumes generators that another thread has started.
        GeneratorStacks.prepareThread()
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
  /// The task gets its first turn after the tasks that are ready. While it runs or waits, no thread of
  /// Swift's is blocked. What its body captures and what it returns must be `Sendable`.
  ///
  /// When the awaiting Swift task is cancelled, the scheduler's task is cancelled as by
  /// ``ScheduledTask/cancel()``, and this awaits its end. A task that hasn't been created yet is never
  /// created.
  ///
  /// - Parameters:
  ///   - name: A name for messages.
  ///   - stackSize: The minimum stack size, in bytes. See [Stack size](doc:Tasks#Stack-size).
  ///   - fileID: The file shown in messages.
  ///   - line: The line shown in messages.
  ///   - body: The closure that the task runs.
  /// - Returns: The value that the body returns.
  /// - Throws: The error that the body throws; `CancellationError` if the task was cancelled before its first
  ///   turn; ``SchedulingError/finished`` if the scheduler has finished, or finishes before the task is done.
  /// - Precondition: `stackSize` is positive.
  /// - Complexity: O(1); the scheduler's thread is woken once for everything that arrives before it looks.
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

  /// Spawns a task on the scheduler's thread, without waiting for it.
  ///
  /// ```swift
  /// let remote = try RemoteScheduler.start()
  /// try remote.spawn { task in
  ///   try task.sleep(for: .seconds(1))
  ///   print("a second later")
  /// }
  /// ```
  ///
  /// For threads that don't run `async` code. Tasks that one thread spawns get their first turns in the order
  /// of its calls. No task can join them: an error that leaves the body goes to `UnraisableError.hook` at
  /// once. If the scheduler finishes before it has created the task, the body never runs.
  ///
  /// - Parameters:
  ///   - name: A name for messages.
  ///   - stackSize: The minimum stack size, in bytes. See [Stack size](doc:Tasks#Stack-size).
  ///   - fileID: The file shown in messages.
  ///   - line: The line shown in messages.
  ///   - body: The closure that the task runs.
  /// - Throws: ``SchedulingError/finished`` if the scheduler has finished.
  /// - Precondition: `stackSize` is positive.
  /// - Complexity: O(1); the scheduler's thread is woken once for everything that arrives before it looks.
  public func spawn(
    name: String? = nil, stackSize: Int = defaultStackSize, fileID: StaticString = #fileID,
    line: UInt = #line, _ body: @escaping @Sendable (TaskContext) throws -> Void
  ) throws {
    let origin = GeneratorOrigin(fileID: fileID, line: line)
    let isPosted = inbox.post { scheduler in
      // This fails if the scheduler has finished.
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
