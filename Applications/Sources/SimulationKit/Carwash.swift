import GeneratorScheduling

/// SimPy's example of a carwash, where processes wait for others.
///
/// Its core is:
///
/// ```swift
/// func car(_ name: String, _ task: TaskContext) throws {
///   try machine.use(task) {
///     try task.join(environment.process { [self] task in try wash(name, task) })
///   }
/// }
/// ```
public struct Carwash: Scenario {
  /// The seed of the random numbers.
  public var seed: UInt64 = 42

  /// The time at which it ends.
  public var until: Double? = 20

  /// The number of cars that are washed at once.
  public var machineCount = 2

  /// The approximate time between two cars.
  public var interval = 7

  /// The time that washing a car takes.
  public var washTime = 5.0

  /// Creates SimPy's carwash.
  public init() {}

  /// Runs it, and prints the lines of SimPy's example.
  public func run(print: @escaping (String) -> Void) throws -> Report {
    let simulation = Simulation()
    let wash = Wash(self, simulation.environment, print)
    print("Carwash")
    print("Check out http://youtu.be/fXXmeP9TvBg while simulating ... ;-)")
    try simulation.environment.process("setup") { task in try wash.setup(task) }
    let end = try simulation.run(until: until)
    return wash.report(until: end)
  }
}

private final class Wash {
  let parameters: Carwash
  let environment: Environment
  let random: PythonRandom
  let machine: Resource
  let print: (String) -> Void
  var carCount = 0
  var washedCount = 0
  var waits = Mean()

  init(_ parameters: Carwash, _ environment: Environment, _ print: @escaping (String) -> Void) {
    self.parameters = parameters
    self.environment = environment
    self.print = print
    random = PythonRandom(seed: parameters.seed)
    machine = Resource(environment, capacity: parameters.machineCount, name: "machine")
  }

  /// Starts four cars at once, and then others one after the other.
  func setup(_ task: TaskContext) throws {
    for _ in 0..<4 { try addCar() }
    while true {
      let (least, most) = (parameters.interval - 2, parameters.interval + 2)
      try task.wait(Double(random.randint(least, most)), in: environment)
      try addCar()
    }
  }

  private func addCar() throws {
    let name = "Car \(carCount)"
    carCount += 1
    try environment.process(name) { [self] task in try car(name, task) }
  }

  /// Arrives, is washed, and leaves.
  func car(_ name: String, _ task: TaskContext) throws {
    let arrival = environment.now
    print("\(name) arrives at the carwash at \(time).")
    try machine.use(task) {
      waits.add(environment.now - arrival)
      print("\(name) enters the carwash at \(time).")
      try task.join(
        environment.process("wash of \(name)") { [self] task in try wash(name, task) })
      print("\(name) leaves the carwash at \(time).")
    }
  }

  /// Washes a car.
  func wash(_ name: String, _ task: TaskContext) throws {
    try task.wait(parameters.washTime, in: environment)
    print("Carwash removed \(random.randint(50, 99))% of \(name)'s dirt.")
    washedCount += 1
  }

  var time: String { String(fixed: environment.now, decimals: 2) }

  func report(until end: Double) -> Report {
    Report(
      figures: [
        ("cars", "\(carCount)"),
        ("washed", "\(washedCount)"),
        ("mean wait", waits.text(unit: "min")),
      ],
      charts: [
        HistoryChart("Cars waiting", of: machine.queueHistory, until: end, unit: "min")
      ])
  }
}
