extension ThrowingSource {
  /// Returns the elements that satisfy a predicate: Python's `filter`.
  ///
  /// Each `next()` takes elements up to the next one that is included. If no further element is included
  /// and the source has no end, it doesn't return. See ``ThrowingSource`` for laziness, errors and closing.
  ///
  /// ```swift
  /// let even = ThrowingGenerator(1...).filter { $0 % 2 == 0 }
  /// print(try even.prefix(3).collect())  // [2, 4, 6]
  /// ```
  ///
  /// - Parameter isIncluded: Returns whether to keep an element.
  /// - Returns: A source of the elements that are kept.
  /// - Complexity: O(1) for each element that is taken; two allocations for the source.
  @_disfavoredOverload
  @inlinable
  public func filter(
    _ isIncluded: @escaping (Element) throws(Failure) -> Bool
  ) -> some ThrowingSource<Element, Failure> {
    IteratedSource(FilterIterator(base: SourceIterator(self), isIncluded: isIncluded))
  }
}

@usableFromInline
package struct FilterIterator<Base: FallibleIterator>: FallibleIterator {
  @usableFromInline var base: Base
  @usableFromInline let isIncluded: (Base.Element) throws(Base.Failure) -> Bool

  @inlinable
  package init(base: Base, isIncluded: @escaping (Base.Element) throws(Base.Failure) -> Bool) {
    self.base = base
    self.isIncluded = isIncluded
  }

  @inlinable @inline(__always)
  package mutating func next() throws(Base.Failure) -> Base.Element? {
    while let element = try base.next() {
      if try isIncluded(element) { return .some(element) }
    }
    return nil
  }

  @inlinable
  package func abandon() { base.abandon() }
}
