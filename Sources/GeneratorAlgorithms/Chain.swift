public import Generators

// swift-algorithms chains two sequences, of any type. These functions chain three and more.

/// Returns the elements of three sequences, one after another.
///
/// Takes each element when it is requested. Releases each sequence at its end, and then begins the next one.
///
/// ```swift
/// let body = Generator { yield in for n in 1...2 { try yield("line \(n)") } }
/// print(Array(chain(["head"], body, ["foot"])))  // ["head", "line 1", "line 2", "foot"]
/// ```
///
/// The counterpart of Python's `itertools.chain`. The sequences may have different types. For any number of
/// sequences of the same type, use `joined()` of the standard library.
///
/// - Parameters:
///   - first: The first elements.
///   - second: The elements after those of `first`.
///   - third: The last elements.
/// - Returns: A sequence of all elements.
/// - Complexity: O(1); none is held.
@inlinable
public func chain<A: Sequence, B: Sequence, C: Sequence>(
  _ first: A, _ second: B, _ third: C
) -> ChainedSequence<ChainedSequence<A, B>, C>
where A.Element == B.Element, A.Element == C.Element {
  ChainedSequence(ChainedSequence(first, second), third)
}

/// Returns the elements of four sequences, one after another.
///
/// Takes each element when it is requested. Releases each sequence at its end, and then begins the next one.
///
/// ```swift
/// print(Array(chain([1], 2...3, [4], CollectionOfOne(5))))  // [1, 2, 3, 4, 5]
/// ```
///
/// - Parameters:
///   - first: The first elements.
///   - second: The elements after those of `first`.
///   - third: The elements after those of `second`.
///   - fourth: The last elements.
/// - Returns: A sequence of all elements.
/// - Complexity: O(1); none is held.
@inlinable
public func chain<A: Sequence, B: Sequence, C: Sequence, D: Sequence>(
  _ first: A, _ second: B, _ third: C, _ fourth: D
) -> ChainedSequence<ChainedSequence<ChainedSequence<A, B>, C>, D>
where A.Element == B.Element, A.Element == C.Element, A.Element == D.Element {
  ChainedSequence(chain(first, second, third), fourth)
}

/// Returns the elements of five sequences, one after another.
///
/// Takes each element when it is requested. Releases each sequence at its end, and then begins the next one.
///
/// ```swift
/// print(Array(chain([1], 2...3, [4], CollectionOfOne(5), [6])))  // [1, 2, 3, 4, 5, 6]
/// ```
///
/// - Parameters:
///   - first: The first elements.
///   - second: The elements after those of `first`.
///   - third: The elements after those of `second`.
///   - fourth: The elements after those of `third`.
///   - fifth: The last elements.
/// - Returns: A sequence of all elements.
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

/// Returns the elements of two sources that may fail, one after another, as Python's `itertools.chain` does.
///
/// Releases each source at its end, and then begins the next one. An error closes all sources.
///
/// ```swift
/// print(try chain(ThrowingGenerator([1]), ThrowingGenerator([2])).collect())  // [1, 2]
/// ```
///
/// - Parameters:
///   - first: The first elements.
///   - second: The elements after those of `first`.
/// - Returns: A source of all elements.
/// - Complexity: O(1) for an element.
@_disfavoredOverload
@inlinable
public func chain<A: ThrowingSource, B: ThrowingSource>(
  _ first: A, _ second: B
) -> some ThrowingSource<A.Element, A.Failure>
where A.Element == B.Element, A.Failure == B.Failure {
  IteratedSource(ChainedIterator(SourceIterator(first), SourceIterator(second)))
}

/// Returns the elements of a source that may fail and then those of a sequence, as Python's `itertools.chain`
/// does.
///
/// ```swift
/// print(try chain(ThrowingGenerator([1]), [2, 3]).collect())  // [1, 2, 3]
/// ```
///
/// - Parameters:
///   - first: The first elements.
///   - second: The elements after those of `first`.
/// - Returns: A source of all elements.
/// - Complexity: O(1) for an element.
@_disfavoredOverload
@inlinable
public func chain<A: ThrowingSource, B: Sequence>(
  _ first: A, _ second: B
) -> some ThrowingSource<A.Element, A.Failure> where A.Element == B.Element {
  IteratedSource(ChainedIterator(SourceIterator(first), SequenceIterator<B, A.Failure>(second)))
}

