import ArgumentParser
import CommandSupport
import SchedulerKit

/// The command, with a subcommand for each program.
@main
struct SchedulerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scheduler",
    abstract: "The operating system of \"A Curious Course on Coroutines and Concurrency\".",
    discussion: """
      Small programs of tasks that run in turn on one thread. Each shows one request that a task can \
      make to its scheduler. Time is virtual, so they end at once and print the same on each run. \
      Without a command all of them run.
      """,
    version: packageVersion,
    subcommands: [
      All.self, Tasks.self, Calls.self, Wait.self, Kill.self, PS.self, Pipe.self, Deadlock.self,
    ],
    defaultSubcommand: All.self
  )

  static func main() { runAsMain() }

  struct All: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "all", abstract: "Run all programs, one after the other.")

    func run() throws {
      let printer = LinePrinter()
      defer { printer.finish() }
      for (number, program) in programs.enumerated() {
        if number > 0 { printer.print() }
        printer.print("# \(program.title)")
        try program.run { printer.print("  \($0)") }
      }
    }
  }

  struct Tasks: ProgramCommand { static let name = "tasks" }
  struct Calls: ProgramCommand { static let name = "calls" }
  struct Wait: ProgramCommand { static let name = "wait" }
  struct Kill: ProgramCommand { static let name = "kill" }
  struct PS: ProgramCommand { static let name = "ps" }
  struct Pipe: ProgramCommand { static let name = "pipe" }
  struct Deadlock: ProgramCommand { static let name = "deadlock" }
}

/// A command that runs the program of its name.
protocol ProgramCommand: ParsableCommand {
  static var name: String { get }
}

extension ProgramCommand {
  private static var program: Program { programs.first { $0.name == name }! }

  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: name, abstract: "\(program.title).")
  }

  func run() throws {
    let printer = LinePrinter()
    defer { printer.finish() }
    try Self.program.run { printer.print($0) }
  }
}
