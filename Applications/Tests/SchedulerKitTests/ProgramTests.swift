import SchedulerKit
import Testing

@Suite struct ProgramTests {
  /// The output of each program, under its name and without the numbers of source lines.
  static let expected: [(name: String, lines: [String])] = [
    (
      "tasks",
      [
        "I'm foo, task 1, turn 1",
        "I'm bar, task 2, turn 1",
        "I'm foo, task 1, turn 2",
        "I'm bar, task 2, turn 2",
        "I'm foo, task 1, turn 3",
        "bar is done",
        "I'm foo, task 1, turn 4",
        "foo is done",
      ]
    ),
    (
      "calls",
      [
        "1.0 seconds: left adds 1 and 2",
        "1.0 seconds: right adds 30 and 40",
        "2.0 seconds: left adds 3 and 3",
        "2.0 seconds: left has 6",
        "2.0 seconds: right adds 20 and 70",
        "3.0 seconds: right adds 10 and 90",
        "3.0 seconds: right has 100",
      ]
    ),
    (
      "wait",
      [
        "waiting for child",
        "I'm foo, turn 1",
        "I'm foo, turn 2",
        "I'm foo, turn 3",
        "child done, with a value",
        "2.0 seconds: the printer has failed: NoInk()",
      ]
    ),
    (
      "kill",
      [
        "I'm foo, turn 1",
        "I'm foo, turn 2",
        "I'm foo, turn 3",
        "main kills foo, which goes at its next turn",
        "main kills sleeper, and waits for it",
        "foo cleans up",
        "1.0 seconds: sleeper says goodbye",
        "1.0 seconds: sleeper has ended: CancellationError()",
        "main done",
      ]
    ),
    (
      "ps",
      [
        "TASK  NAME     DOES",
        "   1  shell    running",
        "   2  cron     sleeping until 60.0 seconds",
        "   3  mailer   receiving from channel \"mail\" made at SchedulerKit/PS.swift",
        "   4  spinner  ready",
        "   5  job      sleeping until 90.0 seconds",
        "   6  wait     joining task 5 \"job\", spawned at SchedulerKit/PS.swift",
        "   7  -        ready",
        "shell kills wait and spinner",
        "the task without a name has run",
        "0.0 seconds: mailer has a letter",
        "70.0 seconds: wait is done",
        "TASK  NAME    DOES",
        "   1  shell   running",
        "   2  cron    sleeping until 120.0 seconds",
        "   3  mailer  receiving from channel \"mail\" made at SchedulerKit/PS.swift",
        "   5  job     sleeping until 90.0 seconds",
      ]
    ),
    (
      "pipe",
      [
        "0.0 seconds: producer has sent a",
        "0.0 seconds: producer has sent b",
        "0.0 seconds: consumer has a",
        "0.0 seconds: producer has sent c",
        "1.0 seconds: consumer has b",
        "1.0 seconds: producer has sent d",
        "2.0 seconds: consumer has c",
        "2.0 seconds: producer has sent e",
        "3.0 seconds: consumer has d",
        "4.0 seconds: consumer has e",
        "5.0 seconds: there are no more letters",
      ]
    ),
    (
      "deadlock",
      [
        "0.0 seconds: Kant has one fork",
        "0.0 seconds: Hume has one fork",
        "0.0 seconds: Sartre has one fork",
        "1.0 seconds: Kant puts it down",
        "1.0 seconds: Hume puts it down",
        "1.0 seconds: Sartre puts it down",
        "deadlock: all 3 tasks wait, and nothing can wake them",
        """
          task 1 "Kant", spawned at SchedulerKit/Deadlock.swift: acquiring semaphore "fork of Hume" \
        made at SchedulerKit/Deadlock.swift
        """,
        """
          task 2 "Hume", spawned at SchedulerKit/Deadlock.swift: acquiring semaphore "fork of Sartre" \
        made at SchedulerKit/Deadlock.swift
        """,
        """
          task 3 "Sartre", spawned at SchedulerKit/Deadlock.swift: acquiring semaphore "fork of Kant" \
        made at SchedulerKit/Deadlock.swift
        """,
      ]
    ),
  ]

  @Test func `there is one for each, in this order`() {
    #expect(programs.map(\.name) == Self.expected.map(\.name))
    #expect(Set(programs.map(\.title)).count == programs.count)
  }

  @Test(arguments: expected)
  func `prints what it promises, on each run`(name: String, lines: [String]) throws {
    let program = try #require(programs.first { $0.name == name })
    for _ in 1...2 {
      var printed: [String] = []
      try program.run { line in printed.append(line.replacing(/\.swift:\d+/, with: ".swift")) }
      #expect(printed == lines)
    }
  }

  @Test func `the table of no tasks is a heading`() {
    #expect(processStatus(of: []) == ["TASK  NAME  DOES"])
  }
}
