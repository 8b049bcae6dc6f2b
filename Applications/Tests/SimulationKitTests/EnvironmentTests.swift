import GeneratorScheduling
import Testing

@testable import SimulationKit

@Suite struct EnvironmentTests {
  @Test func `instants are in the order of times and events`() {
    let times: [Double] = [
      0, .leastNonzeroMagnitude, 1e-300, 1e-18, 0.1, 0.1.nextUp, 1, 1.nextUp, 40_320,
      40_320.nextUp, 1e12, .greatestFiniteMagnitude, .infinity,
    ]
    let events: [UInt64] = [0, 1, 2, .max]
    let instants = times.flatMap { time in
      events.map { SchedulerInstant(time: time, event: $0) }
    }
    #expect(zip(instants, instants.dropFirst()).allSatisfy { $0 < $1 })
    #expect(instants.map(\.time) == times.flatMap { [$0, $0, $0, $0] })
  }

  @Test func `times are sums of doubles`() throws {
    let simulation = Simulation()
    let environment = simulation.environment
    let delays = [0.1, 0.2, 1e-18, 3, 1e9, 0.3]
    try environment.process { task in
      var sum = 0.0
      for delay in delays {
        try task.wait(delay, in: environment)
        sum += delay
        #expect(environment.now == sum)
      }
    }
    #expect(try simulation.run() == delays.reduce(0, +))
  }

  @Test(arguments: [-1, -1e-300, .nan, -.infinity])
  func `delays that are none`(delay: Double) throws {
    let simulation = Simulation()
    let environment = simulation.environment
    try environment.process { task in
      #expect(throws: SimulationError.self) { try task.wait(delay, in: environment) }
      let resource = Resource(environment)
      #expect(throws: SimulationError.self) {
        try resource.use(task, atMost: delay) { Issue.record("it was used") }
      }
      #expect(resource.users.isEmpty && resource.queue.isEmpty)
    }
    #expect(try simulation.run() == 0)
  }

  @Test func `minus zero is zero`() throws {
    let simulation = Simulation()
    let environment = simulation.environment
    try environment.process { task in try task.wait(-0.0, in: environment) }
    #expect(try simulation.run().bitPattern == 0)
  }

  /// A started or interrupted process has its turn before the events that are due.
  @Test func `what is urgent comes first`() throws {
    let simulation = Simulation()
    let environment = simulation.environment
    var trace: [String] = []
    let sleeper = try environment.process { task in
      do {
        try task.wait(5, in: environment)
      } catch is Interrupt {
        trace.append("interrupted")
      }
    }
    try environment.process { task in
      try task.wait(1, in: environment)
      trace.append("first")
      try sleeper.interrupt()
      try environment.process { _ in trace.append("started") }
      trace.append("waits")
      try task.wait(0, in: environment)
      trace.append("last")
    }
    try environment.process { task in
      try task.wait(1, in: environment)
      trace.append("second")
    }
    try simulation.run()
    #expect(trace == ["first", "waits", "interrupted", "started", "second", "last"])
  }

  @Test func `many events at one time`() throws {
    let simulation = Simulation()
    let environment = simulation.environment
    var order: [Int] = []
    for number in 0..<300 {
      try environment.process { task in
        try task.wait(1, in: environment)
        order.append(number)
      }
    }
    try simulation.run()
    #expect(order == Array(0..<300))
  }
}
