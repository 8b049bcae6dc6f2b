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
  /// - Returns: the elements, taken one at a time.
  /// - Complexity: O(1) for each element, and O(*n*) for each of *n* sequences that ends; no
  ///   element is held.
  @inlinable
  public func roundRobin() -> RoundRobinSequence<Self> { RoundRobinSequence(base: self) }
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
    /// The sequences before the first element is asked for.
    @usableFromInline var base: Base?
    /// The sources that have not ended.
    @usableFromInline var sources: [Base.Element.Iterator] = []
    /// The source whose turn it is.
    @usableFromInline var turn = 0

    @inlinable
    init(base: Base) { self.base = base }

    /// The next element, or `nil` when all sources have ended.
    ///
    /// - Returns: the element; `nil` for ever when no source has more.
    /// - Complexity: O(1), one element of a source; O(*n*) for one that is found to have ended.
    @inlinable
    public mutating func next() -> Base.Element.Element? {
      if let sequences = base.take() { sources = sequences.map { $0.makeIterator() } }
      while !sources.isEmpty {
        if turn == sources.count { turn = 0 }
        if let element = sources[turn].next() {
          turn += 1
          return element
        }
        sources.remove(at: turn)
      }
      return nil
    }
  }

  /// Makes an iterator over the elements, of a new pass over the sources.
  ///
  /// - Returns: the iterator, which has taken nothing.
  @inlinable
  public func makeIterator() -> Iterator { Iterator(base: base) }
}

extension RoundRobinSequence: LazySequenceProtocol where Base: LazySequenceProtocol {}
extension RoundRobinSequence: Sendable where Base: Sendable {}
