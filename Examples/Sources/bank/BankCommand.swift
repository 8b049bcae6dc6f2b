import ArgumentParser
import BankKit
import ExampleSupport
import Foundation

@main
struct BankCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bank", abstract: "Simulates a bank whose customers don't wait for long.",
    version: packageVersion)

  static func main() { runAsMain() }

  @Option(parsing: .unconditional, help: "The number that the random numbers are made from.")
  var seed: UInt64 = 7

  @Option(parsing: .unconditional, help: "How many customers come.")
  var customers = 5

  @Option(parsing: .unconditional, help: "How many counters there are.")
  var counters = 1

  @Flag(help: "Print only the sums.")
  var quiet = false

  func validate() throws {
    guard 1...1_000_000 ~= customers, 1...1_000_000 ~= counters else {
      throw ValidationError("There must be from 1 to 1000000 customers and counters.")
    }
  }

  func run() throws {
    var bank = Bank()
    (bank.seed, bank.customers, bank.counters) = (seed, customers, counters)
    let (output, isQuiet) = (Output(), quiet)
    let report = try bank.run { line in if !isQuiet { output.print(line) } }
    output.print("\(report.served) served, \(report.reneged) reneged")
    output.print(
      String(format: "mean wait %.3f min, end at %.3f min", report.meanWait, report.end))
    output.flush()
  }
}
