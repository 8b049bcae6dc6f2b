import ArgumentParser
import PrimesKit

/// The options for the numbers to test.
struct RangeOptions: ParsableArguments {
  // `.unconditional`, so that a negative number is rejected and not read as another option.
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Test no number less than this (default: 0).", valueName: "number"),
    transform: parseNumber)
  var from: UInt128?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Test only numbers less than this.", valueName: "number"),
    transform: parseNumber)
  var below: UInt128?

  func validate() throws {
    if let from, from >= below ?? 1 << 64 {
      throw ValidationError("--from must be less than \(below == nil ? "2^64" : "--below").")
    }
  }

  /// The numbers to test; `nil` if there are none.
  var range: ClosedRange<UInt64>? {
    let end = below ?? 1 << 64
    return end == 0 ? nil : UInt64(from ?? 0)...UInt64(end - 1)
  }
}

/// Returns the number that is written in one of the allowed ways.
func parseNumber(_ text: String) throws -> UInt128 {
  guard let number = wholeNumber(text) else {
    throw ValidationError("a number is written as 1000000, 10^6 or 1e6, and is at most 2^64")
  }
  return number
}
