import GeneratorScheduling
import SimulationKit
import Testing

/// A program of processes, and SimPy's results: see `record_simpy.py`.
struct Program: Decodable {
  let kind: String
  let capacity: Int
  let tank: [Double]
  let roots: Int
  let processes: [[Step]]
  let trace: [String]

  struct Step: Decodable {
    let kind: String
    let arguments: [Int]

    init(from decoder: any Decoder) throws {
      var values = try decoder.unkeyedContainer()
      kind = try values.decode(String.self)
      var arguments: [Int] = []
      while !values.isAtEnd { arguments.append(try values.decode(Int.self)) }
      self.arguments = arguments
    }
  }
}

/// Runs a program, as `run_program` of `record_simpy.py` does.
private final class Interpreter {
  let program: Program
  let environment: Environment
  let resource: Resource
  let tank: Container
  var processes: [Int: Process<Int>] = [:]
  var trace: [String] = []

  init(_ program: Program, _ environment: Environment) {
    self.program = program
    self.environment = environment
    resource =
      switch program.kind {
      case "resource": Resource(environment, capacity: program.capacity)
      case "priority": PriorityResource(environment, capacity: program.capacity)
      default: PreemptiveResource(environment, capacity: program.capacity)
      }
    tank = Container(environment, capacity: program.tank[0], level: program.tank[1])
  }

  static func trace(of program: Program) throws -> [String] {
    let simulation = Simulation()
    let interpreter = Interpreter(program, simulation.environment)
    for number in 0..<program.roots { try interpreter.start(number) }
    try simulation.run(until: 100)
    return interpreter.trace
  }

  func start(_ number: Int) throws {
    processes[number] = try environment.process("\(number)") { [unowned self] task in
      try run(number, task)
    }
  }

  func run(_ number: Int, _ task: TaskContext) throws -> Int {
    func note(_ text: String) { trace.append("\(Int(environment.now)) \(number) \(text)") }
    note("starts")
    for step in program.processes[number] {
      do {
        try run(step, number, task, note)
      } catch let interrupt as Interrupt {
        let cause =
          switch interrupt.cause {
          case let cause as Preempted:
            "preempted by \(cause.by.name!), had it since \(Int(cause.usageSince))"
          case let cause as Int: "\(cause)"
          default: "?"
          }
        note("was interrupted: \(cause)")
      }
    }
    note("ends")
    return number * 10
  }

  private func run(
    _ step: Program.Step, _ number: Int, _ task: TaskContext, _ note: (String) -> Void
  ) throws {
    let arguments = step.arguments
    func request() -> Request {
      guard let resource = resource as? PriorityResource else { return resource.request(task) }
      return resource.request(task, priority: arguments[0], preempts: arguments[1] == 1)
    }
    func wait(_ time: Int) throws { try task.wait(Double(time), in: environment) }

    switch step.kind {
    case "wait":
      try wait(arguments[0])
      note("waited")
    case "use":
      let request = request()
      defer { resource.release(request) }
      try task.wait(for: request)
      note("has it")
      try wait(arguments[2])
      note("had it")
    case "try":
      let request = request()
      defer { resource.release(request) }
      if try task.wait(for: request, atMost: Double(arguments[3])) {
        note("has it")
        try wait(arguments[2])
        note("had it")
      } else {
        note("gave up")
      }
    case "put":
      try tank.put(Double(arguments[0]), task)
      note("put: \(Int(tank.level))")
    case "get":
      try tank.get(Double(arguments[0]), task)
      note("got: \(Int(tank.level))")
    case "pour":
      try tank.requestPut(Double(arguments[0]))
      note("poured: \(Int(tank.level))")
    case "start":
      guard processes[arguments[0]] == nil else { return }
      try start(arguments[0])
      note("started \(arguments[0])")
    case "join":
      guard arguments[0] != number, let other = processes[arguments[0]] else { return }
      note("joined \(arguments[0]): \(try task.join(other))")
    case "interrupt":
      guard arguments[0] != number, let other = processes[arguments[0]], other.isAlive else {
        return
      }
      try other.interrupt(number)
      note("interrupted \(arguments[0])")
    default:
      Issue.record("no such step: \(step.kind)")
    }
  }
}

@Suite struct ProgramsTests {
  @Test func `happen in sim pys order`() throws {
    let programs = try recorded("Programs.json", as: Program.self)
    #expect(programs.count == 250)
    for (index, program) in programs.enumerated() {
      let trace = try Interpreter.trace(of: program)
      #expect(trace == program.trace, "program \(index)")
    }
  }
}
