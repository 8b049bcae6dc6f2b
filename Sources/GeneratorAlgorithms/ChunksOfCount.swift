public import Generators

// `chunks(ofCount:)`, named as in swift-algorithms, for sequences that can be read only once.

extension Sequence {
  /// Returns the elements in arrays of `count`, the last of which may be shorter.
  ///
  /// A request for an array takes its elements and no others. The counterpart of Python's
  /// `itertools.batched`.
  ///
  /// ```swift
  /// let letters = Generator("ABCDEFG")
  /// print(letters.chunks(ofCount: 3).map { String($0) })  // ["ABC", "DEF", "G"]
  /// ```
  ///
  /// An empty sequence has no chunks. The sequence may be infinite. swift-algorithms has the operation for
  /// collections, whose chunks are slices.
  ///
  /// - Parameter count: The number of elements in an array.
  /// - Returns: The arrays, made one at a time.
  /// - Precondition: `count` is positive.
  /// - Complexity: O(1); each array is O(`count`), and no other elements are held.
  @inlinable
  public func chunks(ofCount count: Int) -> ChunksOfCountSequence<Self> {
    ChunksOfCountSequence(base: self, count: count, remainder: .kept)
  }

  /// Returns the elements in arrays of `count`, with a choice for the remaining ones at the end.
  ///
  /// Python's `batched(strict=True)` raises an error if the last array would be short, which a sequence can't
  /// do. Here the caller chooses: with `.dropped` there are only complete arrays. With `.kept` the last array
  /// may be short, as its `count` tells.
  ///
  /// ```swift
  /// let digits = Generator(1...7)
  /// print(Array(digits.chunks(ofCount: 3, remainder: .dropped)))  // [[1, 2, 3], [4, 5, 6]]
  /// ```
  ///
  /// The elements of a dropped remainder are taken too.
  ///
  /// - Parameters:
  ///   - count: The number of elements in an array.
  ///   - remainder: Whether a shorter last array is returned.
  /// - Returns: The arrays, made one at a time.
  /// - Precondition: `count` is positive.
  /// - Complexity: O(1); each array is O(`count`), and no other elements are held.
  @inlinable
  public func chunks(
    ofCount count: Int, remainder: ChunkRemainderPolicy
  ) -> ChunksOfCountSequence<Self> {
    ChunksOfCountSequence(base: self, count: count, remainder: remainder)
  }
}

extension ThrowingSource {
  /// Returns the elements in arrays of `count`, the last of which may be shorter, as Python's
  /// `itertools.batched` does.
  ///
  /// Behaves like `chunks(ofCount:)` of a sequence. The elements of a chunk that an error interrupts are
  /// lost.
  ///
  /// ```swift
  /// let pages = ThrowingGenerator(1...5).chunks(ofCount: 2)
  /// print(try pages.collect())  // [[1, 2], [3, 4], [5]]
  /// ```
  ///
  /// - Parameters:
  ///   - count: The number of elements in a chunk.
  ///   - remainder: Whether a shorter last array is returned.
  /// - Returns: A source of the arrays.
  /// - Precondition: `count` is positive.
  /// - Complexity: O(`count`) for a chunk.
  @_disfavoredOverload
  @inlinable
  public func chunks(
    ofCount count: Int, remainder: ChunkRemainderPolicy = .kept
  ) -> some ThrowingSource<[Element], Failure> {
    IteratedSource(
      ChunksOfCountIterator(
        base: SourceIterator(self), count: checked(chunk: count), remainder: remainder))
  }
}

@inlinable
func checked(chunk count: Int) -> Int {
  guard count > 0 else { fatalError("the count of a chunk must be positive, and is \(count)") }
  return count
}

/// The elements of a sequence in arrays of one length: Python's `itertools.batched`.
///
/// See `chunks(ofCount:)` of `Sequence`.
public struct ChunksOfCountSequence<Base: Sequence>: Sequence {
  @usableFromInline let base: Base
  @usableFromInline let count: Int
  @usableFromInline let remainder: ChunkRemainderPolicy

  @inlinable
  init(base: Base, count: Int, remainder: ChunkRemainderPolicy) {
    self.base = base
    self.count = checked(chunk: count)
    self.remainder = remainder
  }

  /// An iterator over the arrays.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var elements: ChunksOfCountIterator<IteratorAdapter<Base.Iterator, Never>>

    @inlinable
    init(_ elements: ChunksOfCountIterator<IteratorAdapter<Base.Iterator, Never>>) {
      self.elements = elements
    }

    /// Returns the next array, or `nil` after the last.
    ///
    /// - Returns: The array; `nil` permanently at the end of the source.
    /// - Complexity: O(*count*), as many elements of the source.
    @inlinable
    public mutating func next() -> [Base.Element]? { elements.next() }
  }

  /// Returns an iterator over the arrays, of a new pass over the source.
  ///
  /// - Returns: The iterator, which hasn't taken any elements.
  @inlinable
  public func makeIterator() -> Iterator {
    Iterator(
      ChunksOfCountIterator(
        base: IteratorAdapter(base.makeIterator()), count: count, remainder: remainder))
  }
}

@usableFromInline
struct ChunksOfCountIterator<Base: FallibleIterator>: FallibleIterator {
  @usableFromInline var base: Base?
  @usableFromInline let count: Int
  @usableFromInline let remainder: ChunkRemainderPolicy
  /// The capacity to reserve; 0 before the first complete chunk, because `count` may be far more than there
  /// are elements.
  @usableFromInline var capacity = 0

  @inlinable
  init(base: Base, count: Int, remainder: ChunkRemainderPolicy) {
    self.base = base
    self.count = count
    self.remainder = remainder
  }

  @inlinable @inline(__always)
  mutating func next() throws(Base.Failure) -> [Base.Element]? {
    guard let first = try base?.next() else {
      base = nil
      return nil
    }
    var chunk: [Base.Element] = []
    chunk.reserveCapacity(capacity)
    chunk.append(first)
    while chunk.count < count {
      guard let element = try base?.next() else {
        base = nil
        return remainder == .kept ? chunk : nil
      }
      chunk.append(element)
    }
    capacity = count
    return chunk
  }

  @inlinable
  func abandon() { base?.abandon() }
}

extension ChunksOfCountSequence: LazySequenceProtocol where Base: LazySequenceProtocol {}
extension ChunksOfCountSequence: Sendable where Base: Sendable {}
