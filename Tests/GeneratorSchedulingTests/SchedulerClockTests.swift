import GeneratorScheduling
import TestSupport
import Testing

@Suite struct SchedulerClockTests {
  @Test func `instants are counted from the start`() {
    let instant = SchedulerInstant(offset: .seconds(5))
    expectEqual(instant, .start + .seconds(5))
    expectEqual(instant.offset, .seconds(5))
    expectEqual(instant - .seconds(2), .start + .seconds(3))
    expectEqual(instant - .start, .seconds(5))
    expectEqual(SchedulerInstant.start - instant, .seconds(-5))
    expectEqual(instant.duration(to: .start), .seconds(-5))
    #expect(instant.advanced(by: .milliseconds(1)) > instant)
    expectEqual([instant, .start].min(), .start)
    expectEqual("\(instant + .milliseconds(500))", "5.5 seconds")
    expectEqual(Set([instant, .start, .start + .seconds(5)]).count, 2)
  }

  @Test func `virtual time jumps from time to time, and each scheduler has its own`() throws {
    let trace = Trace()
    let (a, b) = (Scheduler(clock: .virtual), Scheduler(clock: .virtual))
    try a.spawn { task in
      for _ in 1...3 {
        try task.sleep(for: .seconds(86_400))
        trace("\(task.now)")
      }
    }
    try a.run()
    expectEqual(trace.events, ["86400.0 seconds", "172800.0 seconds", "259200.0 seconds"])
    expectEqual(a.now, .start + .seconds(259_200))
    expectEqual(b.now, .start)
  }

  @Test func `virtual time does not go on by itself`() throws {
    let scheduler = Scheduler(clock: .virtual)
    try scheduler.run { task in
      let before = ContinuousClock.now
      while ContinuousClock.now - before < .milliseconds(1) { try task.yield() }
      expectEqual(task.now, .start)
    }
  }

  @Test func `real time goes on by itself, and never back`() throws {
    let scheduler = Scheduler()
    var last = scheduler.now
    #expect(last >= .start)
    for _ in 1...1000 {
      let now = scheduler.now
      #expect(now >= last)
      last = now
    }
    while scheduler.now == last {}
  }

  @Test func `in virtual time tasks that are ready come before any time`() throws {
    let trace = Trace()
    let scheduler = Scheduler(clock: .virtual)
    try scheduler.spawn { task in
      try task.sleep(for: .nanoseconds(1))
      trace("woken")
    }
    try scheduler.spawn { task in
      for _ in 1...1000 { try task.yield() }
      trace("yielded")
    }
    try scheduler.run()
    expectEqual(trace.events, ["yielded", "woken"])
  }
}
