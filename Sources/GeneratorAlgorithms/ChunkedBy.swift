public import Generators

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

extension ThrowingSource {
  /// Returns the elements in arrays of neighbours that belong together.
  ///
  /// As `chunked(by:)` of a sequence. The elements of a chunk that an error interrupts are lost.
  ///
  /// ```swift
  /// let rising = ThrowingGenerator([1, 2, 4, 3, 5]).chunked(by: <)
  /// print(try rising.collect())  // [[1, 2, 4], [3, 5]]
  /// ```
  ///
  /// - Parameter belongTogether: Whether two neighbours are in the same array.
  /// - Returns: A source of the arrays.
  /// - Complexity: Linear in the length of a chunk; one more element is held.
  @_disfavoredOverload
  @inlinable
  public func chunked(
    by belongTogether: @escaping (Element, Element) throws(Failure) -> Bool
  ) -> some ThrowingSource<[Element], Failure> {
    IteratedSource(
      ChunkedByIterator(base: SourceIterator(self), belongTogether: belongTogether))
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
    @usableFromInline var elements: ChunkedByIterator<IteratorAdapter<Base.Iterator, Never>>

    @inlinable
    init(_ elements: ChunkedByIterator<IteratorAdapter<Base.Iterator, Never>>) {
      self.elements = elements
    }

    /// The next array, or `nil` after the last.
    ///
    /// - Returns: the array; `nil` permanently when the source has no more.
    /// - Complexity: linear in the length of the array, as many elements of the source.
    @inlinable
    public mutating func next() -> [Base.Element]? { elements.next() }
  }

  /// Makes an iterator over the arrays, of a new pass over the source.
  ///
  /// - Returns: the iterator, which has taken nothing.
  @inlinable
  public func makeIterator() -> Iterator {
    Iterator(
      ChunkedByIterator(base: IteratorAdapter(base.makeIterator()), belongTogether: belongTogether))
  }
}

@usableFromInline
struct ChunkedByIterator<Base: FallibleIterator>: FallibleIterator {
  @usableFromInline var base: Base?
  @usableFromInline let belongTogether: (Base.Element, Base.Element) throws(Base.Failure) -> Bool
  /// The first element of the next array.
  @usableFromInline var pending: Base.Element?

  @inlinable
  init(
    base: Base, belongTogether: @escaping (Base.Element, Base.Element) throws(Base.Failure) -> Bool
  ) {
    self.base = base
    self.belongTogether = belongTogether
  }

  @inlinable @inline(__always)
  mutating func next() throws(Base.Failure) -> [Base.Element]? {
    var next = pending.take()
    if next == nil { next = try base?.next() }
    guard var last = next else {
      base = nil
      return nil
    }
    var chunk = [last]
    while let element = try base?.next() {
      guard try belongTogether(last, element) else {
        pending = .some(element)
        return chunk
      }
      chunk.append(element)
      last = element
    }
    base = nil
    return chunk
  }

  @inlinable
  func abandon() { base?.abandon() }
}

extension ChunkedBySequence: LazySequenceProtocol where Base: LazySequenceProtocol {}
