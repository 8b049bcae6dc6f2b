import GeneratorAlgorithms
import GeneratorParallel
import Generators

/// The work of finding the primes of a range, in pieces that can be done more than once.
///
/// It does what ``primes(in:descending:workers:)`` and ``primeCounts(in:workers:)`` do, to measure how long
/// that takes.
public final class Workload {
  private enum Rest {
    case segments(Generator<Segment>)
    case candidates(Generator<UInt64>)
  }

  private let rest: Rest

  /// Creates the work of listing primes.
  public init(listing range: ClosedRange<UInt64>, descending: Bool) {
    switch listingMethod(in: range, descending: descending) {
    case .sieve: rest = .segments(segments(of: range, by: .sieve))
    case .test: rest = .candidates(candidates(in: range, descending: descending))
    }
  }

  /// Creates the work of counting primes.
  public init(counting range: ClosedRange<UInt64>) {
    rest = .segments(segments(of: range, by: countingMethod(in: range)))
  }

  /// Returns the next piece.
  ///
  /// - Parameter scale: The size of the piece: 1 is about a millisecond of work.
  /// - Returns: The piece, or `nil` if no work is left.
  public func next(_ scale: Int) -> Piece? {
    switch rest {
    case .segments(let segments):
      let piece = Array(segments.prefix(scale))
      return piece.isEmpty ? nil : Piece(work: .segments(piece))
    case .candidates(let candidates):
      let piece = Array(candidates.prefix(1_000 * scale))
      return piece.isEmpty ? nil : Piece(work: .candidates(piece))
    }
  }

  /// A part of the work.
  public struct Piece: Sendable {
    fileprivate enum Work {
      case segments([Segment])
      case candidates([UInt64])
    }

    fileprivate let work: Work

    /// Counts the primes of the piece by several workers.
    public func primeCount(workers: Int) -> Int {
      switch work {
      case .segments(let segments):
        parallel(segments, workers: workers).map { $0.primeCount() }.reduce(0, +)
      case .candidates(let candidates):
        parallel(candidates, workers: workers).filter { isPrime($0) }.elementCount()
      }
    }

    /// The numbers that the piece is about.
    public var numbers: ClosedRange<UInt64> {
      switch work {
      case .segments(let segments):
        segments.first!.numbers.lowerBound...segments.last!.numbers.upperBound
      case .candidates(let candidates):
        min(candidates.first!, candidates.last!)...max(candidates.first!, candidates.last!)
      }
    }
  }
}
