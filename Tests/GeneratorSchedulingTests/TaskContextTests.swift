import GeneratorScheduling
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
    #expect(trace.events == ["a1", "b1", "new", "a2", "b2"])
  }

  @Test func `yield goes on at once where nobody is ready, and takes no time`() throws {
    let trace = trace
    try scheduler.spawn { try $0.sleep(for: .seconds(1)) }
    try scheduler.spawn { task in
      for _ in 1...1000 { try task.yield() }
      trace("\(task.now)")
    }
    try scheduler.run()
    #expect(trace.events == ["0.0 seconds"])
  }

  @Test func `a wait may be at any depth of calls, and in closures`() throws {
    func descend(_ depth: Int, _ task: TaskContext) throws -> Int {
      try task.sleep(for: .seconds(1))
      return depth == 0 ? 0 : try [depth].map { try descend($0 - 1, task) + 1 }[0]
    }
    let (depth, now) = try scheduler.run { (try descend(50, $0), $0.now) }
    #expect(depth == 50)
    #expect(now == .start + .seconds(51))
  }

  @Test func `current is the task itself`() throws {
    let trace = trace
    var current: AnyScheduledTask?
    let first = try scheduler.spawn(name: "first", line: 5) { task in
      trace("\(task.current)")
      #expect(task.current.isCancelled == false)
      task.current.cancel()
      #expect(task.current.isCancelled == true)
      current = task.current
    }
    try scheduler.run()
    #expect(current == AnyScheduledTask(first))
    #expect(
      trace.events == [
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
    #expect(
      trace.events == [
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
