import ArgumentParser
import CommandSupport

/// The command, which is a family of commands.
@main
struct SimulationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulation",
    abstract: "Run SimPy's examples as tasks of a scheduler, in virtual time.",
    discussion: """
      Each prints what SimPy's example of that name prints, line by line, for the same seed of \
      Python's random numbers; then, after an empty line, what it has come to, and how many have \
      waited over the time.

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
