public import Generators

extension ThrowingSource {
  /// Returns the pairs of neighbours, as Python's `itertools.pairwise` does.
  ///
  /// Behaves like `adjacentPairs()` of swift-algorithms.
  ///
  /// ```swift
  /// print(try numbers(in: lines).adjacentPairs().collect())  // [(1, 2), (2, 3)]
  /// ```
  ///
  /// - Returns: A source of the pairs. Fewer than two elements have no pairs.
  /// - Complexity: O(1) for a pair; one element is held.
  @_disfavoredOverload
  @inlinable
  public func adjacentPairs() -> some ThrowingSource<(Element, Element), Failure> {
    IteratedSource(AdjacentPairsIterator(base: SourceIterator(self)))
  }
}

@usableFromInline
struct AdjacentPairsIterator<Base: FallibleIterator>: FallibleIterator {
  @usableFromInline var base: Base
  @usableFromInline var former: Base.Element?

  @inlinable
  init(base: Base) { self.base = base }

  @inlinable @inline(__always)
  mutating func next() throws(Base.Failure) -> (Base.Element, Base.Element)? {
    if former == nil { former = try base.next() }
    guard let former, let element = try base.next() else { return nil }
    self.former = .some(element)
    return (former, element)
  }

  @inlinable
  func abandon() { base.abandon() }
}
