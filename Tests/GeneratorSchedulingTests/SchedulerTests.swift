import GeneratorScheduling
import Testing

@Suite struct SchedulerTests {
  @Test func roundRobin() throws {
    var said: [String] = []
    let scheduler = Scheduler()
    for name in ["a", "b"] {
      try scheduler.spawn { task in
        for n in 1...2 {
          said.append("\(name)\(n)")
          try task.yield()
        }
      }
    }
    try scheduler.run()
    #expect(said == ["a1", "b1", "a2", "b2"])
  }

  @Test func misc() throws {
    struct Boom: Error {}
    let v = try Scheduler(clock: .virtual).run { task in
      let t0 = task.now
      let sleeper = try task.spawn(name: "s") { task in
        defer { print("defer") }
        try task.sleep(for: .seconds(100))
        return 3
      }
      try task.yield()
      sleeper.cancel()
      do { try task.join(sleeper) } catch { print(error) }
      do {
        try task.withTimeout(.seconds(5)) { try task.sleep(for: .seconds(7)) }
      } catch { print(error) }
      let f = try task.spawn { task in throw Boom() }
      do { _ = try task.join(f) } catch { print(error) }
      print(task.now - t0)
      return 7
    }
    #expect(v == 7)
    let s = Scheduler()
    let a = try s.spawn(name: "bad") { _ in throw Boom() }
    do { try s.run() } catch { print(error) }
    _ = a
    let s2 = Scheduler()
    var x: ScheduledTask<Void>?
    let y = try s2.spawn(name: "y") { task in try task.join(x!) }
    x = try s2.spawn(name: "x") { task in try task.join(y) }
    do { try s2.run() } catch { print(error) }
  }
}
