import Generators
import Testing

@testable import SchedulerKit

@Suite struct OperatingSystemTests {
  private struct Failure: Error, Equatable {}

  @Test func `a system without tasks has nothing to run`() throws {
    let system = OperatingSystem()
    try system.run()
    #expect(system.table == [])
  }

  @Test func `a task that kills itself ends, and its cleanup runs`() throws {
    let system = OperatingSystem()
    var events: [String] = []
    system.spawn("one") { os in
      defer { events.append("cleanup") }
      try os.kill(os.ownID())
      events.append("not reached")
    }
    try system.run()
    #expect(events == ["cleanup"])
    #expect(system.table == [])
  }

  @Test func `a task that waits can be killed, and is not woken`() throws {
    let system = OperatingSystem()
    var events: [String] = []
    system.spawn("main") { os in
      let sleeper = try os.spawn("sleeper") { os in for _ in 1...5 { try os.pass() } }
      let waiter = try os.spawn("waiter") { os in
        defer { events.append("cleanup") }
        try os.wait(for: sleeper)
        events.append("not reached")
      }
      try os.pass()
      try os.kill(waiter)
      try os.wait(for: sleeper)
      events.append("main is done")
    }
    try system.run()
    #expect(events == ["cleanup", "main is done"])
  }

  @Test func `an error that no task waits for ends the run, and the others can go on`() throws {
    let system = OperatingSystem()
    var turns = 0
    system.spawn("failing") { _ in throw Failure() }
    system.spawn("other") { os in
      for _ in 1...3 {
        turns += 1
        try os.pass()
      }
    }
    #expect(throws: Failure()) { try system.run() }
    #expect(turns == 0)
    try system.run()
    #expect(turns == 3)
  }

  @Test func `an error of cleaning up reaches each task that waits`() throws {
    let system = OperatingSystem()
    var caught = 0
    system.spawn("main") { os in
      let stubborn = try os.spawn("stubborn") { os in
        do { while true { try os.pass() } } catch { throw Failure() }
      }
      for _ in 1...2 {
        _ = try os.spawn("waiter") { os in
          do { try os.wait(for: stubborn) } catch is Failure { caught += 1 }
        }
      }
      try os.pass()
      #expect(try os.kill(stubborn))
      #expect(try !os.kill(stubborn))
    }
    try system.run()
    #expect(caught == 2)
  }

  @Test func `a call is made at any depth of functions`() throws {
    func depth(_ count: Int, _ os: Yield<SystemCall, Int>) throws -> Int {
      if count == 0 { return try os.ownID() }
      return try depth(count - 1, os)
    }
    let system = OperatingSystem()
    var id = 0
    system.spawn("one") { _ in }
    system.spawn("two") { os in id = try depth(100, os) }
    try system.run()
    #expect(id == 2)
  }

  @Test func `a thousand tasks take turns`() throws {
    let system = OperatingSystem()
    var sum = 0
    for number in 1...1_000 {
      system.spawn("task \(number)") { os in
        for _ in 1...3 { try os.pass() }
        sum += try os.ownID()
      }
    }
    try system.run()
    #expect(sum == 500_500)
  }
}
