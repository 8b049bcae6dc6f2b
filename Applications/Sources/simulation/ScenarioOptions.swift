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

/// The common options of all simulations.
struct ScenarioOptions: ParsableArguments {
  // `.unconditional`, so that a negative number is rejected and not read as another option.
  @Option(
    parsing: .unconditional,
    help: "The seed of the random numbers, as for Python's random.seed. (default: 42)",
    transform: parseSeed)
  var seed: UInt64 = 42

  @Option(
    parsing: .unconditional, help: "The simulated time to stop at.", transform: parseTime)
  var until: Double?

  @Flag(help: "Print only the result.")
  var quiet = false

  @Flag(help: "Draw without Unicode's blocks.")
  var ascii = false

  /// Runs a simulation with these options, and prints its lines and its result.
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

/// Returns a number that must be at least 1.
func parseCount(_ text: String) throws -> Int {
  guard let count = Int(text), (1...1_000_000).contains(count) else {
    throw ValidationError("there must be a number of them from 1 to 1000000")
  }
  return count
}

/// The number of characters in a line of the terminal; `nil` if standard output isn't a terminal.
private var terminalWidth: Int? {
  guard isatty(STDOUT_FILENO) == 1 else { return nil }
  var size = winsize()
  // A terminal that doesn't know its size returns 0.
  _ = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size)
  return size.ws_col > 0 ? Int(size.ws_col) : 80
}
