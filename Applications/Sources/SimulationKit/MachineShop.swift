import GeneratorScheduling

/// SimPy's example of a workshop whose machines break down, and are repaired before other work is done.
///
/// SimPy's `with request`, `yield` and `except Interrupt` are here:
///
/// ```swift
/// do {
///   try task.wait(left, in: environment)
///   left = 0
/// } catch is Interrupt {
///   left -= environment.now - start
///   try repairman.use(task, priority: 1) { try task.wait(repairTime, in: environment) }
/// }
/// ```
public struct MachineShop: Scenario {
  /// The seed of the random numbers.
  public var seed: UInt64 = 42

  /// The time at which it ends, in minutes.
  public var until: Double? = 4 * Self.week

  /// The number of machines.
  public var machineCount = 10

  /// The number of machines that can be repaired at once.
  public var repairmanCount = 1

  /// A week, in minutes.
  public static let week = 7.0 * 24 * 60

  /// Creates SimPy's machine shop.
  public init() {}

  /// Runs it, and prints the lines of SimPy's example.
  public func run(print: @escaping (String) -> Void) throws -> Report {
    let simulation = Simulation()
    print("Machine shop")
    let shop = try Shop(self, simulation.environment)
    let end = try simulation.run(until: until)
    print("Machine shop results after \(String(short: end / Self.week)) weeks")
    for machine in shop.machines { print("\(machine.name) made \(machine.partCount) parts.") }
    return shop.report(until: end)
  }
}

private final class Shop {
  let environment: Environment
  let random: PythonRandom
  let repairman: PreemptiveResource
  var machines: [Machine] = []
  var otherJobCount = 0
  var preemptionCount = 0
  private let jobDuration = 30.0

  init(_ parameters: MachineShop, _ environment: Environment) throws {
    self.environment = environment
    random = PythonRandom(seed: parameters.seed)
    repairman = PreemptiveResource(
      environment, capacity: parameters.repairmanCount, name: "repairman")
    for number in 0..<parameters.machineCount {
      machines.append(try Machine("Machine \(number)", self))
    }
    try environment.process("other jobs") { [self] task in try doOtherJobs(task) }
  }

  /// Does the repairman's other work while no machine is broken.
  func doOtherJobs(_ task: TaskContext) throws {
    while true {
      var left = jobDuration
      while left > 0 {
        try repairman.use(task, priority: 2) {
          let start = environment.now
          do {
            try task.wait(left, in: environment)
            left = 0
          } catch is Interrupt {
            preemptionCount += 1
            left -= environment.now - start
          }
        }
      }
      otherJobCount += 1
    }
  }

  func report(until end: Double) -> Report {
    let parts = machines.reduce(0) { $0 + $1.partCount }
    let breakdowns = machines.reduce(0) { $0 + $1.breakdownCount }
    return Report(
      figures: [
        ("parts", "\(parts)"),
        ("breakdowns", "\(breakdowns)"),
        ("other jobs done", "\(otherJobCount)"),
        ("other jobs interrupted", "\(preemptionCount)"),
      ],
      charts: [
        HistoryChart(
          "Waiting for the repairman", of: repairman.queueHistory, until: end, unit: "min")
      ])
  }
}

/// A machine that makes parts, and breaks down now and then.
private final class Machine {
  let name: String
  private(set) var partCount = 0
  private(set) var breakdownCount = 0
  private unowned let shop: Shop
  private var isBroken = false
  private let (meanTimePerPart, deviation) = (10.0, 2.0)
  private let meanTimeToFailure = 300.0
  private let repairTime = 30.0

  init(_ name: String, _ shop: Shop) throws {
    self.name = name
    self.shop = shop
    let work = try shop.environment.process(name) { [self] task in try makeParts(task) }
    try shop.environment.process("failures of \(name)") { [self] task in
      try fail(work, task)
    }
  }

  private func makeParts(_ task: TaskContext) throws {
    let environment = shop.environment
    while true {
      var left = timePerPart()
      while left > 0 {
        let start = environment.now
        do {
          try task.wait(left, in: environment)
          left = 0
        } catch is Interrupt {
          isBroken = true
          left -= environment.now - start
          try shop.repairman.use(task, priority: 1) {
            try task.wait(repairTime, in: environment)
          }
          isBroken = false
        }
      }
      partCount += 1
    }
  }

  /// Breaks the machine at random times while it works.
  private func fail(_ work: Process<Void>, _ task: TaskContext) throws {
    while true {
      let time = shop.random.expovariate(1 / meanTimeToFailure)
      try task.wait(time, in: shop.environment)
      if !isBroken {
        try work.interrupt()
        breakdownCount += 1
      }
    }
  }

  private func timePerPart() -> Double {
    while true {
      // It may be negative, which a time can't be.
      let time = shop.random.normalvariate(meanTimePerPart, deviation)
      if time > 0 { return time }
    }
  }
}
