public import Generators

// `roundRobin()`: in turn, until all have ended. It takes an array instead of a parameter pack, because Swift
// can't yet require that all sequences of a pack have the same elements.

extension Sequence where Element: Sequence {
  /// Returns the elements of several sequences, in turn, until all of them have ended.
  ///
  /// Skips a sequence that has ended. The counterpart of the recipe `roundrobin` for itertools, and of
  /// `interleave_longest` in more-itertools.
  ///
  /// ```swift
  /// let queues = [Generator("ABC"), Generator("D"), Generator("EF")]
  /// print(String(queues.roundRobin()))  // ADEBFC
  /// ```
  ///
  /// Takes an element when it is requested. The first request takes all sequences from the outer sequence,
  /// which must be finite; the others may be infinite. To combine sequences of different types, make
  /// generators of them: `[Generator(a), Generator(b)]`.
  ///
  /// The release of the iterator closes the sequences in reverse order of their opening.
  ///
  /// - Returns: The elements, taken one at a time.
  /// - Complexity: Amortised O(1) for each element and for each sequence that ends; no element is
  ///   held.
  @inlinable
  public func roundRobin() -> RoundRobinSequence<Self> { RoundRobinSequence(base: self) }
}

extension Sequence where Element: ThrowingSource {
  /// Returns the elements of several sources, in turn, until all have ended.
  ///
  /// Behaves like `roundRobin()` of sequences. An error of one closes all.
  ///
  /// ```swift
  /// let tracks = [ThrowingGenerator(1...3), ThrowingGenerator(4...5)]
  /// print(try tracks.roundRobin().collect())  // [1, 4, 2, 5, 3]
  /// ```
  ///
  /// - Returns: A source of the elements.
  /// - Complexity: Amortised O(1) for an element.
  @_disfavoredOverload
  @inlinable
  public func roundRobin() -> some ThrowingSource<Element.Element, Element.Failure> {
    IteratedSource(RoundRobinIterator(self) { SourceIterator($0) })
  }
}

/// The elements of several sequences, in turn, until all of them have ended.
///
/// See `roundRobin()` of `Sequence`.
public struct RoundRobinSequence<Base: Sequence>: Sequence where Base.Element: Sequence {
  @usableFromInline let base: Base

  @inlinable
  init(base: Base) { self.base = base }

  /// An iterator over the elements.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var elements:
      RoundRobinIterator<Base, IteratorAdapter<Base.Element.Iterator, Never>>

    @inlinable
    init(_ elements: RoundRobinIterator<Base, IteratorAdapter<Base.Element.Iterator, Never>>) {
      self.elements = elements
    }

    /// Returns the next element, or `nil` when all sources have ended.
    ///
    /// - Returns: The element; `nil` permanently when no source has more.
    /// - Complexity: Amortised O(1), one element of a source.
    @inlinable
    public mutating func next() -> Base.Element.Element? { elements.next() }
  }

  /// Returns an iterator over the elements, of a new pass over the sources.
  ///
  /// - Returns: The iterator, which hasn't taken any elements.
  @inlinable
  public func makeIterator() -> Iterator {
    Iterator(RoundRobinIterator(base) { IteratorAdapter($0.makeIterator()) })
  }
}

@usableFromInline
struct RoundRobinIterator<Base: Sequence, Source: FallibleIterator>: FallibleIterator {
  /// The sequences, until the first element is requested.
  @usableFromInline var base: Base?
  @usableFromInline let makeSource: (Base.Element) -> Source
  /// The sources, the last one first, so it is closed first.
  ///
  /// A round goes through the sources from the end on. Those before `unasked` are yet to be read in this
  /// round, those from `asked` on have returned an element, and the gaps between the two are the sources that
  /// have ended in this round.
  @usableFromInline var sources: [Source?] = []
  @usableFromInline var unasked = 0
  @usableFromInline var asked = 0

  @inlinable
  init(_ base: Base, makeSource: @escaping (Base.Element) -> Source) {
    self.base = base
    self.makeSource = makeSource
  }

  @inlinable @inline(__always)
  mutating func next() throws(Source.Failure) -> Source.Element? {
    if let base = base.take() { sources = base.map(makeSource).reversed() }
    while true {
      if unasked == 0 {
        // Removes the gaps of a round together, because removing one takes O(*n*).
        sources.removeFirst(asked)
        asked = 0
        if sources.isEmpty { return nil }
        (unasked, asked) = (sources.count, sources.count)
      }
      unasked -= 1
      if let element = try sources[unasked]?.next() {
        asked -= 1
        if asked != unasked { sources.swapAt(unasked, asked) }
        return element
      }
      sources[unasked] = nil
    }
  }

  @inlinable
  func abandon() { for source in sources { source?.abandon() } }
}

extension RoundRobinSequence: LazySequenceProtocol where Base: LazySequenceProtocol {}
extension RoundRobinSequence: Sendable where Base: Sendable {}
