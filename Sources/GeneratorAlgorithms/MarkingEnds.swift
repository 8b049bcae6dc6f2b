public import Generators

// `markingEnds()`: marks the first element and the last.

extension Sequence {
  /// Returns each element together with whether it is the first and whether it is the last.
  ///
  /// To find whether an element is the last, takes the next one and holds it. The counterpart of `mark_ends`
  /// in more-itertools.
  ///
  /// ```swift
  /// for (isFirst, word, isLast) in Generator(["a", "b", "c"]).markingEnds() {
  ///   print(isFirst ? "[" : " ", word, isLast ? "]" : ",")
  /// }
  /// // [ a ,
  /// //   b ,
  /// //   c ]
  /// ```
  ///
  /// A single element is both. An empty sequence stays empty. The sequence may be infinite.
  ///
  /// - Returns: The elements with their marks, found one at a time.
  /// - Complexity: O(1) for each element; one more is taken and held.
  @inlinable
  public func markingEnds() -> MarkedEndsSequence<Self> { MarkedEndsSequence(base: self) }
}

extension ThrowingSource {
  /// Returns each element together with whether it is the first and whether it is the last.
  ///
  /// Behaves like `markingEnds()` of a sequence. An error after an element takes the place of that element,
  /// because the operation can't know whether the element is the last.
  ///
  /// ```swift
  /// let marked = ThrowingGenerator(["a", "b"]).markingEnds()
  /// while let (isFirst, word, isLast) = try marked.next() { print(isFirst, word, isLast) }
  /// // true a false
  /// // false b true
  /// ```
  ///
  /// - Returns: A source of the elements with their marks.
  /// - Complexity: O(1) for an element; one more is taken and held.
  @_disfavoredOverload
  @inlinable
  public func markingEnds() -> some ThrowingSource<
    (isFirst: Bool, element: Element, isLast: Bool), Failure
  > {
    IteratedSource(MarkedEndsIterator(base: SourceIterator(self)))
  }
}

/// The elements of a sequence, each together with whether it is the first and whether it is the last.
///
/// See `markingEnds()` of `Sequence`.
public struct MarkedEndsSequence<Base: Sequence>: Sequence {
  @usableFromInline let base: Base

  @inlinable
  init(base: Base) { self.base = base }

  /// An iterator over the elements.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var elements: MarkedEndsIterator<IteratorAdapter<Base.Iterator, Never>>

    @inlinable
    init(_ elements: MarkedEndsIterator<IteratorAdapter<Base.Iterator, Never>>) {
      self.elements = elements
    }

    /// Returns the next element with its marks, or `nil` after the last.
    ///
    /// - Returns: The element with its marks; `nil` permanently at the end of the source.
    /// - Complexity: O(1), one element of the source; the first call takes two.
    @inlinable
    public mutating func next() -> (isFirst: Bool, element: Base.Element, isLast: Bool)? {
      elements.next()
    }
  }

  /// Returns an iterator over the elements, of a new pass over the source.
  ///
  /// - Returns: The iterator, which hasn't taken any elements.
  @inlinable
  public func makeIterator() -> Iterator {
    Iterator(MarkedEndsIterator(base: IteratorAdapter(base.makeIterator())))
  }
}

@usableFromInline
struct MarkedEndsIterator<Base: FallibleIterator>: FallibleIterator {
  @usableFromInline var base: Base?
  @usableFromInline var pending: Base.Element?
  @usableFromInline var isFirst = true

  @inlinable
  init(base: Base) { self.base = base }

  @inlinable @inline(__always)
  mutating func next() throws(Base.Failure) -> (isFirst: Bool, element: Base.Element, isLast: Bool)?
  {
    var next = pending.take()
    if next == nil { next = try base?.next() }
    guard let element = next else {
      base = nil
      return nil
    }
    let wasFirst = isFirst
    isFirst = false
    if let following = try base?.next() {
      pending = .some(following)
      return (wasFirst, element, false)
    }
    base = nil
    return (wasFirst, element, true)
  }

  @inlinable
  func abandon() { base?.abandon() }
}

extension MarkedEndsSequence: LazySequenceProtocol where Base: LazySequenceProtocol {}
extension MarkedEndsSequence: Sendable where Base: Sendable {}
