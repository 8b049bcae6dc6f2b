extension ThrowingSource {
  /// Returns the results of a closure that aren't `nil`.
  ///
  /// Each `next()` takes elements up to the next one for which the closure returns a value. See
  /// ``ThrowingSource`` for laziness, errors and closing.
  ///
  /// ```swift
  /// let numbers = ThrowingGenerator(["1", "x", "3"]).compactMap { Int($0) }
  /// print(try numbers.collect())  // [1, 3]
  /// ```
  ///
  /// - Parameter transform: Returns a result for an element, or `nil` to skip the element.
  /// - Returns: A source of the results.
  /// - Complexity: O(1) for each element that is taken; two allocations for the source.
  @_disfavoredOverload
  @inlinable
  public func compactMap<Transformed>(
    _ transform: @escaping (Element) throws(Failure) -> Transformed?
  ) -> some ThrowingSource<Transformed, Failure> {
    IteratedSource(CompactMapIterator(base: SourceIterator(self), transform: transform))
  }
}

@usableFromInline
package struct CompactMapIterator<Base: FallibleIterator, Transformed>: FallibleIterator {
  @usableFromInline var base: Base
  @usableFromInline let transform: (Base.Element) throws(Base.Failure) -> Transformed?

  @inlinable
  package init(base: Base, transform: @escaping (Base.Element) throws(Base.Failure) -> Transformed?)
  {
    self.base = base
    self.transform = transform
  }

  @inlinable @inline(__always)
  package mutating func next() throws(Base.Failure) -> Transformed? {
    while let element = try base.next() {
      if let transformed = try transform(element) { return .some(transformed) }
    }
    return nil
  }

  @inlinable
  package func abandon() { base.abandon() }
}
