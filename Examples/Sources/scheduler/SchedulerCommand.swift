import ArgumentParser
import ExampleSupport
import SchedulerKit

@main
struct SchedulerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scheduler", abstract: "An operating system whose tasks are coroutines.",
    version: packageVersion)

  static func main() { runAsMain() }

  func run() throws {
    let output = Output()
    for demonstration in demonstrations {
      output.print("# \(demonstration.title)")
      try demonstration.run { output.print("  \($0)") }
    }
    output.flush()
  }
}
