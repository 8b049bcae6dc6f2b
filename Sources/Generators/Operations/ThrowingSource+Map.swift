extension ThrowingSource {
  /// Returns the elements, each transformed when it is asked for: Python's `map`.
  ///
  /// Each `next()` takes one element. See ``ThrowingSource`` for laziness, errors and closing.
  ///
  /// ```swift
  /// let squares = ThrowingGenerator(1...).map { $0 * $0 }
  /// print(try squares.prefix(3).collect())  // [1, 4, 9]
  /// ```
  ///
  /// - Parameter transform: Returns the result for an element.
  /// - Returns: A source of the results.
  /// - Complexity: O(1) for an element; two allocations for the source.
  @_disfavoredOverload
  @inlinable
  public func map<Transformed>(
    _ transform: @escaping (Element) throws(Failure) -> Transformed
  ) -> some ThrowingSource<Transformed, Failure> {
    IteratedSource(MapIterator(base: SourceIterator(self), transform: transform))
  }
}

@usableFromInline
package struct MapIterator<Base: FallibleIterator, Transformed>: FallibleIterator {
  @usableFromInline var base: Base
  @usableFromInline let transform: (Base.Element) throws(Base.Failure) -> Transformed

  @inlinable
  package init(base: Base, transform: @escaping (Base.Element) throws(Base.Failure) -> Transformed)
  {
    self.base = base
    self.transform = transform
  }

  @inlinable @inline(__always)
  package mutating func next() throws(Base.Failure) -> Transformed? {
    guard let element = try base.next() else { return nil }
    return .some(try transform(element))
  }

  @inlinable
  package func abandon() { base.abandon() }
}
