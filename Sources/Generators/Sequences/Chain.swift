// Two sequences are chained by swift-algorithms, for any `Sequence`; these go on from three.

/// The elements of three sequences, one after another.
///
/// An element is taken from its sequence when it is asked for; a sequence is begun when the one before
/// it has ended, which is let go of then.
///
/// ```swift
/// let body = Generator { yield in for n in 1...2 { try yield("line \(n)") } }
/// print(Array(chain(["head"], body, ["foot"])))  // ["head", "line 1", "line 2", "foot"]
/// ```
///
/// Python's `itertools.chain`. The sequences may be of different types; for many of the same type, or
/// for as many as a sequence gives, there is `joined()` of the standard library.
///
/// - Parameters:
///   - first: the first elements.
///   - second: the elements after those of `first`.
///   - third: the last elements.
/// - Returns: a sequence of all elements.
/// - Complexity: O(1); none is held.
@inlinable
public func chain<A: Sequence, B: Sequence, C: Sequence>(
  _ first: A, _ second: B, _ third: C
) -> ChainedSequence<ChainedSequence<A, B>, C>
where A.Element == B.Element, A.Element == C.Element {
  ChainedSequence(ChainedSequence(first, second), third)
}

/// The elements of four sequences, one after another.
///
/// An element is taken from its sequence when it is asked for; a sequence is begun when the one before
/// it has ended, which is let go of then.
///
/// ```swift
/// print(Array(chain([1], 2...3, [4], CollectionOfOne(5))))  // [1, 2, 3, 4, 5]
/// ```
///
/// - Parameters:
///   - first: the first elements.
///   - second: the elements after those of `first`.
///   - third: the elements after those of `second`.
///   - fourth: the last elements.
/// - Returns: a sequence of all elements.
/// - Complexity: O(1); none is held.
@inlinable
public func chain<A: Sequence, B: Sequence, C: Sequence, D: Sequence>(
  _ first: A, _ second: B, _ third: C, _ fourth: D
) -> ChainedSequence<ChainedSequence<ChainedSequence<A, B>, C>, D>
where A.Element == B.Element, A.Element == C.Element, A.Element == D.Element {
  ChainedSequence(chain(first, second, third), fourth)
}

/// The elements of five sequences, one after another.
///
/// An element is taken from its sequence when it is asked for; a sequence is begun when the one before
/// it has ended, which is let go of then.
///
/// ```swift
/// print(Array(chain([1], 2...3, [4], CollectionOfOne(5), [6])))  // [1, 2, 3, 4, 5, 6]
/// ```
///
/// - Parameters:
///   - first: the first elements.
///   - second: the elements after those of `first`.
///   - third: the elements after those of `second`.
///   - fourth: the elements after those of `third`.
///   - fifth: the last elements.
/// - Returns: a sequence of all elements.
/// - Complexity: O(1); none is held.
@inlinable
public func chain<A: Sequence, B: Sequence, C: Sequence, D: Sequence, E: Sequence>(
  _ first: A, _ second: B, _ third: C, _ fourth: D, _ fifth: E
) -> ChainedSequence<ChainedSequence<ChainedSequence<ChainedSequence<A, B>, C>, D>, E>
where
  A.Element == B.Element, A.Element == C.Element, A.Element == D.Element,
  A.Element == E.Element
{
  ChainedSequence(chain(first, second, third, fourth), fifth)
}

/// The elements of one sequence and then those of another: what `chain` of three and more is made of.
public struct ChainedSequence<First: Sequence, Second: Sequence>: Sequence
where First.Element == Second.Element {
  @usableFromInline let first: First
  @usableFromInline let second: Second

  @inlinable
  init(_ first: First, _ second: Second) {
    self.first = first
    self.second = second
  }

  /// Takes the elements of one sequence and then those of the other.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var first: First.Iterator?
    /// The second sequence until the first has ended.
    @usableFromInline var pending: Second?
    @usableFromInline var second: Second.Iterator?

    @inlinable
    init(_ first: First.Iterator, _ second: Second) {
      self.first = first
      pending = second
    }

    /// The next element, or `nil` when both sequences have ended.
    ///
    /// - Returns: the element.
    /// - Complexity: O(1), and at most one element of the sequences.
    @inlinable
    public mutating func next() -> First.Element? {
      if first != nil {
        if let element = first!.next() { return element }
        first = nil
        second = pending.take()!.makeIterator()
      }
      guard second != nil else { return nil }
      if let element = second!.next() { return element }
      second = nil
      return nil
    }
  }

  /// An iterator over the elements.
  ///
  /// - Returns: the iterator, which has taken nothing.
  /// - Complexity: O(1).
  @inlinable
  public func makeIterator() -> Iterator { Iterator(first.makeIterator(), second) }

  /// What both sequences have at the least.
  @inlinable
  public var underestimatedCount: Int {
    let (sum, overflow) =
      first.underestimatedCount.addingReportingOverflow(second.underestimatedCount)
    return overflow ? .max : sum
  }
}

extension ChainedSequence: LazySequenceProtocol
where First: LazySequenceProtocol, Second: LazySequenceProtocol {}
extension ChainedSequence: Sendable where First: Sendable, Second: Sendable {}
extension ChainedSequence.Iterator: Sendable
where First.Iterator: Sendable, Second: Sendable, Second.Iterator: Sendable {}
