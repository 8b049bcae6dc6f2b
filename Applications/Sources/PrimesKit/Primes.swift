public import GeneratorParallel
public import Generators

/// Returns the primes of a range, in order, found by several workers.
///
/// ```swift
/// for prime in primes(in: 1_000_000_000_000_000...(.max)).prefix(3) { print(prime) }
/// ```
///
/// - Parameters:
///   - range: The numbers to test.
///   - descending: Whether the largest comes first.
///   - workers: The number of threads; `nil` means one for each processor.
/// - Returns: The primes. Each is looked for only when it is requested.
public func primes(
  in range: ClosedRange<UInt64>, descending: Bool = false, workers: Int? = nil
) -> ParallelSequence<UInt64, Never> {
  switch listingMethod(in: range, descending: descending) {
  case .sieve: parallel(segments(of: range, by: .sieve), workers: workers).flatMap { $0.primes() }
  case .test:
    parallel(candidates(in: range, descending: descending), workers: workers).filter { isPrime($0) }
  }
}

/// Returns the method by which ``primes(in:descending:workers:)`` finds them.
///
/// A sieve is worth its cost for many primes from the beginning on, but not for a few far away.
func listingMethod(in range: ClosedRange<UInt64>, descending: Bool) -> Method {
  descending || range.lowerBound >= 1 << 40 ? .test : .sieve
}

/// The number of primes up to a number.
public struct PrimeCount: Sendable, Equatable {
  /// The number up to which primes are counted, inclusive.
  public var end: UInt64

  /// The number of primes.
  public var primes: Int
}

/// Counts the primes of a range by several workers, and returns the count as it grows.
///
/// - Parameters:
///   - range: The numbers to test.
///   - workers: The number of threads; `nil` means one for each processor.
/// - Returns: Counts, each from the beginning of the range. The last one is the total.
public func primeCounts(
  in range: ClosedRange<UInt64>, workers: Int? = nil
) -> Generator<PrimeCount> {
  Generator { yield in
    var total = 0
    let segments = segments(of: range, by: countingMethod(in: range))
    let counts = parallel(segments, workers: workers).map {
      ($0.numbers.upperBound, $0.primeCount())
    }
    for (end, primes) in counts {
      total += primes
      try yield(PrimeCount(end: end, primes: total))
    }
  }
}

/// Returns the method by which ``primeCounts(in:workers:)`` counts them.
///
/// All primes up to the root of 2^50 fit into a processor's cache.
func countingMethod(in range: ClosedRange<UInt64>) -> Method {
  range.upperBound < 1 << 50 ? .sieve : .test
}
