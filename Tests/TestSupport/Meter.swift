package import Generators

/// Counts what is taken from sources that it makes, and tells whether they were closed.
package final class Meter {
  /// How many elements were taken.
  package private(set) var taken = 0
  /// How many sources were started and not closed.
  package private(set) var open = 0

  package init() {}

  /// A generator of the elements of `sequence`.
  package func callAsFunction<Base: Sequence>(_ sequence: Base) -> Generator<Base.Element> {
    Generator { yield in
      self.open += 1
      defer { self.open -= 1 }
      for element in sequence {
        self.taken += 1
        try yield(element)
      }
    }
  }

  /// A generator of the elements of `sequence` that may fail, and does so after `count` of them.
  package func throwing<Base: Sequence>(
    _ sequence: Base, failingAfter count: Int? = nil, with error: any Error = Failure(-1)
  ) -> ThrowingGenerator<Base.Element> {
    ThrowingGenerator { yield in
      self.open += 1
      defer { self.open -= 1 }
      var left = count ?? .max
      for element in sequence {
        if left == 0 { throw error }
        left -= 1
        self.taken += 1
        try yield(element)
      }
      if left == 0 { throw error }
    }
  }
}
