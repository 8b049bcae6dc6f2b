extension ThrowingSource {
  /// Returns the elements after skipping the first ones while they satisfy a predicate: Python's
  /// `itertools.dropwhile`.
  ///
  /// The first `next()` takes the elements that are skipped and one more. See ``ThrowingSource`` for
  /// laziness, errors and closing.
  ///
  /// ```swift
  /// let g = ThrowingGenerator([0, 0, 7, 0]).drop { $0 == 0 }
  /// print(try g.collect())  // [7, 0]
  /// ```
  ///
  /// - Parameter predicate: Returns whether to skip an element. After it has returned `false`, it is released
  ///   and never called again.
  /// - Returns: A source of the other elements.
  /// - Complexity: O(1) for each element that is taken; two allocations for the source.
  @_disfavoredOverload
  @inlinable
  public func drop(
    while predicate: @escaping (Element) throws(Failure) -> Bool
  ) -> some ThrowingSource<Element, Failure> {
    IteratedSource(DropWhileIterator(base: SourceIterator(self), predicate: predicate))
  }
}

@usableFromInline
struct DropWhileIterator<Base: FallibleIterator>: FallibleIterator {
  @usableFromInline var base: Base
  /// `nil` after the skipped elements.
  @usableFromInline var predicate: ((Base.Element) throws(Base.Failure) -> Bool)?

  @inlinable
  init(base: Base, predicate: @escaping (Base.Element) throws(Base.Failure) -> Bool) {
    self.base = base
    self.predicate = predicate
  }

  @inlinable @inline(__always)
  mutating func next() throws(Base.Failure) -> Base.Element? {
    guard let predicate else { return try base.next() }
    while let element = try base.next() {
      if try !predicate(element) {
        self.predicate = nil
        return .some(element)
      }
    }
    return nil
  }

  @inlinable
  func abandon() { base.abandon() }
}
