internal import GeneratorAlgorithms
public import Generators

/// Consecutive numbers in which one worker looks for primes.
public struct Segment: Sendable {
  /// The numbers.
  public let numbers: ClosedRange<UInt64>

  /// All odd primes whose squares are among or below the numbers, in order, and perhaps more.
  ///
  /// It is empty if there would be too many of them; then the numbers are tested one by one.
  let basePrimes: [UInt32]

  /// Returns the primes among the numbers, in order.
  public func primes() -> [UInt64] {
    if basePrimes.isEmpty { return Array(candidates(in: numbers).lazy.filter(isPrime)) }
    let sieve = Sieve(self)
    var primes: [UInt64] = numbers.contains(2) ? [2] : []
    primes.reserveCapacity(sieve.count + 1)
    sieve.forEach { primes.append($0) }
    return primes
  }

  /// Returns the number of primes among the numbers.
  public func primeCount() -> Int {
    if basePrimes.isEmpty { return candidates(in: numbers).lazy.filter(isPrime).elementCount() }
    return Sieve(self).count + (numbers.contains(2) ? 1 : 0)
  }
}

/// A method of finding primes.
public enum Method: Sendable, Equatable {
  /// The sieve of Eratosthenes, a segment at a time: about a nanosecond for a number. It needs all primes up
  /// to the root.
  case sieve

  /// The test of Miller and Rabin, one by one: some hundred nanoseconds for a number.
  case test
}

/// Returns the numbers of a range in segments, each about a millisecond of work or more.
///
/// - Parameters:
///   - range: The numbers.
///   - method: The method of finding primes.
/// - Returns: The segments, in order. Each has all that its work needs, on any thread.
public func segments(of range: ClosedRange<UInt64>, by method: Method) -> Generator<Segment> {
  Generator { yield in
    var basePrimes = BasePrimes()
    var start = range.lowerBound
    while true {
      let length = method == .sieve ? sieveLength(from: start) : 1 << 13
      let (next, isBeyond) = start.addingReportingOverflow(length)
      let end = isBeyond ? range.upperBound : min(range.upperBound, next - 1)
      let primes = method == .sieve ? basePrimes.reaching(squareRoot(end)) : []
      try yield(Segment(numbers: start...end, basePrimes: primes))
      if end == range.upperBound { return }
      start = end + 1
    }
  }
}

/// Returns the count of numbers for which going through all primes up to their root is worth its time.
private func sieveLength(from start: UInt64) -> UInt64 {
  let root = squareRoot(start)
  return max(1 << 19, 1 << UInt64(65 - root.leadingZeroBitCount))
}

/// The odd primes up to a limit that grows.
private struct BasePrimes {
  private var primes: [UInt32] = []
  private var limit: UInt64 = 0

  mutating func reaching(_ number: UInt64) -> [UInt32] {
    // Somewhat further than requested, so that this isn't repeated for each segment; 3 is always there.
    if number > limit || primes.isEmpty {
      limit = max(1 << 10, number + number / 4)
      let roots = UInt64(2)...max(limit, 2)
      var found = BasePrimes()
      // The root of 2^10 is that of a table. Beyond that, roots get small quickly.
      let base = limit <= 1 << 10 ? Self.first : found.reaching(squareRoot(limit))
      primes = Segment(numbers: roots, basePrimes: base).primes().dropFirst().map(UInt32.init)
    }
    return primes
  }

  /// The odd primes up to the root of 2^10.
  private static let first: [UInt32] = [3, 5, 7, 11, 13, 17, 19, 23, 29, 31]
}

/// Returns the largest number whose square is not greater.
func squareRoot(_ number: UInt64) -> UInt64 {
  // A double has fewer bits than the number, so the root may be off by one.
  var root = UInt64(Double(number).squareRoot())
  while root.multipliedReportingOverflow(by: root).overflow || root * root > number { root -= 1 }
  while root < UInt64(UInt32.max), (root + 1) * (root + 1) <= number { root += 1 }
  return root
}
