import ArgumentParser
import CommandSupport

/// The command, with subcommands.
@main
struct SimulationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulation",
    abstract: "Run SimPy's examples as tasks of a scheduler, in virtual time.",
    discussion: """
      Each prints the lines of SimPy's example of that name, for the same seed of Python's random \
      numbers. After an empty line it prints the result, and a chart of how many have waited over \
      time.

      EXAMPLES:
        simulation bank
        simulation bank --seed 7 --customers 100 --quiet
        simulation carwash --until 200 --machines 1
        simulation machineshop --ascii
        simulation gasstation --until 10000
      """,
    version: packageVersion,
    subcommands: [
      BankCommand.self, CarwashCommand.self, MachineShopCommand.self, GasStationCommand.self,
    ]
  )

  static func main() { runAsMain() }
}
