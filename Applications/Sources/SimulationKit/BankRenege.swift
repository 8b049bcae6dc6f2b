import GeneratorScheduling

/// SimPy's example of a bank whose customers leave when they lose patience.
///
/// Its core is:
///
/// ```swift
/// func customer(_ name: String, _ task: TaskContext) throws {
///   try counter.use(task, atMost: patience) {
///     try task.wait(random.expovariate(1 / timeInBank), in: environment)
///   }
/// }
/// ```
public struct BankRenege: Scenario {
  /// The seed of the random numbers.
  public var seed: UInt64 = 42

  /// The time at which it ends, or `nil` to end when all customers have left.
  public var until: Double?

  /// The number of customers.
  public var customerCount = 5

  /// The number of counters.
  public var counterCount = 1

  /// The average time between two customers.
  public var interval = 10.0

  /// Creates SimPy's bank.
  public init() {}

  /// Runs it, and prints the lines of SimPy's example.
  public func run(print: @escaping (String) -> Void) throws -> Report {
    let simulation = Simulation()
    let bank = Bank(self, simulation.environment, print)
    print("Bank renege")
    try simulation.environment.process("source") { task in try bank.source(task) }
    let end = try simulation.run(until: until)
    return bank.report(until: end)
  }
}

private final class Bank {
  let parameters: BankRenege
  let environment: Environment
  let random: PythonRandom
  let counter: Resource
  let print: (String) -> Void
  let (leastPatience, mostPatience) = (1.0, 3.0)
  let timeInBank = 12.0
  var arrived = 0
  var waits = Mean()
  var servedCount = 0
  var renegedCount = 0

  init(_ parameters: BankRenege, _ environment: Environment, _ print: @escaping (String) -> Void) {
    self.parameters = parameters
    self.environment = environment
    self.print = print
    random = PythonRandom(seed: parameters.seed)
    counter = Resource(environment, capacity: parameters.counterCount, name: "counter")
  }

  /// Starts a process for each customer.
  func source(_ task: TaskContext) throws {
    for number in 0..<parameters.customerCount {
      let name = "Customer" + "\(number)".leftPadded(to: 2, with: "0")
      try environment.process(name) { [self] task in try customer(name, task) }
      try task.wait(random.expovariate(1 / parameters.interval), in: environment)
    }
  }

  /// Waits for a counter, is served and leaves, or leaves when the patience is over.
  func customer(_ name: String, _ task: TaskContext) throws {
    let arrival = environment.now
    arrived += 1
    note("\(name): Here I am")
    let patience = random.uniform(leastPatience, mostPatience)
    let service: Void? = try counter.use(task, atMost: patience) {
      let wait = environment.now - arrival
      waits.add(wait)
      note("\(name): Waited \(String(fixed: wait, decimals: 3, width: 6))")
      try task.wait(random.expovariate(1 / timeInBank), in: environment)
      note("\(name): Finished")
      servedCount += 1
    }
    if service == nil {
      let wait = String(fixed: environment.now - arrival, decimals: 3, width: 6)
      note("\(name): RENEGED after \(wait)")
      renegedCount += 1
    }
  }

  func note(_ text: String) {
    print("\(String(fixed: environment.now, decimals: 4, width: 7)) \(text)")
  }

  func report(until end: Double) -> Report {
    Report(
      figures: [
        ("customers", "\(arrived)"),
        ("served", "\(servedCount)"),
        ("reneged", "\(renegedCount)"),
        ("mean wait of those served", waits.text(unit: "min")),
      ],
      charts: [
        HistoryChart(
          "Customers waiting", of: counter.queueHistory, until: end, unit: "min")
      ])
  }
}
