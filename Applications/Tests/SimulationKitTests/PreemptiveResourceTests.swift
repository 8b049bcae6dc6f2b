import GeneratorScheduling
import SimulationKit
import Testing

@Suite struct PreemptiveResourceTests {
  /// Processes that request it, each for 10: name, priority, whether it preempts, and the time of arrival.
  private func trace(
    capacity: Int = 1, _ requests: [(name: String, priority: Int, preempts: Bool, start: Double)]
  ) throws -> [String] {
    let simulation = Simulation()
    let environment = simulation.environment
    let resource = PreemptiveResource(environment, capacity: capacity, name: "man")
    var trace: [String] = []
    for request in requests {
      try environment.process(request.name) { task in
        try task.wait(request.start, in: environment)
        do {
          try resource.use(task, priority: request.priority, preempts: request.preempts) {
            trace.append("\(Int(environment.now)) \(request.name) has it")
            try task.wait(10, in: environment)
            trace.append("\(Int(environment.now)) \(request.name) had it")
          }
        } catch let interrupt as Interrupt {
          let cause = try #require(interrupt.cause as? Preempted)
          #expect(cause.resource == "man")
          trace.append(
            "\(Int(environment.now)) \(request.name) lost it to \(cause.by.name!), "
              + "had it since \(Int(cause.usageSince))")
        }
      }
    }
    try simulation.run()
    return trace
  }

  @Test func `is taken from the less important`() throws {
    #expect(
      try trace([("a", 2, true, 0), ("b", 1, true, 4), ("c", 0, true, 20)]) == [
        "0 a has it", "4 a lost it to b, had it since 0", "4 b has it", "14 b had it",
        "20 c has it", "30 c had it",
      ])
  }

  @Test func `is not taken from equals`() throws {
    #expect(
      try trace([("a", 1, true, 0), ("b", 1, true, 4)]) == [
        "0 a has it", "10 a had it", "10 b has it", "20 b had it",
      ])
  }

  @Test func `it is not taken for a request that does not preempt`() throws {
    #expect(
      try trace([("a", 2, true, 0), ("b", 1, false, 4)]) == [
        "0 a has it", "10 a had it", "10 b has it", "20 b had it",
      ])
  }

  @Test func `is taken from the least important`() throws {
    #expect(
      try trace(
        capacity: 2,
        [("a", 2, true, 0), ("b", 3, true, 0), ("c", 1, true, 4), ("d", 0, true, 5)]) == [
          "0 a has it", "0 b has it", "4 b lost it to c, had it since 0", "4 c has it",
          "5 a lost it to d, had it since 0", "5 d has it", "14 c had it", "15 d had it",
        ])
  }

  @Test func `it is taken from a process that has just been given it`() throws {
    #expect(
      try trace([("a", 2, true, 0), ("b", 1, true, 0)]) == [
        "0 a lost it to b, had it since 0", "0 b has it", "10 b had it",
      ])
  }

  @Test func `cause as text`() throws {
    let simulation = Simulation()
    let environment = simulation.environment
    let resource = PreemptiveResource(environment, name: "man")
    try environment.process("a") { task in
      try resource.use(task, priority: 1) { try task.wait(1, in: environment) }
    }
    try environment.process("b") { task in try resource.use(task, priority: 0) {} }
    let error = try #require(throws: Interrupt.self) { try simulation.run() }
    #expect("\(error)".hasPrefix("interrupted: man, used since 0.0, was preempted by task "))
    #expect("\(error)".contains("\"b\""))
  }
}
