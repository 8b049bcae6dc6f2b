// `chunked(by:)`: swift-algorithms' name, for what can be read only once.

extension Sequence {
  /// The elements in arrays, which end where two neighbours do not belong together.
  ///
  /// To know that an array has ended takes the first element of the next, which is held.
  /// more-itertools' `split_when` is the same with the answer reversed.
  ///
  /// ```swift
  /// let g = Generator([1, 2, 4, 3, 5, 1])
  /// print(Array(g.chunked { $0 < $1 }))  // [[1, 2, 4], [3, 5], [1]]
  /// ```
  ///
  /// An empty sequence has no chunks. It works on what has no end, as long as the chunks have one.
  /// swift-algorithms has the same for collections, whose chunks are slices.
  ///
  /// - Parameter belongTogether: whether the second of two neighbours is in the array of the first.
  /// - Returns: the arrays, made one at a time.
  /// - Complexity: O(1); each array is linear in its length; one more element is taken and held.
  @inlinable
  public func chunked(
    by belongTogether: @escaping (Element, Element) -> Bool
  ) -> ChunkedBySequence<Self> {
    ChunkedBySequence(base: self, belongTogether: belongTogether)
  }
}

/// The elements of a sequence in arrays that end where two neighbours do not belong together.
///
/// See `chunked(by:)` of `Sequence`.
public struct ChunkedBySequence<Base: Sequence>: Sequence {
  @usableFromInline let base: Base
  @usableFromInline let belongTogether: (Base.Element, Base.Element) -> Bool

  @inlinable
  init(base: Base, belongTogether: @escaping (Base.Element, Base.Element) -> Bool) {
    self.base = base
    self.belongTogether = belongTogether
  }

  /// Makes the arrays, each when it is asked for.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var base: Base.Iterator?
    @usableFromInline let belongTogether: (Base.Element, Base.Element) -> Bool
    /// The first element of the next array.
    @usableFromInline var pending: Base.Element?

    @inlinable
    init(
      base: Base.Iterator, belongTogether: @escaping (Base.Element, Base.Element) -> Bool
    ) {
      self.base = base
      self.belongTogether = belongTogether
    }

    /// The next array, or `nil` after the last.
    ///
    /// - Returns: the array; `nil` for ever when the source has no more.
    /// - Complexity: linear in the length of the array, as many elements of the source.
    @inlinable
    public mutating func next() -> [Base.Element]? {
      guard var last = pending.take() ?? base?.next() else {
        base = nil
        return nil
      }
      var chunk = [last]
      while let element = base?.next() {
        guard belongTogether(last, element) else {
          pending = .some(element)
          return chunk
        }
        chunk.append(element)
        last = element
      }
      base = nil
      return chunk
    }
  }

  /// Makes an iterator over the arrays, of a new pass over the source.
  ///
  /// - Returns: the iterator, which has taken nothing.
  @inlinable
  public func makeIterator() -> Iterator {
    Iterator(base: base.makeIterator(), belongTogether: belongTogether)
  }
}

extension ChunkedBySequence: LazySequenceProtocol where Base: LazySequenceProtocol {}
