public import GeneratorParallel
public import Generators

/// The primes of a range, in order, found by several workers: a slice of what goes on and on.
///
/// ```swift
/// for prime in primes(in: 1_000_000_000_000_000...(.max)).prefix(3) { print(prime) }
/// ```
///
/// - Parameters:
///   - range: the numbers to look at.
///   - descending: whether the largest comes first.
///   - workers: how many threads work; `nil`: as many as there are processors.
/// - Returns: the primes, none of which is looked for before it is asked for.
public func primes(
  in range: ClosedRange<UInt64>, descending: Bool = false, workers: Int? = nil
) -> ParallelSequence<UInt64, Never> {
  switch listingMethod(in: range, descending: descending) {
  case .sieve: parallel(segments(of: range, by: .sieve), workers: workers).flatMap { $0.primes() }
  case .test:
    parallel(candidates(in: range, descending: descending), workers: workers).filter { isPrime($0) }
  }
}

/// How ``primes(in:descending:workers:)`` finds them.
///
/// A sieve pays for who wants many primes from the beginning on; who begins far away may want a few.
func listingMethod(in range: ClosedRange<UInt64>, descending: Bool) -> Method {
  descending || range.lowerBound >= 1 << 40 ? .test : .sieve
}

/// How many primes there are up to a number.
public struct PrimeCount: Sendable, Equatable {
  /// The number up to which they are counted, and with it.
  public var end: UInt64

  /// How many there are.
  public var primes: Int
}

/// Counts the primes of a range by several workers, and gives the count as it grows.
///
/// - Parameters:
///   - range: the numbers to look at.
///   - workers: how many threads work; `nil`: as many as there are processors.
/// - Returns: counts, each from the beginning of the range on; the last one is of all.
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

/// How ``primeCounts(in:workers:)`` counts them.
///
/// All primes up to the root of 2^50 fit into a processor's cache.
func countingMethod(in range: ClosedRange<UInt64>) -> Method {
  range.upperBound < 1 << 50 ? .sieve : .test
}
