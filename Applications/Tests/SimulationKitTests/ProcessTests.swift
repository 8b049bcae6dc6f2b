import GeneratorScheduling
import SimulationKit
import Testing

@Suite struct ProcessTests {
  struct Failure: Error {}

  @Test func `gives what it returns to all who join it`() throws {
    let simulation = Simulation()
    let environment = simulation.environment
    let work = try environment.process("work") { task in
      try task.wait(3, in: environment)
      return "done"
    }
    var answers: [String] = []
    for start in [0.0, 3, 5] {
      try environment.process { task in
        try task.wait(start, in: environment)
        answers.append("\(try task.join(work)) at \(environment.now)")
      }
    }
    #expect(work.isAlive)
    try simulation.run()
    #expect(answers == ["done at 3.0", "done at 3.0", "done at 5.0"])
    #expect(!work.isAlive)
    #expect(try work.result?.get() == "done")
  }

  @Test func `gives its error to the process that joins it`() throws {
    let simulation = Simulation()
    let environment = simulation.environment
    let work = try environment.process { task in
      try task.wait(3, in: environment)
      throw Failure()
    }
    try environment.process { task in
      #expect(throws: Failure.self) { try task.join(work) }
      #expect(environment.now == 3)
    }
    // No other process gets the error.
    try simulation.run()
  }

  /// That of a process which ran out of time itself, too, though the one who waits is patient.
  @Test func `errors are not taken for impatience`() throws {
    let simulation = Simulation()
    let environment = simulation.environment
    let work = try environment.process { _ in throw SchedulingError.timedOut(after: .zero) }
    try environment.process { task in
      #expect(throws: SchedulingError.self) { try task.wait(for: work, atMost: 10) }
      #expect(environment.now == 0)
      let slow = try environment.process { task in try task.wait(20, in: environment) }
      #expect(try !task.wait(for: slow, atMost: 10))
      #expect(try task.wait(for: slow, atMost: 11))
      #expect(environment.now == 20)
    }
    try simulation.run()
  }

  @Test func `interrupts have a cause`() throws {
    let simulation = Simulation()
    let environment = simulation.environment
    var trace: [String] = []
    let sleeper = try environment.process("sleeper") { task in
      for _ in 0..<3 {
        do {
          try task.wait(10, in: environment)
          trace.append("slept until \(environment.now)")
        } catch let interrupt as Interrupt {
          trace.append("\(environment.now) \(interrupt)")
        }
      }
    }
    try environment.process { task in
      try task.wait(4, in: environment)
      try sleeper.interrupt("noise")
      try sleeper.interrupt()
      try task.join(sleeper)
      #expect(throws: SimulationError.terminated("sleeper")) { try sleeper.interrupt() }
    }
    try simulation.run()
    #expect(trace == ["4.0 interrupted: noise", "4.0 interrupted", "slept until 14.0"])
  }

  @Test func `one that has not started starts`() throws {
    let simulation = Simulation()
    let environment = simulation.environment
    var trace: [String] = []
    try environment.process { _ in
      let other = try environment.process { task in
        trace.append("starts")
        defer { trace.append("ends at \(environment.now)") }
        try task.wait(10, in: environment)
      }
      try other.interrupt("early")
      trace.append("interrupted")
    }
    let error = try #require(throws: Interrupt.self) { try simulation.run() }
    #expect(error.cause as? String == "early")
    #expect(trace == ["interrupted", "starts", "ends at 0.0"])
  }

  @Test func `one that ends meanwhile does not notice`() throws {
    let simulation = Simulation()
    let environment = simulation.environment
    let short = try environment.process { task in
      do { try task.wait(1, in: environment) } catch is Interrupt {}
    }
    try environment.process { _ in
      try short.interrupt(1)
      try short.interrupt(2)
    }
    #expect(try simulation.run() == 0)
    #expect(!short.isAlive)
  }

  @Test func `none interrupts itself`() throws {
    let simulation = Simulation()
    let environment = simulation.environment
    var own: Process<Void>?
    own = try environment.process("narcissus") { task in
      try task.wait(1, in: environment)
      #expect(throws: SimulationError.interruptedItself("narcissus")) { try own?.interrupt() }
      try task.wait(1, in: environment)
    }
    #expect(try simulation.run() == 2)
    own = nil
  }

  @Test func `the messages of errors name the cause`() {
    #expect("\(SimulationError.terminated("p"))" == "p has terminated and cannot be interrupted")
    #expect("\(SimulationError.interruptedItself("p"))" == "p cannot interrupt itself")
    #expect("\(SimulationError.invalidDelay(-1))" == "cannot wait for -1.0")
    #expect("\(SimulationError.untilIsPast(3))" == "the simulation is past 3.0")
    #expect("\(SimulationError.invalidAmount(0))" == "an amount must be greater than 0, and is 0.0")
  }
}