/// Returns the elements of a sequence and then those of a source that may fail, as Python's `itertools.chain`
/// does.
///
/// ```swift
/// print(try chain(["name"], ThrowingGenerator(["Ada"])).collect())  // ["name", "Ada"]
/// ```
///
/// - Parameters:
///   - first: The first elements.
///   - second: The elements after those of `first`.
/// - Returns: A source of all elements.
/// - Complexity: O(1) for an element.
@_disfavoredOverload
@inlinable
public func chain<A: Sequence, B: ThrowingSource>(
  _ first: A, _ second: B
) -> some ThrowingSource<B.Element, B.Failure> where A.Element == B.Element {
  IteratedSource(ChainedIterator(SequenceIterator<A, B.Failure>(first), SourceIterator(second)))
}

/// Returns the elements of three sources that may fail, one after another, as Python's `itertools.chain`
/// does.
///
/// Releases each source at its end, and then begins the next one. An error closes all sources.
///
/// ```swift
/// print(try chain(ThrowingGenerator([1]), ThrowingGenerator([2]), ThrowingGenerator([3])).collect())  // [1, 2, 3]
/// ```
///
/// - Parameters:
///   - first: The first elements.
///   - second: The elements after those of `first`.
///   - third: The elements after those of `second`.
/// - Returns: A source of all elements.
/// - Complexity: O(1) for an element.
@_disfavoredOverload
@inlinable
public func chain<A: ThrowingSource, B: ThrowingSource, C: ThrowingSource>(
  _ first: A, _ second: B, _ third: C
) -> some ThrowingSource<A.Element, A.Failure>
where A.Element == B.Element, A.Failure == B.Failure, A.Element == C.Element, A.Failure == C.Failure
{
  IteratedSource(
    ChainedIterator(
      ChainedIterator(SourceIterator(first), SourceIterator(second)), SourceIterator(third)))
}

/// Returns the elements of four sources that may fail, one after another, as Python's `itertools.chain` does.
///
/// Releases each source at its end, and then begins the next one. An error closes all sources.
///
/// ```swift
/// print(try chain(ThrowingGenerator([1]), ThrowingGenerator([2]), ThrowingGenerator([3]), ThrowingGenerator([4])).collect())  // [1, 2, 3, 4]
/// ```
///
/// - Parameters:
///   - first: The first elements.
///   - second: The elements after those of `first`.
///   - third: The elements after those of `second`.
///   - fourth: The elements after those of `third`.
/// - Returns: A source of all elements.
/// - Complexity: O(1) for an element.
@_disfavoredOverload
@inlinable
public func chain<A: ThrowingSource, B: ThrowingSource, C: ThrowingSource, D: ThrowingSource>(
  _ first: A, _ second: B, _ third: C, _ fourth: D
) -> some ThrowingSource<A.Element, A.Failure>
where
  A.Element == B.Element, A.Failure == B.Failure, A.Element == C.Element, A.Failure == C.Failure,
  A.Element == D.Element, A.Failure == D.Failure
{
  IteratedSource(
    ChainedIterator(
      ChainedIterator(
        ChainedIterator(SourceIterator(first), SourceIterator(second)), SourceIterator(third)),
      SourceIterator(fourth)))
}

