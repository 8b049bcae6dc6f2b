@testable import GeneratorScheduling
import Generators
import TestSupport
import Testing

@Suite struct SchedulingErrorTests {
  private static let task = TaskIdentity(
    id: 3, name: "reader", origin: GeneratorOrigin(fileID: "M/F.swift", line: 12))

  static let descriptions: [(SchedulingError, String)] = [
    (.timedOut(after: .milliseconds(1500)), "timed out after 1.5 seconds"),
    (.channelClosed("channel \"jobs\""), "send on a closed channel: channel \"jobs\""),
    (.descriptorClosed(7), "descriptor 7 was closed while a task waited for it"),
    (.joinedItself(task), "task 3 \"reader\", spawned at M/F.swift:12 can't join itself"),
    (
      .foreignTask(task),
      "task 3 \"reader\", spawned at M/F.swift:12 is a task of another scheduler"
    ),
    (.finished, "the scheduler has finished: it runs no more tasks"),
    (.wrongThread, "the scheduler is running on another thread than the one that called it"),
    (.alreadyRunning, "scheduler already running"),
    (
      .deadlock([WaitingTask(task: task, reason: "x")]),
      """
      deadlock: the only task waits, and nothing can wake it
        task 3 "reader", spawned at M/F.swift:12: x
      """
    ),
    (
      .deadlock(
        [WaitingTask(task: task, reason: "x")],
        failed: [
          FailedTask(task: task, error: Failure(2)), FailedTask(task: task, error: Failure(3)),
        ]),
      """
      deadlock: the only task waits, and nothing can wake it
        task 3 "reader", spawned at M/F.swift:12: x
      tasks that were not joined failed
        task 3 "reader", spawned at M/F.swift:12: Failure(code: 2)
        task 3 "reader", spawned at M/F.swift:12: Failure(code: 3)
      """
    ),
    (
      .unjoined([FailedTask(task: task, error: Failure(2))], count: 1),
      """
      a task failed and was not joined
        task 3 "reader", spawned at M/F.swift:12: Failure(code: 2)
      """
    ),
    (
      .unjoined([FailedTask(task: task, error: Failure(2))], count: 4),
      """
      4 tasks failed and were not joined
        task 3 "reader", spawned at M/F.swift:12: Failure(code: 2)
        and 3 more
      """
    ),
  ]

  @Test(arguments: descriptions)
  func `says what went wrong`(error: SchedulingError, description: String) {
    expectEqual(error.description, description)
    expectEqual("\(error as any Error)", description)
  }
}
