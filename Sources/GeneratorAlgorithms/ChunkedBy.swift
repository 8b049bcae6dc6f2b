public import Generators

// `chunked(by:)`, named as in swift-algorithms, for sequences that can be read only once.

extension Sequence {
  /// Returns the elements in arrays, which end where two neighbours don't belong together.
  ///
  /// To find the end of an array, takes the first element of the next one and holds it. The counterpart of
  /// `split_when` in more-itertools, whose predicate has the opposite meaning.
  ///
  /// ```swift
  /// let g = Generator([1, 2, 4, 3, 5, 1])
  /// print(Array(g.chunked { $0 < $1 }))  // [[1, 2, 4], [3, 5], [1]]
  /// ```
  ///
  /// An empty sequence has no chunks. Works on an infinite sequence, as long as each chunk is finite.
  /// swift-algorithms has the operation for collections, whose chunks are slices.
  ///
  /// - Parameter belongTogether: Whether the second of two neighbours is in the array of the first.
  /// - Returns: The arrays, made one at a time.
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
  /// Behaves like `chunked(by:)` of a sequence. The elements of a chunk that an error interrupts are lost.
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

/// The elements of a sequence in arrays that end where two neighbours don't belong together.
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

  /// An iterator over the arrays.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var elements: ChunkedByIterator<IteratorAdapter<Base.Iterator, Never>>

    @inlinable
    init(_ elements: ChunkedByIterator<IteratorAdapter<Base.Iterator, Never>>) {
      self.elements = elements
    }

    /// Returns the next array, or `nil` after the last.
    ///
    /// - Returns: The array; `nil` permanently at the end of the source.
    /// - Complexity: Linear in the length of the array, as many elements of the source.
    @inlinable
    public mutating func next() -> [Base.Element]? { elements.next() }
  }

  /// Returns an iterator over the arrays, of a new pass over the source.
  ///
  /// - Returns: The iterator, which hasn't taken any elements.
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
