/// Returns the pairs of the elements of two sources that may fail: Python's `zip`.
///
/// Each `next()` takes an element of `first` and then one of `second`. The pairs end with the shorter of the
/// two. If `first` has ended, no element of `second` is taken. If `second` has ended, the element of `first`
/// is lost. See ``ThrowingSource`` for laziness, errors and closing; `second` is released first.
///
/// ```swift
/// let pairs = zip(ThrowingGenerator(1...), numbers(in: ["7", "8"]))
/// print(try pairs.collect())  // [(1, 7), (2, 8)]
/// ```
///
/// - Parameters:
///   - first: The first elements of the pairs.
///   - second: The second elements of the pairs.
/// - Returns: A source of the pairs.
/// - Complexity: O(1) for a pair; two allocations for the source.
@_disfavoredOverload
@inlinable
public func zip<First: ThrowingSource, Second: ThrowingSource>(
  _ first: First, _ second: Second
) -> some ThrowingSource<(First.Element, Second.Element), First.Failure>
where First.Failure == Second.Failure {
  IteratedSource(ZipIterator(SourceIterator(first), SourceIterator(second)))
}

/// Returns the pairs of the elements of a source that may fail and of a sequence: Python's `zip`.
///
/// This is `zip` of two sources for one source and one sequence, whose iterator is made at the first
/// `next()`.
///
/// ```swift
/// let pairs = zip(numbers(in: ["7", "8"]), "ab")
/// print(try pairs.collect())  // [(7, "a"), (8, "b")]
/// ```
///
/// - Parameters:
///   - first: The first elements of the pairs.
///   - second: The second elements of the pairs.
/// - Returns: A source of the pairs.
/// - Complexity: O(1) for a pair; two allocations for the source.
@_disfavoredOverload
@inlinable
public func zip<First: ThrowingSource, Second: Sequence>(
  _ first: First, _ second: Second
) -> some ThrowingSource<(First.Element, Second.Element), First.Failure> {
  IteratedSource(
    ZipIterator(SourceIterator(first), SequenceIterator<Second, First.Failure>(second)))
}

/// Returns the pairs of the elements of a sequence and of a source that may fail: Python's `zip`.
///
/// This is `zip` of two sources for one source and one sequence, whose iterator is made at the first
/// `next()`.
///
/// ```swift
/// let numbered = zip(1..., numbers(in: ["7", "8"]))
/// print(try numbered.collect())  // [(1, 7), (2, 8)]
/// ```
///
/// - Parameters:
///   - first: The first elements of the pairs.
///   - second: The second elements of the pairs.
/// - Returns: A source of the pairs.
/// - Complexity: O(1) for a pair; two allocations for the source.
@_disfavoredOverload
@inlinable
public func zip<First: Sequence, Second: ThrowingSource>(
  _ first: First, _ second: Second
) -> some ThrowingSource<(First.Element, Second.Element), Second.Failure> {
  IteratedSource(
    ZipIterator(SequenceIterator<First, Second.Failure>(first), SourceIterator(second)))
}

@usableFromInline
struct ZipIterator<First: FallibleIterator, Second: FallibleIterator>: FallibleIterator
where First.Failure == Second.Failure {
  // Last first: fields are released in this order, and the source opened last is closed first.
  @usableFromInline var second: Second
  @usableFromInline var first: First

  @inlinable
  init(_ first: First, _ second: Second) {
    self.first = first
    self.second = second
  }

  @inlinable @inline(__always)
  mutating func next() throws(First.Failure) -> (First.Element, Second.Element)? {
    guard let a = try first.next(), let b = try second.next() else { return nil }
    return (a, b)
  }

  @inlinable
  func abandon() {
    second.abandon()
    first.abandon()
  }
}
