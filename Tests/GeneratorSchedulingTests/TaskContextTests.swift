import GeneratorScheduling
import Generators
import TestSupport
import Testing

@Suite struct TaskContextTests {
  let trace = Trace()
  let scheduler = Scheduler(clock: .virtual)

  @Test func `yield lets all that are ready have a turn`() throws {
    let trace = trace
    try scheduler.spawn { task in
      trace("a1")
      try task.spawn { _ in trace("new") }
      try task.yield()
      trace("a2")
    }
    try scheduler.spawn { task in
      trace("b1")
      try task.yield()
      trace("b2")
    }
    try scheduler.run()
    expectEqual(trace.events, ["a1", "b1", "new", "a2", "b2"])
  }

  @Test func `yield returns at once if no task is ready, and takes no time`() throws {
    let trace = trace
    try scheduler.spawn { try $0.sleep(for: .seconds(1)) }
    try scheduler.spawn { task in
      for _ in 1...1000 { try task.yield() }
      trace("\(task.now)")
    }
    try scheduler.run()
    expectEqual(trace.events, ["0.0 seconds"])
  }

  @Test func `a wait may be at any depth of calls, and in closures`() throws {
    func descend(_ depth: Int, _ task: TaskContext) throws -> Int {
      try task.sleep(for: .seconds(1))
      return depth == 0 ? 0 : try [depth].map { try descend($0 - 1, task) + 1 }[0]
    }
    let (depth, now) = try scheduler.run { (try descend(50, $0), $0.now) }
    expectEqual(depth, 50)
    expectEqual(now, .start + .seconds(51))
  }

  @Test func `current is the task itself`() throws {
    let trace = trace
    var current: AnyScheduledTask?
    let first = try scheduler.spawn(name: "first", line: 5) { task in
      trace("\(task.current)")
      expectEqual(task.current.isCancelled, false)
      task.current.cancel()
      expectEqual(task.current.isCancelled, true)
      current = task.current
    }
    try scheduler.run()
    expectEqual(current, AnyScheduledTask(first))
    expectEqual(
      trace.events,
      [
        "task 1 \"first\", spawned at GeneratorSchedulingTests/TaskContextTests.swift:5: running"
      ])
  }

  @Test func `tasks are those that are not done, with what they do`() throws {
    let trace = trace
    try scheduler.spawn(name: "sleeper") { try $0.sleep(for: .seconds(3)) }
    try scheduler.spawn { _ in }
    try scheduler.spawn(name: "waiter") { try $0.waitForNothing() }
    try scheduler.run(name: "main") { task in
      try task.spawn(name: "late") { _ in }
      for other in task.tasks { trace("\(other.identity.name ?? "?"): \(other.state)") }
    }
    expectEqual(
      trace.events,
      [
        "sleeper: sleeping until 3.0 seconds", "waiter: waiting for nothing", "main: running",
        "late: ready",
      ])
  }

  @Test func `now is the scheduler's time, which stands still while tasks run`() throws {
    let trace = trace
    for n in 1...3 {
      try scheduler.spawn { task in
        try task.sleep(for: .seconds(n))
        trace("\(task.now)")
        for _ in 1...100 { try task.yield() }
        trace("\(task.now)")
      }
    }
    try scheduler.run()
    #expect(trace.events == (1...3).flatMap { ["\($0).0 seconds", "\($0).0 seconds"] })
  }
}

// MARK: - What a debug build and the system find

@Suite struct TaskFaultTests {
  @TaskLocal private static var id = 0

  private func said(by result: ExitTest.Result?) -> String {
    result?.message ?? ""
  }

  private static func deep(_ n: Int) -> Int { n == 0 ? 0 : 1 + deep(n - 1) }

  @Test func `a task may use generators and spawn inside of withValue, and a scheduler run in it`()
    throws
  {
    let ids = try Self.$id.withValue(1) {
      try Scheduler(clock: .virtual).run { task in
        let spawned = try Self.$id.withValue(2) {
          let g = Generator { yield in try yield(Self.id) }
          return (g.next(), try task.spawn { _ in Self.id })
        }
        try task.sleep(for: .seconds(1))
        return [spawned.0, try task.join(spawned.1), Self.id]
      }
    }
    expectEqual(ids, [2, 1, 1])
  }

  // The check is one of debug builds, and reads the runtime's own list, found on Linux.
  #if DEBUG && os(Linux)
    @Test(.enabled(if: !isSanitized, "a sanitizer forbids the search"))
    func `a task that waits inside of withValue is a trap that names the task`() async {
      let sleeping = await #expect(
        processExitsWith: .failure, observing: [\.standardErrorContent]
      ) {
        try Scheduler(clock: .virtual).runBlocking(fileID: "A/Tasks.swift", line: 12) { task in
          try Self.$id.withValue(1) { try task.sleep(for: .seconds(1)) }
        }
      }
      let message = said(by: sleeping)
      #expect(message.contains("a task waited inside of withValue of a task-local value"))
      #expect(message.contains("(task spawned at A/Tasks.swift:12)"))
      let yielding = await #expect(
        processExitsWith: .failure, observing: [\.standardErrorContent]
      ) {
        try Scheduler(clock: .virtual).runBlocking { task in
          let other = try task.spawn(fileID: "A/Tasks.swift", line: 13) { task in
            try Self.$id.withValue(1) { try task.yield() }
          }
          try task.join(other)
        }
      }
      #expect(
        said(by: yielding)
          .contains("(task spawned at A/Tasks.swift:13)"))
    }

    @Test(.enabled(if: !isSanitized, "a sanitizer forbids the search"))
    func `a body that yields inside of withValue in a task is named, not the task`() async {
      let result = await #expect(
        processExitsWith: .failure, observing: [\.standardErrorContent]
      ) {
        try Scheduler(clock: .virtual).runBlocking { task in
          let g = Generator(fileID: "A/Body.swift", line: 14) { yield in
            try Self.$id.withValue(1) { try yield(1) }
          }
          _ = g.next()
        }
      }
      #expect(
        said(by: result)
          .contains(
            "a body yielded inside of withValue of a task-local value (generator made at A/Body.swift:14)"
          ))
    }
  #endif

  @Test(.enabled(if: !isSanitized, "the sanitizer reports it"))
  func `an overflow in a task of a scheduler with a thread of its own names the task`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let remote = try RemoteScheduler.start()
      _ = try await remote.run(fileID: "A/Remote.swift", line: 15) { _ in Self.deep(10_000_000) }
    }
    #expect(
      said(by: result)
        .contains("made at A/Remote.swift:15 needs more than its stack"))
  }
}
