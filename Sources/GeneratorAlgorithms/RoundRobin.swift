public import Generators

// `roundRobin()`: in turn, until all have ended. An array and no parameter pack: Swift has no way
// yet to say that all sequences of a pack have the same elements.

extension Sequence where Element: Sequence {
  /// The elements of several sequences, in turn, until all of them have ended.
  ///
  /// A sequence that has ended is passed over. itertools' recipe `roundrobin`, more-itertools'
  /// `interleave_longest`.
  ///
  /// ```swift
  /// let queues = [Generator("ABC"), Generator("D"), Generator("EF")]
  /// print(String(queues.roundRobin()))  // ADEBFC
  /// ```
  ///
  /// An element is taken when it is asked for. Nothing is taken before the first, not even of the
  /// outer sequence, which must have an end; the others need none. Sequences of different types go
  /// together as generators: `[Generator(a), Generator(b)]`.
  ///
  /// When its iterator is dropped, the sequence that was opened last is closed first.
  ///
  /// - Returns: the elements, taken one at a time.
  /// - Complexity: amortised O(1) for each element and for each sequence that ends; no element is
  ///   held.
  @inlinable
  public func roundRobin() -> RoundRobinSequence<Self> { RoundRobinSequence(base: self) }
}

extension Sequence where Element: ThrowingSource {
  /// Returns the elements of several sources, in turn, until all have ended.
  ///
  /// As `roundRobin()` of sequences. An error of one closes all.
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

  /// Gives the elements of one source after the other.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var elements:
      RoundRobinIterator<Base, IteratorAdapter<Base.Element.Iterator, Never>>

    @inlinable
    init(_ elements: RoundRobinIterator<Base, IteratorAdapter<Base.Element.Iterator, Never>>) {
      self.elements = elements
    }

    /// The next element, or `nil` when all sources have ended.
    ///
    /// - Returns: the element; `nil` permanently when no source has more.
    /// - Complexity: amortised O(1), one element of a source.
    @inlinable
    public mutating func next() -> Base.Element.Element? { elements.next() }
  }

  /// Makes an iterator over the elements, of a new pass over the sources.
  ///
  /// - Returns: the iterator, which has taken nothing.
  @inlinable
  public func makeIterator() -> Iterator {
    Iterator(RoundRobinIterator(base) { IteratorAdapter($0.makeIterator()) })
  }
}

@usableFromInline
struct RoundRobinIterator<Base: Sequence, Source: FallibleIterator>: FallibleIterator {
  /// The sequences before the first element is asked for.
  @usableFromInline var base: Base?
  @usableFromInline let makeSource: (Base.Element) -> Source
  /// The sources, the last first, so that it is closed first.
  ///
  /// A round asks them from the end on: those before `unasked` are yet to be asked, those from
  /// `asked` on have returned an element, and between the two are as many gaps as sources have
  /// ended in this round.
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
        // The gaps of a round go together: to remove each at once would take O(*n*) for each.
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
