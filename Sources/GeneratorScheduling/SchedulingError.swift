/// What a scheduler, or a wait of one of its tasks, says that went wrong.
public enum SchedulingError: Error, Sendable, CustomStringConvertible {
  /// All tasks wait, and nothing can wake any of them.
  ///
  /// Thrown by ``Scheduler/run()``, which has cancelled them. A deadlock is often the consequence
  /// of an error in a task that the others wait for, so that the error carries those too: `failed`
  /// are the first hundred tasks that failed and that no task joined, those before the deadlock
  /// first. Their errors don't go to `UnraisableError.hook`.
  case deadlock([WaitingTask], failed: [FailedTask] = [])

  /// Tasks have failed that nobody has joined: the first hundred, and how many there were.
  ///
  /// Thrown by ``Scheduler/run()`` when all tasks are done.
  case unjoined([FailedTask], count: Int)

  /// The time of a ``TaskContext/withTimeout(_:_:)`` has passed.
  case timedOut(after: Duration)

  /// A value was sent to a channel that was closed.
  case channelClosed(String)

  /// The descriptor of this number was closed while a task waited for it, or before.
  case descriptorClosed(Int32)

  /// A task has joined itself, which could never end.
  case joinedItself(TaskIdentity)

  /// A task of another scheduler was joined.
  case foreignTask(TaskIdentity)

  /// The task awaited an operation that needs the main actor, for which the scheduler's own run would have to end.
  ///
  /// The scheduler runs on the main actor, and blocks it until its tasks are done: see
  /// ``TaskContext/await(priority:_:)``.
  case mainActorIsBlocked(TaskIdentity)

  /// The scheduler has run to its end, and runs no task any more.
  case finished

  /// The scheduler runs on another thread than the one that has called it.
  case wrongThread

  /// The scheduler was told to run by one of its own tasks.
  case alreadyRunning

  /// One line for the error, and one for each task that it names.
  public var description: String {
    switch self {
    case .deadlock(let tasks, let failed):
      lines(
        "deadlock: \(tasks.count == 1 ? "the only task waits" : "all \(tasks.count) tasks wait")"
          + ", and nothing can wake \(tasks.count == 1 ? "it" : "them")", tasks,
        failed.isEmpty
          ? []
          : [
            failed.count == 1
              ? "a task that was not joined failed" : "tasks that were not joined failed"
          ],
        failed)
    case .unjoined(let tasks, let count):
      lines(
        count == 1
          ? "a task failed that nobody joined" : "\(count) tasks failed that nobody joined",
        tasks.map { "\($0)" } + (count > tasks.count ? ["and \(count - tasks.count) more"] : []))
    case .timedOut(let duration): "timed out after \(duration)"
    case .channelClosed(let channel): "send on a closed channel: \(channel)"
    case .descriptorClosed(let number): "descriptor \(number) was closed while a task waited for it"
    case .joinedItself(let task): "\(task) can't join itself"
    case .foreignTask(let task): "\(task) is a task of another scheduler"
    case .mainActorIsBlocked(let task):
      "\(task) awaits an operation of the main actor, which stands still while the scheduler runs on "
        + "the main thread: run the scheduler on another thread, by RemoteScheduler.start()"
    case .finished: "the scheduler has finished: it runs no more tasks"
    case .wrongThread: "the scheduler is running on another thread than the one that called it"
    case .alreadyRunning: "scheduler already running"
    }
  }

  private func lines(
    _ first: String, _ rest: [some CustomStringConvertible], _ second: [String] = [],
    _ more: [FailedTask] = []
  ) -> String {
    ([first] + rest.map { "  \($0)" } + second + more.map { "  \($0)" }).joined(separator: "\n")
  }
}
