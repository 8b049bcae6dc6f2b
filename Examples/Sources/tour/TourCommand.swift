import ArgumentParser
import ExampleSupport
import TourKit

@main
struct TourCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tour", abstract: "Python's generators in Swift, one idea after the other.",
    version: packageVersion)

  static func main() { runAsMain() }

  @Option(help: "The width of a page (default: that of the terminal).")
  var width: UInt16?

  func run() throws {
    let output = Output()
    for stop in tour {
      try (stop.page(width: width.map { Int($0) } ?? Output.width) + [""]).forEach(output.print)
    }
    output.flush()
  }
}
