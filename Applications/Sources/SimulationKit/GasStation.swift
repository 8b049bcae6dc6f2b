import GeneratorScheduling

/// SimPy's example of a gas station, whose tank is refilled by a truck.
///
/// Its core is:
///
/// ```swift
/// try pumps.use(task) {
///   try tank.get(required, task)
///   try task.wait(required / speed, in: environment)
/// }
/// ```
public struct GasStation: Scenario {
  /// The seed of the random numbers.
  public var seed: UInt64 = 42

  /// The time at which it ends.
  public var until: Double? = 1000

  /// The number of cars that are refuelled at once.
  public var pumpCount = 2

  /// The capacity of the station's tank in litres.
  public var tankSize = 200.0

  /// The time between two cars.
  public var interval = 30...300

  /// Creates SimPy's gas station.
  public init() {}

  /// Runs it, and prints the lines of SimPy's example.
  public func run(print: @escaping (String) -> Void) throws -> Report {
    let simulation = Simulation()
    let station = Station(self, simulation.environment, print)
    print("Gas Station refuelling")
    try simulation.environment.process("control") { task in try station.control(task) }
    try simulation.environment.process("cars") { task in try station.cars(task) }
    let end = try simulation.run(until: until)
    return station.report(until: end)
  }
}

private final class Station {
  let parameters: GasStation
  let environment: Environment
  let random: PythonRandom
  let pumps: Resource
  let tank: Container
  let print: (String) -> Void
  let threshold = 25.0
  let carTankSize = 50
  let truckTime = 300.0
  let litresPerSecond = 2.0
  var carCount = 0
  var refuelledCount = 0
  var truckCount = 0
  var soldLitres = 0.0

  init(_ parameters: GasStation, _ environment: Environment, _ print: @escaping (String) -> Void) {
    self.parameters = parameters
    self.environment = environment
    self.print = print
    random = PythonRandom(seed: parameters.seed)
    pumps = Resource(environment, capacity: parameters.pumpCount, name: "pumps")
    tank = Container(
      environment, capacity: parameters.tankSize, level: parameters.tankSize, name: "tank")
  }

  /// Starts the cars.
  func cars(_ task: TaskContext) throws {
    while true {
      let interval = parameters.interval
      try task.wait(
        Double(random.randint(interval.lowerBound, interval.upperBound)), in: environment)
      let name = "Car \(carCount)"
      carCount += 1
      try environment.process(name) { [self] task in try car(name, task) }
    }
  }

  /// Arrives, and fills its tank.
  func car(_ name: String, _ task: TaskContext) throws {
    let required = Double(carTankSize - random.randint(5, 25))
    note("\(name) arrived at gas station")
    try pumps.use(task) {
      try tank.get(required, task)
      try task.wait(required / litresPerSecond, in: environment)
      note("\(name) refueled with \(String(fixed: required, decimals: 1))L")
      refuelledCount += 1
      soldLitres += required
    }
  }

  /// Checks every ten seconds whether the station's tank must be filled, and calls a truck.
  func control(_ task: TaskContext) throws {
    while true {
      if tank.level / tank.capacity * 100 < threshold {
        note("Calling tank truck")
        try task.join(environment.process("truck") { [self] task in try truck(task) })
      }
      try task.wait(10, in: environment)
    }
  }

  /// Arrives after some time, and fills the station's tank.
  func truck(_ task: TaskContext) throws {
    try task.wait(truckTime, in: environment)
    let amount = tank.capacity - tank.level
    try tank.requestPut(amount)
    truckCount += 1
    let litres = String(fixed: amount, decimals: 1)
    note("Tank truck arrived and refuelled station with \(litres)L")
  }

  func note(_ text: String) {
    print("\(String(fixed: environment.now, decimals: 1, width: 6)) s: \(text)")
  }

  func report(until end: Double) -> Report {
    Report(
      figures: [
        ("cars", "\(carCount)"),
        ("refuelled", "\(refuelledCount)"),
        ("sold", String(fixed: soldLitres, decimals: 1) + " L"),
        ("tank trucks", "\(truckCount)"),
      ],
      charts: [
        HistoryChart("Cars waiting for a pump", of: pumps.queueHistory, until: end, unit: "s"),
        HistoryChart("Litres in the tank", of: tank.levelHistory, until: end, unit: "s"),
      ])
  }
}
