package import Generators
import Synchronization

/// Counts the elements that are taken from sources that it makes, and whether they were closed.
package final class Meter: Sendable {
  /// The number of elements that were taken.
  package var taken: Int { takings.load(ordering: .acquiring) }
  /// The number of sources that were started and not closed.
  package var open: Int { openings.load(ordering: .acquiring) }

  private let takings = Atomic(0)
  private let openings = Atomic(0)

  package init() {}

  /// Returns a generator of the elements of `sequence`.
  package func callAsFunction<Base: Sequence>(_ sequence: Base) -> Generator<Base.Element> {
    Generator { yield in
      self.openings.add(1, ordering: .acquiringAndReleasing)
      defer { self.openings.subtract(1, ordering: .acquiringAndReleasing) }
      for element in sequence {
        self.takings.add(1, ordering: .acquiringAndReleasing)
        try yield(element)
      }
    }
  }

  /// Returns a generator of the elements of `sequence` that fails after `count` of them.
  package func throwing<Base: Sequence>(
    _ sequence: Base, failingAfter count: Int? = nil, with error: any Error = Failure(-1)
  ) -> ThrowingGenerator<Base.Element> {
    ThrowingGenerator { yield in
      self.openings.add(1, ordering: .acquiringAndReleasing)
      defer { self.openings.subtract(1, ordering: .acquiringAndReleasing) }
      var left = count ?? .max
      for element in sequence {
        if left == 0 { throw error }
        left -= 1
        self.takings.add(1, ordering: .acquiringAndReleasing)
        try yield(element)
      }
      if left == 0 { throw error }
    }
  }
}