/// Returns the elements of five sources that may fail, one after another, as Python's `itertools.chain` does.
///
/// Releases each source at its end, and then begins the next one. An error closes all sources.
///
/// ```swift
/// print(try chain(ThrowingGenerator([1]), ThrowingGenerator([2]), ThrowingGenerator([3]), ThrowingGenerator([4]), ThrowingGenerator([5])).collect())  // [1, 2, 3, 4, 5]
/// ```
///
/// - Parameters:
///   - first: The first elements.
///   - second: The elements after those of `first`.
///   - third: The elements after those of `second`.
///   - fourth: The elements after those of `third`.
///   - fifth: The elements after those of `fourth`.
/// - Returns: A source of all elements.
/// - Complexity: O(1) for an element.
@_disfavoredOverload
@inlinable
public func chain<
  A: ThrowingSource, B: ThrowingSource, C: ThrowingSource, D: ThrowingSource, E: ThrowingSource
>(
  _ first: A, _ second: B, _ third: C, _ fourth: D, _ fifth: E
) -> some ThrowingSource<A.Element, A.Failure>
where
  A.Element == B.Element, A.Failure == B.Failure, A.Element == C.Element, A.Failure == C.Failure,
  A.Element == D.Element, A.Failure == D.Failure, A.Element == E.Element, A.Failure == E.Failure
{
  IteratedSource(
    ChainedIterator(
      ChainedIterator(
        ChainedIterator(
          ChainedIterator(SourceIterator(first), SourceIterator(second)), SourceIterator(third)),
        SourceIterator(fourth)), SourceIterator(fifth)))
}

/// The elements of one sequence and then those of another.
///
/// `chain` of three and more sequences is made of it.
public struct ChainedSequence<First: Sequence, Second: Sequence>: Sequence
where First.Element == Second.Element {
  @usableFromInline let first: First
  @usableFromInline let second: Second

  @inlinable
  init(_ first: First, _ second: Second) {
    self.first = first
    self.second = second
  }

  /// An iterator over the elements.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var elements:
      ChainedIterator<
        IteratorAdapter<First.Iterator, Never>, SequenceIterator<Second, Never>
      >

    @inlinable
    init(
      _ elements: ChainedIterator<
        IteratorAdapter<First.Iterator, Never>, SequenceIterator<Second, Never>
      >
    ) { self.elements = elements }

    /// Returns the next element, or `nil` when both sequences have ended.
    ///
    /// - Returns: The element.
    /// - Complexity: O(1), and at most one element of the sequences.
    @inlinable @inline(__always)
    public mutating func next() -> First.Element? { elements.next() }
  }

  /// Returns an iterator over the elements.
  ///
  /// - Returns: The iterator, which hasn't taken any elements.
  /// - Complexity: O(1).
  @inlinable
  public func makeIterator() -> Iterator {
    Iterator(ChainedIterator(IteratorAdapter(first.makeIterator()), SequenceIterator(second)))
  }

  /// The sum of the underestimated counts of both sequences.
  @inlinable
  public var underestimatedCount: Int {
    let (sum, overflow) =
      first.underestimatedCount.addingReportingOverflow(second.underestimatedCount)
    return overflow ? .max : sum
  }
}

@usableFromInline
struct ChainedIterator<First: FallibleIterator, Second: FallibleIterator>: FallibleIterator
where First.Element == Second.Element, First.Failure == Second.Failure {
  // Last first: fields are released in this order, and the source opened last is closed first.
  @usableFromInline var second: Second?
  @usableFromInline var first: First?

  @inlinable
  init(_ first: First, _ second: Second) {
    self.first = first
    self.second = second
  }

  @inlinable @inline(__always)
  mutating func next() throws(First.Failure) -> First.Element? {
    if first != nil {
      if let element = try first!.next() { return element }
      first = nil
    }
    guard second != nil else { return nil }
    if let element = try second!.next() { return element }
    second = nil
    return nil
  }

  @inlinable
  func abandon() {
    second?.abandon()
    first?.abandon()
  }
}

extension ChainedSequence: LazySequenceProtocol
where First: LazySequenceProtocol, Second: LazySequenceProtocol {}
extension ChainedSequence: Sendable where First: Sendable, Second: Sendable {}
extension ChainedSequence.Iterator: Sendable
where First.Iterator: Sendable, Second: Sendable, Second.Iterator: Sendable {}
extension ChainedIterator: Sendable where First: Sendable, Second: Sendable {}
