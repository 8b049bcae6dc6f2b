import GeneratorScheduling
import TestSupport
import Testing

@Suite struct JoiningTests {
  let trace = Trace()
  let scheduler = Scheduler(clock: .virtual)
  static let file = "GeneratorSchedulingTests/JoiningTests.swift"

  @Test func `waits for the end, and returns the value`() throws {
    let value = try scheduler.run { task in
      let word = try task.spawn { task in
        try task.sleep(for: .seconds(2))
        return "hello"
      }
      return "\(try task.join(word)) at \(task.now)"
    }
    expectEqual(value, "hello at 2.0 seconds")
  }

  @Test func `of a task that is done returns the value without a turn of another`() throws {
    let trace = trace
    try scheduler.run { task in
      let done = try task.spawn { _ in 1 }
      try task.yield()
      try task.spawn { _ in trace("another") }
      for _ in 1...2 { trace("\(try task.join(done))") }
      try task.yield()
    }
    expectEqual(trace.events, ["1", "1", "another"])
  }

  @Test func `throws what the task throws`() throws {
    try scheduler.run { task in
      let failing = try task.spawn { task in
        try task.yield()
        throw Failure(3)
      }
      try expectEqual(task.ending(of: failing), "E3")
    }
  }

  @Test func `wakes all waiting tasks, in the order in which they came`() throws {
    let trace = trace
    let slow = try scheduler.spawn { try $0.sleep(for: .seconds(5)) }
    for n in 1...3 {
      try scheduler.spawn { task in
        try task.sleep(for: .seconds(4 - n))
        try task.join(slow)
        trace("\(n)")
      }
    }
    try scheduler.run()
    expectEqual(trace.events, ["3", "2", "1"])
  }

  @Test func `of itself is an error`() throws {
    let trace = trace
    var own: ScheduledTask<Void>?
    own = try scheduler.spawn(name: "narcissus", line: 4) { task in
      trace(thrown { try task.join(own!) } ?? "nothing")
      try task.sleep(for: .seconds(1))
      trace("goes on")
    }
    try scheduler.run()
    expectEqual(
      trace.events,
      [
        "task 1 \"narcissus\", spawned at \(Self.file):4 can't join itself", "goes on",
      ])
  }

  @Test func `of a task of another scheduler is an error, done or not`() throws {
    let other = Scheduler()
    let foreign = try other.spawn(name: "foreign", line: 6) { _ in 1 }
    let trace = trace
    try scheduler.spawn { task in
      for _ in 1...2 {
        trace(thrown { try task.join(foreign) } ?? "nothing")
        try task.sleep(for: .seconds(1))
      }
    }
    try scheduler.runOne()
    try other.run()
    try scheduler.run()
    let error = "task 1 \"foreign\", spawned at \(Self.file):6 is a task of another scheduler"
    expectEqual(trace.events, [error, error])
  }

  @Test func `in a circle is a deadlock that tells of it`() throws {
    var handles: [ScheduledTask<Void>] = []
    for n in 0..<3 {
      handles.append(
        try scheduler.spawn(name: "abc".map(String.init)[n], line: UInt(n)) { task in
          try task.join(handles[(n + 1) % 3])
        })
    }
    let file = Self.file
    expectEqual(
      thrown { try scheduler.run() },
      """
      deadlock: all 3 tasks wait, and nothing can wake them
        task 1 "a", spawned at \(file):0: joining task 2 "b", spawned at \(file):1
        task 2 "b", spawned at \(file):1: joining task 3 "c", spawned at \(file):2
        task 3 "c", spawned at \(file):2: joining task 1 "a", spawned at \(file):0
      """)
  }

  @Test func `is ended by a timeout, and may be begun again`() throws {
    let trace = trace
    try scheduler.run { task in
      let slow = try task.spawn { task in
        try task.sleep(for: .seconds(5))
        return "slow"
      }
      trace(thrown { try task.withTimeout(.seconds(2)) { try task.join(slow) } } ?? "nothing")
      trace("\(slow.state)")
      trace("\(try task.withTimeout(.seconds(4)) { try task.join(slow) }) at \(task.now)")
    }
    expectEqual(
      trace.events,
      [
        "timed out after 2.0 seconds", "sleeping until 5.0 seconds", "slow at 5.0 seconds",
      ])
  }

  @Test func `that was woken before it is cancelled returns the value`() throws {
    let trace = trace
    let quick = try scheduler.spawn { task in
      try task.sleep(for: .seconds(1))
      return "value"
    }
    let joining = try scheduler.spawn { task in
      trace(try task.join(quick))
      trace(thrown { try task.yield() } ?? "nothing")
    }
    try scheduler.spawn { task in
      try task.sleep(for: .seconds(1))
      expectEqual(quick.state, .done)
      expectEqual(joining.state, .ready)
      joining.cancel()
    }
    try scheduler.run()
    expectEqual(trace.events, ["value", "CancellationError()"])
  }

  @Test func `by a task that is cancelled is refused, though the other is done`() throws {
    let trace = trace
    let failed = try scheduler.spawn { _ in throw Failure(1) }
    try scheduler.spawn { task in
      task.cancel()
      trace(try task.ending(of: failed))
    }
    // So that no task was given the error.
    expectEqual(thrown { try scheduler.run() }?.hasSuffix("Failure(code: 1)"), true)
    expectEqual(trace.events, ["CancellationError()"])
  }
}
