public import Generators

// `interleaved(with:)` and `interleaved()`: in turn, until one of the sequences ends.

extension Sequence {
  /// Returns the elements of this sequence and of another, in turn, until either ends.
  ///
  /// Takes a pair together, this sequence's element first, and returns only complete pairs. The counterpart
  /// of `interleave` in more-itertools.
  ///
  /// ```swift
  /// print(Array(Generator(1...3).interleaved(with: [10, 20])))  // [1, 10, 2, 20]
  /// ```
  ///
  /// If the other sequence ends first, one more element of this one was taken. The sequences may be infinite.
  /// `roundRobin()` continues until both have ended.
  ///
  /// The release of the iterator closes the sequences in reverse order of their opening.
  ///
  /// - Parameter other: The second of each pair.
  /// - Returns: The elements, taken a pair at a time.
  /// - Complexity: O(1) for each element; one is held.
  @inlinable
  public func interleaved<Other: Sequence<Element>>(
    with other: Other
  ) -> InterleavedPairSequence<Self, Other> {
    InterleavedPairSequence(first: self, second: other)
  }
}

extension Sequence where Element: Sequence {
  /// Returns the elements of several sequences, in turn, until any of them ends.
  ///
  /// Takes a round together, an element of each, and returns only complete rounds. The counterpart of
  /// `interleave` in more-itertools.
  ///
  /// ```swift
  /// let tracks = [Generator(1...3), Generator(4...5), Generator(6...8)]
  /// print(Array(tracks.interleaved()))  // [1, 4, 6, 2, 5, 7]
  /// ```
  ///
  /// Of the sequences before the one that ends, one more element was taken. The first request takes all
  /// sequences from the outer sequence, which must be finite.
  ///
  /// The release of the iterator closes the sequences in reverse order of their opening.
  ///
  /// - Returns: The elements, taken a round at a time.
  /// - Complexity: O(1) for each element; a round is held.
  @inlinable
  public func interleaved() -> InterleavedSequence<Self> { InterleavedSequence(base: self) }
}

extension ThrowingSource {
  /// Returns the elements of this source and of another, in turn, until either ends.
  ///
  /// Behaves like `interleaved(with:)` of a sequence. An error of either closes both.
  ///
  /// ```swift
  /// let both = ThrowingGenerator(1...3).interleaved(with: ThrowingGenerator([10, 20]))
  /// print(try both.collect())  // [1, 10, 2, 20]
  /// ```
  ///
  /// - Parameter other: The second elements of the pairs.
  /// - Returns: A source of the elements.
  /// - Complexity: O(1) for an element; one is held.
  @_disfavoredOverload
  @inlinable
  public func interleaved<Other: ThrowingSource<Element, Failure>>(
    with other: Other
  ) -> some ThrowingSource<Element, Failure> {
    IteratedSource(InterleavedPairIterator(SourceIterator(self), SourceIterator(other)))
  }

  /// Returns the elements of this source and of a sequence, in turn, until either ends.
  ///
  /// Behaves like `interleaved(with:)` of a sequence.
  ///
  /// ```swift
  /// let both = ThrowingGenerator(1...3).interleaved(with: [10, 20])
  /// print(try both.collect())  // [1, 10, 2, 20]
  /// ```
  ///
  /// - Parameter other: The second elements of the pairs.
  /// - Returns: A source of the elements.
  /// - Complexity: O(1) for an element; one is held.
  @_disfavoredOverload
  @inlinable
  public func interleaved<Other: Sequence<Element>>(
    with other: Other
  ) -> some ThrowingSource<Element, Failure> {
    IteratedSource(
      InterleavedPairIterator(SourceIterator(self), SequenceIterator<Other, Failure>(other)))
  }
}

extension Sequence where Element: ThrowingSource {
  /// Returns the elements of several sources, in turn, until any of them ends.
  ///
  /// Behaves like `interleaved()` of sequences. An error of one closes all.
  ///
  /// ```swift
  /// let tracks = [ThrowingGenerator(1...3), ThrowingGenerator(4...5), ThrowingGenerator(6...8)]
  /// print(try tracks.interleaved().collect())  // [1, 4, 6, 2, 5, 7]
  /// ```
  ///
  /// - Returns: A source of the elements.
  /// - Complexity: O(1) for an element; a round is held.
  @_disfavoredOverload
  @inlinable
  public func interleaved() -> some ThrowingSource<Element.Element, Element.Failure> {
    IteratedSource(InterleavedIterator(self) { SourceIterator($0) })
  }
}

