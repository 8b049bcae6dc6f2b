import GeneratorAlgorithms
import GeneratorParallel
import Generators

/// The work of finding the primes of a range, in pieces that can be done more than once.
///
/// It is what ``primes(in:descending:workers:)`` and ``primeCounts(in:workers:)`` do, for who wants to see
/// how long it takes.
public final class Workload {
  private enum Rest {
    case segments(Generator<Segment>)
    case candidates(Generator<UInt64>)
  }

  private let rest: Rest

  /// The work of listing primes.
  public init(listing range: ClosedRange<UInt64>, descending: Bool) {
    switch listingMethod(in: range, descending: descending) {
    case .sieve: rest = .segments(segments(of: range, by: .sieve))
    case .test: rest = .candidates(candidates(in: range, descending: descending))
    }
  }

  /// The work of counting primes.
  public init(counting range: ClosedRange<UInt64>) {
    rest = .segments(segments(of: range, by: countingMethod(in: range)))
  }

  /// The next piece.
  ///
  /// - Parameter scale: how large: 1 is for about a millisecond of work.
  /// - Returns: the piece; `nil` when there is no work left.
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

    /// What several workers find out.
    public func primeCount(workers: Int) -> Int {
      switch work {
      case .segments(let segments):
        parallel(segments, workers: workers).map { $0.primeCount() }.reduce(0, +)
      case .candidates(let candidates):
        parallel(candidates, workers: workers).filter { isPrime($0) }.elementCount()
      }
    }

    /// About which numbers it finds something out.
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
