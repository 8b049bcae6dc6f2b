extension ThrowingSource {
  /// Returns the elements with their numbers, counted from 0: Python's `enumerate`.
  ///
  /// Each `next()` takes one element. See ``ThrowingSource`` for laziness, errors and closing.
  ///
  /// ```swift
  /// let numbered = ThrowingGenerator(["a", "b"]).enumerated()
  /// while let (n, letter) = try numbered.next() { print(n, letter) }
  /// // 0 a
  /// // 1 b
  /// ```
  ///
  /// - Returns: A source of pairs of a number and an element.
  /// - Complexity: O(1) for an element; two allocations for the source.
  @_disfavoredOverload
  @inlinable
  public func enumerated() -> some ThrowingSource<(offset: Int, element: Element), Failure> {
    IteratedSource(EnumeratedIterator(base: SourceIterator(self)))
  }
}

@usableFromInline
struct EnumeratedIterator<Base: FallibleIterator>: FallibleIterator {
  @usableFromInline var base: Base
  @usableFromInline var offset = 0

  @inlinable
  init(base: Base) { self.base = base }

  @inlinable @inline(__always)
  mutating func next() throws(Base.Failure) -> (offset: Int, element: Base.Element)? {
    guard let element = try base.next() else { return nil }
    defer { offset += 1 }
    return (offset, element)
  }

  @inlinable
  func abandon() { base.abandon() }
}
