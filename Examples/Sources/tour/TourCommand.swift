import ArgumentParser
import ExampleSupport
import TourKit

/// Prints the stops of the tour, each under its heading.
@main
struct TourCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tour",
    abstract: "Python's generators in Swift, one idea after the other.",
    discussion: "It prints what the functions of TourKit/Tour.swift do, in their order.",
    version: packageVersion)

  static func main() { runAsMain() }

  func run() throws {
    let printer = Output()
    defer { printer.flush() }
    for (number, stop) in tour.enumerated() {
      if number > 0 { printer.print() }
      printer.print("# \(stop.title)")
      try stop.run { printer.print("  \($0)") }
    }
  }
}
