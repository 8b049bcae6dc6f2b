import ArgumentParser
import SimulationKit

struct BankCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bank", abstract: "A bank whose customers leave when they lose patience.",
    discussion: "It ends when all customers have left, or with --until. Times are in minutes.")

  @OptionGroup var options: ScenarioOptions

  @Option(
    parsing: .unconditional, help: "The number of customers. (default: 5)",
    transform: parseCount)
  var customers = 5

  @Option(
    parsing: .unconditional, help: "The number of counters. (default: 1)",
    transform: parseCount)
  var counters = 1

  func run() throws {
    var scenario = BankRenege()
    scenario.customerCount = customers
    scenario.counterCount = counters
    try options.run(scenario)
  }
}

struct CarwashCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "carwash", abstract: "A carwash with a few machines, which cars wait for.",
    discussion: "It ends after 20 minutes, or with --until.")

  @OptionGroup var options: ScenarioOptions

  @Option(
    parsing: .unconditional, help: "The number of cars washed at once. (default: 2)",
    transform: parseCount)
  var machines = 2

  func run() throws {
    var scenario = Carwash()
    scenario.machineCount = machines
    try options.run(scenario)
  }
}

struct MachineShopCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "machineshop",
    abstract: "Machines that break down, and a repairman who leaves other jobs for them.",
    discussion: "It ends after 40320 minutes, which are four weeks, or with --until.")

  @OptionGroup var options: ScenarioOptions

  @Option(
    parsing: .unconditional, help: "The number of machines. (default: 10)",
    transform: parseCount)
  var machines = 10

  @Option(
    parsing: .unconditional, help: "The number of machines repaired at once. (default: 1)",
    transform: parseCount)
  var repairmen = 1

  func run() throws {
    var scenario = MachineShop()
    scenario.machineCount = machines
    scenario.repairmanCount = repairmen
    try options.run(scenario)
  }
}

struct GasStationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gasstation", abstract: "A gas station, whose tank a truck refills.",
    discussion: "It ends after 1000 seconds, or with --until.")

  @OptionGroup var options: ScenarioOptions

  @Option(
    parsing: .unconditional, help: "The number of cars refuelled at once. (default: 2)",
    transform: parseCount)
  var pumps = 2

  func run() throws {
    var scenario = GasStation()
    scenario.pumpCount = pumps
    try options.run(scenario)
  }
}
