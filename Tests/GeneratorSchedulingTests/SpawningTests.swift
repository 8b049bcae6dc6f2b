import GeneratorScheduling
import Generators
import TestSupport
import Testing

@Suite struct SpawningTests {
  let trace = Trace()
  let scheduler = Scheduler(clock: .virtual)

  @Test func `gives the new task its turn after those that are ready, and continues`() throws {
    let trace = trace
    try scheduler.spawn { task in
      let new = try task.spawn(name: "new", line: 3) { _ in trace("new") }
      trace("\(AnyScheduledTask(new))")
      try task.yield()
      trace("old")
    }
    try scheduler.spawn { _ in trace("ready") }
    try scheduler.run()
    expectEqual(
      trace.events,
      [
        "task 3 \"new\", spawned at GeneratorSchedulingTests/SpawningTests.swift:3: ready", "ready",
        "new", "old",
      ])
  }

  @Test func `leaves the new one to live on`() throws {
    let trace = trace
    try scheduler.spawn { task in
      try task.spawn { task in
        try task.sleep(for: .seconds(5))
        trace("child at \(task.now)")
      }
      trace("parent at \(task.now)")
    }
    try scheduler.run()
    expectEqual(trace.events, ["parent at 0.0 seconds", "child at 5.0 seconds"])
  }

  @Test func `is refused while all tasks are ended`() throws {
    let trace = trace
    try scheduler.run { task in
      try task.spawn { task in
        defer { trace(thrown { try task.spawn { _ in trace("never") } } ?? "nothing") }
        try task.waitForNothing()
      }
      try task.yield()
    }
    expectEqual(trace.events, ["\(SchedulingError.finished)"])
  }

  @Test func `a chain of 10,000, each by the one before`() throws {
    var count = 0
    func spawnNext(_ task: TaskContext) throws {
      count += 1
      if count < 10_000 { try task.spawn { try spawnNext($0) } }
    }
    try scheduler.spawn { try spawnNext($0) }
    try scheduler.run()
    expectEqual(count, 10_000)
  }

  @Test func `with a larger stack has room for more`() throws {
    func depth(_ n: Int) -> Int { n == 0 ? 0 : 1 + depth(n - 1) }
    let depths = try scheduler.run { task in
      let deep = try task.spawn(stackSize: 64 << 20) { _ in depth(50_000) }
      let small = try task.spawn(stackSize: 1) { _ in depth(10) }
      return [try task.join(deep), try task.join(small)]
    }
    expectEqual(depths, [50_000, 10])
    let other = Scheduler()
    try expectEqual(other.run(stackSize: 64 << 20) { _ in depth(50_000) }, 50_000)
  }

  @Test(arguments: [0, -1])
  func `with no stack is a trap`(size: Int) async {
    let result =
      size == 0
      ? await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        try Scheduler().spawn(stackSize: 0) { _ in }
      }
      : await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        try Scheduler().runBlocking { _ = try $0.spawn(stackSize: -1) { _ in } }
      }
    #expect(result.complaint.contains("stackSize must be positive, and is \(size)"))
  }

  @Test func `checkCancellation throws where the next wait would, without waiting`() throws {
    let trace = trace
    try scheduler.run { task in
      try task.spawn { _ in trace("another") }
      for _ in 1...2 { trace(thrown { try task.checkCancellation() } ?? "nothing") }
      task.cancel()
      trace(thrown { try task.checkCancellation() } ?? "nothing")
    }
    expectEqual(trace.events, ["nothing", "nothing", "CancellationError()"])
  }

  @Test func `checkCancellation throws an error that was thrown in, once`() throws {
    let trace = trace
    try scheduler.run { task in
      task.current.throw(Failure(1))
      for _ in 1...2 { trace(thrown { try task.checkCancellation() } ?? "nothing") }
    }
    expectEqual(trace.events, ["E1", "nothing"])
  }
}
