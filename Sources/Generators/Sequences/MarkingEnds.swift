// `markingEnds()`: which element is the first, and which the last.

extension Sequence {
  /// Each element with whether it is the first and whether it is the last.
  ///
  /// To know that an element is not the last takes the one after it, which is held.
  /// more-itertools' `mark_ends`.
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
  /// The only element is both. An empty sequence stays empty. It works on what has no end.
  ///
  /// - Returns: the elements with their marks, found one at a time.
  /// - Complexity: O(1) for each element; one more is taken and held.
  @inlinable
  public func markingEnds() -> MarkedEndsSequence<Self> { MarkedEndsSequence(base: self) }
}

/// The elements of a sequence with whether they are the first and the last.
///
/// See `markingEnds()` of `Sequence`.
public struct MarkedEndsSequence<Base: Sequence>: Sequence {
  @usableFromInline let base: Base

  @inlinable
  init(base: Base) { self.base = base }

  /// Gives the elements, of which it takes one ahead.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var base: Base.Iterator?
    @usableFromInline var pending: Base.Element?
    @usableFromInline var isFirst = true

    @inlinable
    init(base: Base.Iterator) { self.base = base }

    /// The next element with its marks, or `nil` after the last.
    ///
    /// - Returns: whether it is the first, the element, and whether it is the last; `nil` for ever
    ///   when the source has no more.
    /// - Complexity: O(1), one element of the source; the first call takes two.
    @inlinable
    public mutating func next() -> (isFirst: Bool, element: Base.Element, isLast: Bool)? {
      guard let element = pending.take() ?? base?.next() else {
        base = nil
        return nil
      }
      let wasFirst = isFirst
      isFirst = false
      if let following = base?.next() {
        pending = .some(following)
        return (wasFirst, element, false)
      }
      base = nil
      return (wasFirst, element, true)
    }
  }

  /// Makes an iterator over the elements, of a new pass over the source.
  ///
  /// - Returns: the iterator, which has taken nothing.
  @inlinable
  public func makeIterator() -> Iterator { Iterator(base: base.makeIterator()) }
}

extension MarkedEndsSequence: LazySequenceProtocol where Base: LazySequenceProtocol {}
extension MarkedEndsSequence: Sendable where Base: Sendable {}
