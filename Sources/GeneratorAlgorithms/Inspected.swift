public import Generators

// `inspected(_:)`: looks at elements as they pass.

extension Sequence {
  /// Returns the same elements, and calls a closure with each as it passes.
  ///
  /// Takes an element when it is requested, calls the closure with it, and returns it. The counterpart of
  /// `side_effect` in more-itertools.
  ///
  /// ```swift
  /// let squares = Generator(1...3).inspected { print("taking", $0) }.map { $0 * $0 }
  /// print(squares)
  /// // taking 1
  /// // taking 2
  /// // taking 3
  /// // [1, 4, 9]
  /// ```
  ///
  /// The closure isn't called for elements that the consumer doesn't request. The sequence may be infinite.
  ///
  /// - Parameter body: Looks at an element. Not called at the end.
  /// - Returns: The same elements.
  /// - Complexity: O(1) for each element, beyond `body`; none is held.
  @inlinable
  public func inspected(_ body: @escaping (Element) -> Void) -> InspectedSequence<Self> {
    InspectedSequence(base: self, body: body)
  }
}

extension ThrowingSource {
  /// Returns the same elements, and calls a closure with each as it passes.
  ///
  /// Behaves like `inspected(_:)` of a sequence. The closure isn't called for errors.
  ///
  /// ```swift
  /// let squares = ThrowingGenerator(1...2).inspected { print("taking", $0) }.map { $0 * $0 }
  /// print(try squares.collect())
  /// // taking 1
  /// // taking 2
  /// // [1, 4]
  /// ```
  ///
  /// - Parameter body: Looks at an element. An error that it throws closes the source.
  /// - Returns: A source of the same elements.
  /// - Complexity: O(1) for an element.
  @_disfavoredOverload
  @inlinable
  public func inspected(
    _ body: @escaping (Element) throws(Failure) -> Void
  ) -> some ThrowingSource<Element, Failure> {
    IteratedSource(InspectedIterator(base: SourceIterator(self), body: body))
  }
}

/// A sequence that calls a closure with each element: more-itertools' `side_effect`.
///
/// See `inspected(_:)` of `Sequence`.
public struct InspectedSequence<Base: Sequence>: Sequence {
  @usableFromInline let base: Base
  @usableFromInline let body: (Base.Element) -> Void

  @inlinable
  init(base: Base, body: @escaping (Base.Element) -> Void) {
    self.base = base
    self.body = body
  }

  /// An iterator over the elements.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var elements: InspectedIterator<IteratorAdapter<Base.Iterator, Never>>

    @inlinable
    init(_ elements: InspectedIterator<IteratorAdapter<Base.Iterator, Never>>) {
      self.elements = elements
    }

    /// Returns the next element, after a call of the closure with it, or `nil` after the last.
    ///
    /// - Returns: The element; `nil` permanently at the end of the source.
    /// - Complexity: O(1), one element of the source.
    @inlinable
    public mutating func next() -> Base.Element? { elements.next() }
  }

  /// Returns an iterator over the elements, of a new pass over the source.
  ///
  /// - Returns: The iterator, which hasn't taken any elements.
  @inlinable
  public func makeIterator() -> Iterator {
    Iterator(InspectedIterator(base: IteratorAdapter(base.makeIterator()), body: body))
  }
}

@usableFromInline
struct InspectedIterator<Base: FallibleIterator>: FallibleIterator {
  @usableFromInline var base: Base?
  @usableFromInline let body: (Base.Element) throws(Base.Failure) -> Void

  @inlinable
  init(base: Base, body: @escaping (Base.Element) throws(Base.Failure) -> Void) {
    self.base = base
    self.body = body
  }

  @inlinable @inline(__always)
  mutating func next() throws(Base.Failure) -> Base.Element? {
    guard let element = try base?.next() else {
      base = nil
      return nil
    }
    try body(element)
    return element
  }

  @inlinable
  func abandon() { base?.abandon() }
}

extension InspectedSequence: LazySequenceProtocol where Base: LazySequenceProtocol {}
