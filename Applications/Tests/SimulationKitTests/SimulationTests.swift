import GeneratorScheduling
import SimulationKit
import Testing

@Suite struct SimulationTests {
  struct Failure: Error, Equatable { let number: Int }

  @Test func `runs up to a time and on`() throws {
    let simulation = Simulation()
    let environment = simulation.environment
    var ticks: [Double] = []
    try environment.process("clock") { task in
      while ticks.count < 4 {
        ticks.append(environment.now)
        try task.wait(1, in: environment)
      }
    }
    // Events that are due then don't happen.
    #expect(try simulation.run(until: 2) == 2)
    #expect(ticks == [0, 1])
    #expect(try simulation.run(until: 2.5) == 2.5)
    #expect(ticks == [0, 1, 2])
    #expect(throws: SimulationError.untilIsPast(2.5)) { try simulation.run(until: 2.5) }
    #expect(throws: SimulationError.self) { try simulation.run(until: .nan) }
    #expect(try simulation.run() == 4)
    #expect(ticks == [0, 1, 2, 3])
  }

  @Test func `nothing to do`() throws {
    #expect(try Simulation().run() == 0)
    #expect(try Simulation().run(until: 7) == 0)
  }

  @Test(arguments: [nil, 100.0])
  func `an error that no process waited for is thrown`(until: Double?) throws {
    let simulation = Simulation()
    let environment = simulation.environment
    var hasGoneOn = false
    for number in 1...2 {
      try environment.process { task in
        try task.wait(Double(number), in: environment)
        throw Failure(number: number)
      }
    }
    try environment.process { task in
      try task.wait(10, in: environment)
      hasGoneOn = true
    }
    #expect(throws: Failure(number: 1)) { try simulation.run(until: until) }
    #expect(hasGoneOn)
  }

  @Test func `processes that can never go on are a deadlock`() throws {
    let simulation = Simulation()
    let tank = Container(simulation.environment, name: "tank")
    try simulation.environment.process("car") { task in try tank.get(1, task) }
    let error = try #require(throws: SchedulingError.self) { try simulation.run() }
    #expect("\(error)".contains("\"car\""))
    #expect("\(error)".contains("waiting for event \"tank\""))
  }

  @Test func `what has finished starts nothing`() throws {
    let simulation = Simulation()
    try simulation.run()
    #expect(throws: SchedulingError.self) { try simulation.environment.process { _ in } }
  }

  @Test func `processes that are left are ended with it`() throws {
    var isEnded = false
    weak var environment: Environment?
    do {
      let simulation = Simulation()
      let resource = Resource(simulation.environment)
      environment = simulation.environment
      try simulation.environment.process { [environment = simulation.environment] task in
        defer { isEnded = true }
        try resource.use(task) { try task.wait(10, in: environment) }
      }
      try simulation.run(until: 5)
      #expect(!isEnded)
      #expect(environment != nil)
    }
    #expect(isEnded)
    #expect(environment == nil)
  }
}
