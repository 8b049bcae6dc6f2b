public import Generators

// `chunks(ofCount:)`: swift-algorithms' name, for what can be read only once.

extension Sequence {
  /// The elements in arrays of `count`, in order; the last may be shorter.
  ///
  /// An array's elements are taken when it is asked for, and none beyond. Python's
  /// `itertools.batched`.
  ///
  /// ```swift
  /// let letters = Generator("ABCDEFG")
  /// print(letters.chunks(ofCount: 3).map { String($0) })  // ["ABC", "DEF", "G"]
  /// ```
  ///
  /// An empty sequence has no chunks. It works on what has no end. swift-algorithms has the same
  /// for collections, whose chunks are slices.
  ///
  /// - Parameter count: how many elements an array has.
  /// - Returns: the arrays, made one at a time.
  /// - Precondition: `count` is positive.
  /// - Complexity: O(1); each array is O(`count`), takes as many elements and holds no others.
  @inlinable
  public func chunks(ofCount count: Int) -> ChunksOfCountSequence<Self> {
    ChunksOfCountSequence(base: self, count: count, remainder: .kept)
  }

  /// The elements in arrays of `count`, and what becomes of those that are left at the end.
  ///
  /// Python's `batched(strict=True)` raises where the last would be short, which a sequence cannot
  /// do. It is said in the call instead: `.dropped` gives whole arrays alone, and `.kept` gives
  /// the short one, whose `count` tells it from the others.
  ///
  /// ```swift
  /// let digits = Generator(1...7)
  /// print(Array(digits.chunks(ofCount: 3, remainder: .dropped)))  // [[1, 2, 3], [4, 5, 6]]
  /// ```
  ///
  /// The elements of a remainder that is dropped are taken all the same.
  ///
  /// - Parameters:
  ///   - count: how many elements an array has.
  ///   - remainder: whether the last array is given when it is shorter.
  /// - Returns: the arrays, made one at a time.
  /// - Precondition: `count` is positive.
  /// - Complexity: O(1); each array is O(`count`), takes as many elements and holds no others.
  @inlinable
  public func chunks(
    ofCount count: Int, remainder: ChunkRemainderPolicy
  ) -> ChunksOfCountSequence<Self> {
    ChunksOfCountSequence(base: self, count: count, remainder: remainder)
  }
}

extension ThrowingSource {
  /// Returns the elements in arrays of `count`, of which the last may be shorter: Python's
  /// `itertools.batched`.
  ///
  /// As `chunks(ofCount:)` of a sequence. The elements of a chunk that an error interrupts are lost.
  ///
  /// ```swift
  /// let pages = ThrowingGenerator(1...5).chunks(ofCount: 2)
  /// print(try pages.collect())  // [[1, 2], [3, 4], [5]]
  /// ```
  ///
  /// - Parameters:
  ///   - count: The number of elements in a chunk.
  ///   - remainder: Whether the last chunk is returned if it is shorter.
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

  /// Makes the arrays, each when it is asked for.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var elements: ChunksOfCountIterator<IteratorAdapter<Base.Iterator, Never>>

    @inlinable
    init(_ elements: ChunksOfCountIterator<IteratorAdapter<Base.Iterator, Never>>) {
      self.elements = elements
    }

    /// The next array, or `nil` after the last.
    ///
    /// - Returns: the array; `nil` permanently when the source has no more.
    /// - Complexity: O(*count*), as many elements of the source.
    @inlinable
    public mutating func next() -> [Base.Element]? { elements.next() }
  }

  /// Makes an iterator over the arrays, of a new pass over the source.
  ///
  /// - Returns: the iterator, which has taken nothing.
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
  /// Unknown before there was a whole chunk: `count` may be far more than there is.
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
