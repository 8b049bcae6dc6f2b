import ArgumentParser
import CommandSupport
import SimulationKit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The options that all simulations have.
struct ScenarioOptions: ParsableArguments {
  // A number that is negative is one, to be refused, and not another option.
  @Option(
    parsing: .unconditional,
    help: "What the random numbers are made from, as by Python's random.seed. (default: 42)",
    transform: parseSeed)
  var seed: UInt64 = 42

  @Option(
    parsing: .unconditional, help: "When to stop, in the simulation's time.", transform: parseTime)
  var until: Double?

  @Flag(help: "Print only what it has come to.")
  var quiet = false

  @Flag(help: "Draw without Unicode's blocks.")
  var ascii = false

  /// Runs a simulation as the options say, and prints what it tells.
  func run(_ scenario: some Scenario) throws {
    var scenario = scenario
    scenario.seed = seed
    if let until { scenario.until = until }
    let isQuiet = quiet
    let printer = LinePrinter()
    defer { printer.finish() }
    let report = try scenario.run { line in
      if !isQuiet { printer.print(line) }
    }
    if !quiet { printer.print() }
    printer.write(report.text(width: terminalWidth ?? 72, isASCII: ascii))
  }
}

private func parseSeed(_ text: String) throws -> UInt64 {
  guard let seed = UInt64(text) else {
    throw ValidationError("a seed is a whole number from 0 to \(UInt64.max)")
  }
  return seed
}

private func parseTime(_ text: String) throws -> Double {
  guard let time = Double(text), time > 0, time <= 1e12 else {
    throw ValidationError("the time must be a number greater than 0, and 1e12 at most")
  }
  return time
}

/// How many there are of something that there must be some of.
func parseCount(_ text: String) throws -> Int {
  guard let count = Int(text), (1...1_000_000).contains(count) else {
    throw ValidationError("there must be a number of them from 1 to 1000000")
  }
  return count
}

/// How many characters a line of the terminal has; `nil` where standard output is none.
private var terminalWidth: Int? {
  guard isatty(STDOUT_FILENO) == 1 else { return nil }
  var size = winsize()
  // One that does not know its size says 0.
  _ = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size)
  return size.ws_col > 0 ? Int(size.ws_col) : 80
}
