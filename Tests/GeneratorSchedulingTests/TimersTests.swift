@testable import GeneratorScheduling
import TestSupport
import Testing

@Suite struct TimersTests {
  let scheduler = Scheduler(clock: .virtual)

  @Test func `of limits that do not pass do not pile up`() throws {
    let core = scheduler.core
    let most = try scheduler.run { task in
      var most = 0
      for _ in 1...10_000 {
        try task.withTimeout(.seconds(3600)) { try task.yield() }
        most = max(most, core.timers.count)
      }
      return most
    }
    #expect(most <= 66)
  }

  @Test func `of limits that do not pass go with their time`() throws {
    let core = scheduler.core
    try scheduler.run { task in
      for n in 1...50 { try task.withTimeout(.seconds(n)) { try task.yield() } }
      expectEqual(core.timers.count, 50)
      try task.sleep(for: .seconds(25))
      expectEqual(core.timers.count, 25)
      try task.sleep(for: .seconds(100))
      expectEqual(core.timers.count, 0)
    }
  }

  @Test func `of waits that were ended before do not pile up`() throws {
    let core = scheduler.core
    var most = 0
    try scheduler.spawn { task in
      for _ in 1...2000 {
        let sleeper = try task.spawn { try $0.sleep(for: .seconds(3600)) }
        try task.yield()
        if Bool.random() { sleeper.cancel() } else { sleeper.throw(Failure(1)) }
        do { try task.join(sleeper) } catch {}
        most = max(most, core.timers.count)
      }
    }
    try scheduler.run()
    #expect(most <= 66)
    expectEqual(scheduler.now, .start)
  }

  @Test func `that are needed stay when the others are cleared away`() throws {
    let trace = Trace()
    let core = scheduler.core
    for n in 1...100 {
      try scheduler.spawn { task in
        try task.sleep(for: .seconds(n))
        trace("\(n)")
      }
    }
    try scheduler.spawn { task in
      for _ in 1...10_000 { try task.withTimeout(.seconds(3600)) { try task.yield() } }
      #expect(core.timers.count >= 100 && core.timers.count <= 300)
    }
    try scheduler.run()
    expectEqual(trace.events, (1...100).map { "\($0)" })
  }

  @Test func `of a wait that has ended do not end the next one`() throws {
    let trace = Trace()
    let sleeper = try scheduler.spawn { task in
      trace(thrown { try task.sleep(for: .seconds(5)) } ?? "slept")
      try task.sleep(for: .seconds(10))
      trace("\(task.now)")
    }
    try scheduler.spawn { task in
      try task.sleep(for: .seconds(1))
      sleeper.throw(Failure(1))
    }
    try scheduler.run()
    expectEqual(trace.events, ["E1", "11.0 seconds"])
  }

  @Test func `of equal times come in their order among thousands`() throws {
    var random = SeededRandom(seed: 3)
    var times: [(time: Int, task: Int)] = []
    let trace = Trace()
    for n in 0..<(runsOnThreads ? 1000 : 3000) {
      let time = Int.random(in: 1...50, using: &random)
      times.append((time, n))
      try scheduler.spawn { task in
        try task.sleep(for: .seconds(time))
        trace("\(n)")
      }
    }
    try scheduler.run()
    expectEqual(trace.events, times.sorted { $0 < $1 }.map { "\($0.task)" })
  }
}
