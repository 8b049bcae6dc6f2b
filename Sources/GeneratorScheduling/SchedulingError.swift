/// An error of a scheduler, or of a wait of one of its tasks.
public enum SchedulingError: Error, Sendable, CustomStringConvertible {
  /// All tasks wait, and nothing can wake any of them.
  ///
  /// Thrown by ``Scheduler/run()``, which has cancelled the tasks. A deadlock is often the consequence of an
  /// earlier error in a task that the others wait for. So this error also carries the failed tasks: `failed`
  /// holds the first hundred tasks that failed, before the deadlock or during the cancellation, and that no task
  /// joined, in the order of their failures. Their errors don't go to `UnraisableError.hook`.
  case deadlock([WaitingTask], failed: [FailedTask] = [])

  /// Tasks failed, and no task joined them: the first hundred of them, and the total count.
  ///
  /// Thrown by ``Scheduler/run()`` when all tasks are done.
  case unjoined([FailedTask], count: Int)

  /// The time of a ``TaskContext/withTimeout(_:_:)`` has passed.
  case timedOut(after: Duration)

  /// A value was sent to a channel that was closed.
  case channelClosed(String)

  /// The descriptor with this number was closed before or while a task waited for it.
  case descriptorClosed(Int32)

  /// A task joined itself, which would wait permanently.
  case joinedItself(TaskIdentity)

  /// A task was used in another scheduler, for example joined there.
  case foreignTask(TaskIdentity)

  /// The task awaits an operation that needs the main actor, but the main actor is blocked until the
  /// scheduler's run ends.
  ///
  /// The scheduler runs on the main actor, and blocks it until its tasks are done: see
  /// ``TaskContext/await(priority:_:)``.
  case mainActorIsBlocked(TaskIdentity)

  /// The scheduler has finished, and runs no more tasks.
  case finished

  /// The scheduler is running on a different thread from its caller.
  case wrongThread

  /// A task of the scheduler called one of the scheduler's `run` methods.
  case alreadyRunning

  /// One line for the error, and one line for each task that it names.
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
          ? "a task failed and was not joined" : "\(count) tasks failed and were not joined",
        tasks.map { "\($0)" } + (count > tasks.count ? ["and \(count - tasks.count) more"] : []))
    case .timedOut(let duration): "timed out after \(duration)"
    case .channelClosed(let channel): "send on a closed channel: \(channel)"
    case .descriptorClosed(let number): "descriptor \(number) was closed while a task waited for it"
    case .joinedItself(let task): "\(task) can't join itself"
    case .foreignTask(let task): "\(task) is a task of another scheduler"
    case .mainActorIsBlocked(let task):
      "\(task) awaits an operation of the main actor, which is blocked while the scheduler runs on "
        + "the main thread: run the scheduler on another thread, with RemoteScheduler.start()"
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
