extension ThrowingSource {
  /// Returns the elements before the first one that doesn't satisfy a predicate: Python's
  /// `itertools.takewhile`.
  ///
  /// Each `next()` takes one element. The element that ends the prefix is taken and lost. See
  /// ``ThrowingSource`` for laziness, errors and closing.
  ///
  /// ```swift
  /// let naturals = ThrowingGenerator(0...)
  /// print(try naturals.prefix { $0 < 3 }.collect())  // [0, 1, 2]
  /// print(try naturals.next()!)                      // 4
  /// ```
  ///
  /// - Parameter predicate: Returns whether an element belongs to the prefix. After it has returned `false`,
  ///   it is never called again.
  /// - Returns: A source of the elements.
  /// - Complexity: O(1) for an element; two allocations for the source.
  @_disfavoredOverload
  @inlinable
  public func prefix(
    while predicate: @escaping (Element) throws(Failure) -> Bool
  ) -> some ThrowingSource<Element, Failure> {
    IteratedSource(PrefixWhileIterator(base: SourceIterator(self), predicate: predicate))
  }
}

@usableFromInline
struct PrefixWhileIterator<Base: FallibleIterator>: FallibleIterator {
  @usableFromInline var base: Base
  @usableFromInline let predicate: (Base.Element) throws(Base.Failure) -> Bool

  @inlinable
  init(base: Base, predicate: @escaping (Base.Element) throws(Base.Failure) -> Bool) {
    self.base = base
    self.predicate = predicate
  }

  @inlinable @inline(__always)
  mutating func next() throws(Base.Failure) -> Base.Element? {
    guard let element = try base.next(), try predicate(element) else { return nil }
    return .some(element)
  }

  @inlinable
  func abandon() { base.abandon() }
}
