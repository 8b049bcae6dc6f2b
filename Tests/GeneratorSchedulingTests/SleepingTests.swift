import GeneratorScheduling
import TestSupport
import Testing

@Suite struct SleepingTests {
  let trace = Trace()
  let scheduler = Scheduler(clock: .virtual)

  @Test func `goes on in the order of the times`() throws {
    let trace = trace
    for n in [5, 3, 4, 1, 2] {
      try scheduler.spawn { task in
        try task.sleep(for: .seconds(n))
        trace("\(n) at \(task.now)")
      }
    }
    try scheduler.run()
    expectEqual(trace.events, (1...5).map { "\($0) at \($0).0 seconds" })
  }

  @Test func `goes on in the order of coming where the times are the same`() throws {
    let trace = trace
    for n in 1...50 {
      try scheduler.spawn { task in
        // Set at different times, for the same.
        try task.sleep(for: .seconds(n % 5))
        trace("sets \(n)")
        try task.sleep(until: .start + .seconds(10))
        trace("\(n)")
      }
    }
    try scheduler.run()
    let set = trace.events.prefix(50).map { $0.dropFirst(5) }
    #expect(set.count == 50 && trace.events.dropFirst(50).elementsEqual(set) { $0 == $1 })
    expectEqual(set.first, "5")
  }

  @Test(arguments: [0, -1, -1000])
  func `for no time, or less, yields`(seconds: Int) throws {
    let trace = trace
    for name in ["a", "b"] {
      try scheduler.spawn { task in
        for n in 1...2 {
          trace("\(name)\(n)")
          try task.sleep(for: .seconds(seconds))
        }
        trace("\(name) at \(task.now)")
      }
    }
    try scheduler.run()
    expectEqual(trace.events, ["a1", "b1", "a2", "b2", "a at 0.0 seconds", "b at 0.0 seconds"])
  }

  @Test func `until a time that has passed yields`() throws {
    let trace = trace
    try scheduler.run { task in
      try task.sleep(for: .seconds(5))
      try task.spawn { _ in trace("another") }
      try task.sleep(until: .start + .seconds(3))
      trace("at \(task.now)")
    }
    expectEqual(trace.events, ["another", "at 5.0 seconds"])
  }

  @Test func `a sleep may be of any length`() throws {
    let trace = trace
    let sleeper = try scheduler.spawn { try $0.sleep(for: .seconds(Int64.max)) }
    try scheduler.run { task in
      try task.sleep(for: .seconds(1))
      trace("\(sleeper.state)")
    }
    expectEqual(trace.events, ["sleeping until 9.223372036854776e+18 seconds"])
  }

  @Test func `waits in real time`() throws {
    let scheduler = Scheduler()
    let before = ContinuousClock.now
    let trace = trace
    for n in [3, 1, 2] {
      try scheduler.spawn { task in
        let begin = task.now
        try task.sleep(for: .milliseconds(5 * n))
        #expect(task.now - begin >= .milliseconds(5 * n))
        trace("\(n)")
      }
    }
    try scheduler.run()
    #expect(ContinuousClock.now - before >= .milliseconds(15))
    // Not in their order, for each begins to sleep when its turn comes.
    expectEqual(trace.events.sorted(), ["1", "2", "3"])
  }

  @Test func `goes on although another task never waits`() throws {
    let scheduler = Scheduler()
    var isOver = false
    try scheduler.spawn { task in
      try task.sleep(for: .milliseconds(5))
      isOver = true
    }
    var turns = 0
    try scheduler.spawn { task in
      while !isOver {
        try task.yield()
        turns += 1
      }
    }
    try scheduler.run()
    #expect(turns > 0)
  }
}
