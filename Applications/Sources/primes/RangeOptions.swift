import ArgumentParser
import PrimesKit

/// Where to look for primes.
struct RangeOptions: ParsableArguments {
  // A number that is negative is one, to be refused, and not another option.
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Look at no number less than this (default: 0).", valueName: "number"),
    transform: parseNumber)
  var from: UInt128?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Look only at numbers less than this.", valueName: "number"),
    transform: parseNumber)
  var below: UInt128?

  func validate() throws {
    if let from, from >= below ?? 1 << 64 {
      throw ValidationError("--from must be less than \(below == nil ? "2^64" : "--below").")
    }
  }

  /// The numbers to look at; `nil` where there are none.
  var range: ClosedRange<UInt64>? {
    let end = below ?? 1 << 64
    return end == 0 ? nil : UInt64(from ?? 0)...UInt64(end - 1)
  }
}

/// A number in one of the ways of writing it.
func parseNumber(_ text: String) throws -> UInt128 {
  guard let number = wholeNumber(text) else {
    throw ValidationError("a number is written as 1000000, 10^6 or 1e6, and is at most 2^64")
  }
  return number
}