/// The elements of two sequences, in turn, until either ends.
///
/// See `interleaved(with:)` of `Sequence`.
public struct InterleavedPairSequence<First: Sequence, Second: Sequence>: Sequence
where First.Element == Second.Element {
  // Last first: fields are released in this order, and the source opened last is closed first.
  @usableFromInline let second: Second
  @usableFromInline let first: First

  @inlinable
  init(first: First, second: Second) {
    self.first = first
    self.second = second
  }

  /// An iterator over the elements.
  public struct Iterator: IteratorProtocol {
    // Not an `InterleavedPairIterator`, whose deinitialization would keep it in memory during a loop.
    @usableFromInline var second: IteratorAdapter<Second.Iterator, Never>?
    @usableFromInline var first: IteratorAdapter<First.Iterator, Never>?
    @usableFromInline var pending: First.Element?

    @inlinable
    init(_ first: First.Iterator, _ second: Second.Iterator) {
      self.second = IteratorAdapter(second)
      self.first = IteratorAdapter(first)
    }

    /// Returns the next element, or `nil` after the last complete pair.
    ///
    /// - Returns: The element; `nil` permanently when either source has no more.
    /// - Complexity: O(1), one element of each source for two.
    @inlinable @inline(__always)
    public mutating func next() -> First.Element? {
      nextInterleaved(&first, &second, &pending)
    }
  }

  /// Returns an iterator over the elements, of a new pass over both sources.
  ///
  /// - Returns: The iterator, which hasn't taken any elements.
  @inlinable
  public func makeIterator() -> Iterator {
    Iterator(first.makeIterator(), second.makeIterator())
  }
}

@usableFromInline
struct InterleavedPairIterator<First: FallibleIterator, Second: FallibleIterator>: FallibleIterator
where First.Element == Second.Element, First.Failure == Second.Failure {
  // Last first: fields are released in this order, and the source opened last is closed first.
  @usableFromInline var second: Second?
  @usableFromInline var first: First?
  /// The second of a pair.
  @usableFromInline var pending: First.Element?

  @inlinable
  init(_ first: First, _ second: Second) {
    self.first = first
    self.second = second
  }

  @inlinable @inline(__always)
  mutating func next() throws(First.Failure) -> First.Element? {
    try nextInterleaved(&first, &second, &pending)
  }

  @inlinable
  func abandon() {
    second?.abandon()
    first?.abandon()
  }
}

@inlinable @inline(__always)
func nextInterleaved<First: FallibleIterator, Second: FallibleIterator>(
  _ first: inout First?, _ second: inout Second?, _ pending: inout First.Element?
) throws(First.Failure) -> First.Element?
where First.Element == Second.Element, First.Failure == Second.Failure {
  if let element = pending.take() { return element }
  if let element = try first?.next(), let following = try second?.next() {
    pending = .some(following)
    return element
  }
  second = nil
  first = nil
  return nil
}

/// The elements of several sequences, in turn, until any of them ends.
///
/// See `interleaved()` of `Sequence`.
public struct InterleavedSequence<Base: Sequence>: Sequence where Base.Element: Sequence {
  @usableFromInline let base: Base

  @inlinable
  init(base: Base) { self.base = base }

  /// An iterator over the elements.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var elements:
      InterleavedIterator<Base, IteratorAdapter<Base.Element.Iterator, Never>>

    @inlinable
    init(_ elements: InterleavedIterator<Base, IteratorAdapter<Base.Element.Iterator, Never>>) {
      self.elements = elements
    }

    /// Returns the next element, or `nil` after the last complete round.
    ///
    /// - Returns: The element; `nil` permanently when one of the sources has no more.
    /// - Complexity: O(1) amortized, a round of elements for as many.
    @inlinable
    public mutating func next() -> Base.Element.Element? { elements.next() }
  }

  /// Returns an iterator over the elements, of a new pass over the sources.
  ///
  /// - Returns: The iterator, which hasn't taken any elements.
  @inlinable
  public func makeIterator() -> Iterator {
    Iterator(InterleavedIterator(base) { IteratorAdapter($0.makeIterator()) })
  }
}

@usableFromInline
struct InterleavedIterator<Base: Sequence, Source: FallibleIterator>: FallibleIterator {
  /// The sequences, until the first element is requested.
  @usableFromInline var base: Base?
  @usableFromInline let makeSource: (Base.Element) -> Source
  /// The sources, the last one first, so it is closed first.
  @usableFromInline var sources: [Source] = []
  /// The elements of a round, which are yet to be returned from `index` on.
  @usableFromInline var round: [Source.Element?] = []
  @usableFromInline var index = 0

  @inlinable
  init(_ base: Base, makeSource: @escaping (Base.Element) -> Source) {
    self.base = base
    self.makeSource = makeSource
  }

  @inlinable @inline(__always)
  mutating func next() throws(Source.Failure) -> Source.Element? {
    if index == round.count {
      if let base = base.take() { sources = base.map(makeSource).reversed() }
      round.removeAll(keepingCapacity: true)
      index = 0
      for source in sources.indices.reversed() {
        guard let element = try sources[source].next() else {
          sources = []
          round = []
          return nil
        }
        round.append(element)
      }
      if round.isEmpty { return nil }
    }
    index += 1
    return round[index - 1].take()
  }

  @inlinable
  func abandon() { for source in sources { source.abandon() } }
}

extension InterleavedPairSequence: LazySequenceProtocol where First: LazySequenceProtocol {}
extension InterleavedPairSequence: Sendable where First: Sendable, Second: Sendable {}
extension InterleavedSequence: LazySequenceProtocol where Base: LazySequenceProtocol {}
extension InterleavedSequence: Sendable where Base: Sendable {}
