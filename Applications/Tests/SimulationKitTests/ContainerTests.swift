import GeneratorScheduling
import SimulationKit
import Testing

@Suite struct ContainerTests {
  let simulation = Simulation()
  var environment: Environment { simulation.environment }

  @Test func `a process that gets more than there is waits`() throws {
    let environment = environment
    let tank = Container(environment, capacity: 100, level: 10)
    var trace: [String] = []
    for amount in [8.0, 20, 1] {
      try environment.process { task in
        try tank.get(amount, task)
        trace.append("\(environment.now) got \(amount)")
      }
    }
    try environment.process { task in
      for _ in 0..<2 {
        try task.wait(5, in: environment)
        try tank.put(10, task)
        trace.append("\(environment.now) put")
      }
    }
    try simulation.run()
    // The process that wants 1 comes after the one that wants 20, though there would be enough.
    #expect(
      trace == [
        "0.0 got 8.0", "5.0 put", "10.0 put", "10.0 got 20.0", "10.0 got 1.0",
      ])
    #expect(tank.level == 1)
    #expect(tank.levelHistory.means(until: 15, count: 3) == [2, 12, 1])
  }

  @Test func `a process that puts more than there is room for waits`() throws {
    let environment = environment
    let tank = Container(environment, capacity: 10, level: 7)
    var trace: [String] = []
    for amount in [5.0, 2] {
      try environment.process { task in
        try tank.put(amount, task)
        trace.append("\(environment.now) put \(amount)")
      }
    }
    try environment.process { task in
      for _ in 0..<2 {
        try task.wait(1, in: environment)
        try tank.get(2, task)
      }
    }
    try simulation.run()
    #expect(trace == ["1.0 put 5.0", "2.0 put 2.0"])
    #expect(tank.level == 10)
  }

  @Test func `a process that is interrupted gets and puts nothing`() throws {
    let environment = environment
    let tank = Container(environment, capacity: 10, level: 5)
    let processes = [
      try environment.process { task in
        #expect(throws: Interrupt.self) { try tank.get(6, task) }
      },
      try environment.process { task in
        #expect(throws: Interrupt.self) { try tank.put(6, task) }
      },
    ]
    try environment.process { task in
      try task.wait(1, in: environment)
      for process in processes { try process.interrupt() }
      try task.wait(1, in: environment)
      try tank.put(5, task)
      try tank.get(10, task)
      #expect(tank.level == 0)
    }
    try simulation.run()
  }

  @Test func `requests are done without waiting`() throws {
    let environment = environment
    let tank = Container(environment, capacity: 10)
    try environment.process { task in
      let get = try tank.requestGet(4)
      let put = try tank.requestPut(6)
      #expect(tank.level == 6)
      #expect(put.isTriggered && !get.isTriggered)
      try task.wait(for: get)
      #expect(put.hasHappened && get.hasHappened)
      #expect(tank.level == 2)
    }
    try simulation.run()
  }

  @Test(arguments: [0, -1, .nan])
  func `amounts that are none`(amount: Double) throws {
    let tank = Container(environment, capacity: 10, level: 5)
    #expect(throws: SimulationError.self) { try tank.requestGet(amount) }
    #expect(throws: SimulationError.self) { try tank.requestPut(amount) }
    #expect(tank.level == 5)
  }

  @Test func `one that cannot be is a trap`() async {
    await #expect(processExitsWith: .failure) {
      _ = Container(Simulation().environment, capacity: 0)
    }
    await #expect(processExitsWith: .failure) {
      _ = Container(Simulation().environment, capacity: 1, level: 2)
    }
    await #expect(processExitsWith: .failure) {
      _ = Container(Simulation().environment, level: -1)
    }
  }
}
