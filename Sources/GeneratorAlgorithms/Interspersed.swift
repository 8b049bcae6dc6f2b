public import Generators

extension ThrowingSource {
  /// Returns the elements with another element between each two, as more-itertools' `intersperse` does.
  ///
  /// Behaves like `interspersed(with:)` of swift-algorithms.
  ///
  /// ```swift
  /// print(try numbers(in: lines).interspersed(with: 0).collect())  // [1, 0, 2, 0, 3]
  /// ```
  ///
  /// - Parameter separator: The element between two others.
  /// - Returns: A source of the elements.
  /// - Complexity: O(1) for an element; one more is taken and held.
  @_disfavoredOverload
  @inlinable
  public func interspersed(with separator: Element) -> some ThrowingSource<Element, Failure> {
    IteratedSource(InterspersedIterator(base: SourceIterator(self), separator: separator))
  }
}

@usableFromInline
struct InterspersedIterator<Base: FallibleIterator>: FallibleIterator {
  @usableFromInline var base: Base
  @usableFromInline let separator: Base.Element
  /// The element after a separator.
  @usableFromInline var pending: Base.Element?
  @usableFromInline var isStarted = false

  @inlinable
  init(base: Base, separator: Base.Element) {
    self.base = base
    self.separator = separator
  }

  @inlinable @inline(__always)
  mutating func next() throws(Base.Failure) -> Base.Element? {
    if let element = pending.take() { return element }
    guard let element = try base.next() else { return nil }
    guard isStarted else {
      isStarted = true
      return .some(element)
    }
    pending = .some(element)
    return .some(separator)
  }

  @inlinable
  func abandon() { base.abandon() }
}
