import GeneratorScheduling
import SimulationKit
import Testing

@Suite struct ResourceTests {
  let simulation = Simulation()
  var environment: Environment { simulation.environment }

  @Test(arguments: [
    (1, ["0 a", "10 b", "20 c", "30 d"]), (2, ["0 a", "0 b", "10 c", "10 d"]),
    (9, ["0 a", "0 b", "0 c", "0 d"]),
  ])
  func `is given in the order of requests`(capacity: Int, expected: [String]) throws {
    let environment = environment
    let resource = Resource(environment, capacity: capacity)
    var trace: [String] = []
    for name in ["a", "b", "c", "d"] {
      try environment.process(name) { task in
        let time = try resource.use(task) {
          trace.append("\(Int(environment.now)) \(name)")
          try task.wait(10, in: environment)
          return environment.now
        }
        #expect(time == environment.now)
      }
    }
    try simulation.run()
    #expect(trace == expected)
    #expect(resource.users.isEmpty && resource.queue.isEmpty)
  }

  @Test func `patience ends`() throws {
    let environment = environment
    let resource = Resource(environment)
    var trace: [String] = []
    for patience in [0.0, 5, 9, 10, 11] {
      try environment.process { task in
        let time: Double? = try resource.use(task, atMost: patience) {
          defer { trace.append("\(patience) had it at \(environment.now)") }
          try task.wait(10, in: environment)
          return environment.now
        }
        if time == nil { trace.append("\(patience) gave up at \(environment.now)") }
      }
    }
    // The process with patience 0 has it, since no other had. At 10 the process with patience 10 gives up,
    // because its limit was set before the end of that use.
    try simulation.run(until: 9.5)
    #expect(resource.users.count == 1)
    #expect(resource.queue.count == 2)
    try simulation.run()
    #expect(
      trace == [
        "5.0 gave up at 5.0", "9.0 gave up at 9.0", "0.0 had it at 10.0", "10.0 gave up at 10.0",
        "11.0 had it at 20.0",
      ])
  }

  @Test func `a limit around is not the own`() throws {
    let environment = environment
    let resource = Resource(environment)
    var trace: [String] = []
    try environment.process { task in
      try resource.use(task) { try task.wait(10, in: environment) }
    }
    try environment.process { task in
      #expect(throws: SchedulingError.self) {
        // An instant of the scheduler is the code of a time; this is the shortest duration.
        try task.withTimeout(Duration(attoseconds: 1)) {
          _ = try resource.use(task, atMost: 5) { trace.append("used") }
          trace.append("gave up")
        }
      }
      trace.append("limit at \(environment.now)")
    }
    try simulation.run()
    #expect(trace == ["limit at 0.0"])
    #expect(resource.queue.isEmpty)
  }

  @Test func `a process that is interrupted leaves the queue`() throws {
    let environment = environment
    let resource = Resource(environment)
    var trace: [String] = []
    try environment.process { task in
      try resource.use(task) { try task.wait(10, in: environment) }
    }
    let waiting = try environment.process { task in
      do {
        try resource.use(task) { trace.append("used") }
      } catch let interrupt as Interrupt {
        trace.append("\(interrupt) at \(environment.now)")
      }
    }
    try environment.process { task in
      try task.wait(3, in: environment)
      #expect(resource.queue.count == 1)
      try waiting.interrupt("fire")
      try task.join(waiting)
      #expect(resource.queue.isEmpty)
    }
    try simulation.run()
    #expect(trace == ["interrupted: fire at 3.0"])
  }

  @Test func `an error gives it back`() throws {
    struct Failure: Error {}
    let environment = environment
    let resource = Resource(environment)
    var time: Double?
    try environment.process { task in
      #expect(throws: Failure.self) {
        try resource.use(task) {
          try task.wait(2, in: environment)
          throw Failure()
        }
      }
    }
    try environment.process { task in try resource.use(task) { time = environment.now } }
    try simulation.run()
    #expect(time == 2)
  }

  @Test func `requests can be held in hand`() throws {
    let environment = environment
    let resource = Resource(environment, name: "pump")
    try environment.process { task in
      let first = resource.request(task)
      let second = resource.request(task)
      #expect(first.isTriggered && !first.hasHappened && !second.isTriggered)
      try task.wait(for: first)
      #expect(first.hasHappened && first.usageSince == 0)
      #expect(try !task.wait(for: second, atMost: 4))
      resource.release(first)
      #expect(!second.isTriggered)
      try task.wait(for: second)
      #expect(second.usageSince == 4)
      resource.release(second)
      // A second release has no effect.
      resource.release(second)
      #expect(resource.users.isEmpty)
    }
    try simulation.run()
  }

  @Test func `remembers how many have waited`() throws {
    let environment = environment
    let resource = Resource(environment)
    for _ in 0..<4 {
      try environment.process { task in
        try resource.use(task) { try task.wait(10, in: environment) }
      }
    }
    try simulation.run()
    #expect(resource.queueHistory.means(until: 40, count: 4) == [3, 2, 1, 0])
    #expect(resource.queueHistory.maximum(until: 40) == 3)
  }

  @Test func `the end of a simulation changes no history`() throws {
    var history: History?
    do {
      let simulation = Simulation()
      let environment = simulation.environment
      let resource = Resource(environment)
      history = resource.queueHistory
      for _ in 0..<4 {
        try environment.process { task in
          try resource.use(task) { try task.wait(10, in: environment) }
        }
      }
      try simulation.run(until: 5)
    }
    #expect(history?.mean(until: 5) == 3)
  }

  @Test func `a capacity of none is a trap`() async {
    await #expect(processExitsWith: .failure) {
      _ = Resource(Simulation().environment, capacity: 0)
    }
  }
}
