public import Generators

/// Returns all pairs of an element of one sequence and an element of another.
///
/// The second sequence is in the inner loop: the pairs come in the order of `for a in first { for b in second
/// { … } }`. Reads each sequence once, takes an element when a pair first needs it, and records the elements
/// of the second sequence.
///
/// ```swift
/// let suits = Generator { yield in for suit in "♠♥" { try yield(suit) } }
/// print(cartesianProduct(["A", "K"], suits).map { $0 + String($1) })  // ["A♠", "A♥", "K♠", "K♥"]
/// ```
///
/// Either sequence may be infinite. If one is empty, there are no pairs. The counterpart of Python's
/// `itertools.product`, which reads all of its inputs at once. `product` of swift-algorithms requires a
/// collection as its second argument.
///
/// The release of the iterator closes the sequences in reverse order of their opening.
///
/// - Parameters:
///   - first: The elements of the outer loop.
///   - second: The elements of the inner loop.
/// - Returns: A sequence of pairs.
/// - Complexity: Amortised O(1) for a pair. Holds one element of `first` and those of `second` that were
///   taken.
@inlinable
public func cartesianProduct<First: Sequence, Second: Sequence>(
  _ first: First, _ second: Second
) -> CartesianProduct2Sequence<First, Second> {
  CartesianProduct2Sequence(first, second)
}

/// Returns all triples of an element of each of three sequences.
///
/// The last sequence is in the innermost loop. Reads each sequence once, takes an element when a triple first
/// needs it, and records the elements of all sequences except the first.
///
/// ```swift
/// let rows = cartesianProduct(0...1, "ab", [true])
/// print(Array(rows))
/// // [(0, "a", true), (0, "b", true), (1, "a", true), (1, "b", true)]
/// ```
///
/// The release of the iterator closes the sequences in reverse order of their opening.
///
/// - Parameters:
///   - first: The elements of the outermost loop.
///   - second: The elements of the loop inside of it.
///   - third: The elements of the innermost loop.
/// - Returns: A sequence of triples.
/// - Complexity: Amortised O(1) for a triple. Holds one element of `first` and those of the others that were
///   taken.
@inlinable
public func cartesianProduct<First: Sequence, Second: Sequence, Third: Sequence>(
  _ first: First, _ second: Second, _ third: Third
) -> CartesianProduct3Sequence<First, Second, Third> {
  CartesianProduct3Sequence(cartesianProduct(first, second), third)
}

/// Returns all quadruples of an element of each of four sequences.
///
/// The last sequence is in the innermost loop. Reads each sequence once, takes an element when a quadruple
/// first needs it, and records the elements of all sequences except the first.
///
/// ```swift
/// let rows = cartesianProduct("ab", [true], 1...2, "xy")
/// print(Array(rows.prefix(2)))  // [("a", true, 1, "x"), ("a", true, 1, "y")]
/// ```
///
/// The release of the iterator closes the sequences in reverse order of their opening.
///
/// - Parameters:
///   - first: The elements of the outermost loop.
///   - second: The elements of the loop inside of it.
///   - third: The elements of the loop inside of that.
///   - fourth: The elements of the innermost loop.
/// - Returns: A sequence of quadruples.
/// - Complexity: Amortised O(1) for a quadruple. Holds one element of `first` and those of the others that
///   were taken.
@inlinable
public func cartesianProduct<
  First: Sequence, Second: Sequence, Third: Sequence, Fourth: Sequence
>(
  _ first: First, _ second: Second, _ third: Third, _ fourth: Fourth
) -> CartesianProduct4Sequence<First, Second, Third, Fourth> {
  CartesianProduct4Sequence(cartesianProduct(first, second, third), fourth)
}

/// Returns all pairs of the elements of two sources that may fail, as Python's `itertools.product` does.
///
/// Behaves like `cartesianProduct(_:_:)` of sequences. The elements of `second` are recorded. An error closes
/// both.
///
/// ```swift
/// let pairs = cartesianProduct(ThrowingGenerator("ab"), ThrowingGenerator(1...2))
/// print(try pairs.collect())  // [("a", 1), ("a", 2), ("b", 1), ("b", 2)]
/// ```
///
/// - Parameters:
///   - first: The first elements of the pairs. There may be infinitely many.
///   - second: The second elements of the pairs.
/// - Returns: A source of the pairs.
/// - Complexity: O(1) for a pair.
@_disfavoredOverload
@inlinable
public func cartesianProduct<First: ThrowingSource, Second: ThrowingSource>(
  _ first: First, _ second: Second
) -> some ThrowingSource<(First.Element, Second.Element), First.Failure>
where First.Failure == Second.Failure {
  IteratedSource(CartesianProductIterator(SourceIterator(first), SourceIterator(second)))
}

/// Returns all pairs of the elements of a source that may fail and a sequence, as Python's
/// `itertools.product` does.
///
/// Behaves like `cartesianProduct(_:_:)` of sequences. The elements of `second` are recorded. An error closes
/// both.
///
/// ```swift
/// let pairs = cartesianProduct(ThrowingGenerator("ab"), 1...2)
/// print(try pairs.collect())  // [("a", 1), ("a", 2), ("b", 1), ("b", 2)]
/// ```
///
/// - Parameters:
///   - first: The first elements of the pairs. There may be infinitely many.
///   - second: The second elements of the pairs.
/// - Returns: A source of the pairs.
/// - Complexity: O(1) for a pair.
@_disfavoredOverload
@inlinable
public func cartesianProduct<First: ThrowingSource, Second: Sequence>(
  _ first: First, _ second: Second
) -> some ThrowingSource<(First.Element, Second.Element), First.Failure> {
  IteratedSource(
    CartesianProductIterator(SourceIterator(first), SequenceIterator<Second, First.Failure>(second))
  )
}

/// Returns all pairs of the elements of a sequence and a source that may fail, as Python's
/// `itertools.product` does.
///
/// Behaves like `cartesianProduct(_:_:)` of sequences. The elements of `second` are recorded. An error closes
/// both.
///
/// ```swift
/// let pairs = cartesianProduct("ab", ThrowingGenerator(1...2))
/// print(try pairs.collect())  // [("a", 1), ("a", 2), ("b", 1), ("b", 2)]
/// ```
///
/// - Parameters:
///   - first: The first elements of the pairs. There may be infinitely many.
///   - second: The second elements of the pairs.
/// - Returns: A source of the pairs.
/// - Complexity: O(1) for a pair.
@_disfavoredOverload
@inlinable
public func cartesianProduct<First: Sequence, Second: ThrowingSource>(
  _ first: First, _ second: Second
) -> some ThrowingSource<(First.Element, Second.Element), Second.Failure> {
  IteratedSource(
    CartesianProductIterator(SequenceIterator<First, Second.Failure>(first), SourceIterator(second))
  )
}

/// Returns all triples of the elements of three sources that may fail, as Python's `itertools.product` does.
///
/// Behaves like `cartesianProduct(_:_:_:)` of sequences. An error closes all.
///
/// ```swift
/// let bits = { ThrowingGenerator(0...1) }
/// print(try cartesianProduct(bits(), bits(), bits()).elementCount())  // 8
/// ```
///
/// - Parameters:
///   - first: The first elements. There may be infinitely many.
///   - second: The second elements.
///   - third: The third elements.
/// - Returns: A source of the triples.
/// - Complexity: O(1) for a triple.
@_disfavoredOverload
@inlinable
public func cartesianProduct<
  First: ThrowingSource, Second: ThrowingSource, Third: ThrowingSource
>(
  _ first: First, _ second: Second, _ third: Third
) -> some ThrowingSource<(First.Element, Second.Element, Third.Element), First.Failure>
where First.Failure == Second.Failure, First.Failure == Third.Failure {
  cartesianProduct(cartesianProduct(first, second), third).map { (element) throws(First.Failure) in
    (element.0.0, element.0.1, element.1)
  }
}

/// Returns all quadruples of the elements of four sources that may fail, as Python's `itertools.product`
/// does.
///
/// Behaves like `cartesianProduct(_:_:_:_:)` of sequences. An error closes all.
///
/// ```swift
/// let bits = { ThrowingGenerator(0...1) }
/// print(try cartesianProduct(bits(), bits(), bits(), bits()).elementCount())  // 16
/// ```
///
/// - Parameters:
///   - first: The first elements. There may be infinitely many.
///   - second: The second elements.
///   - third: The third elements.
///   - fourth: The fourth elements.
/// - Returns: A source of the quadruples.
/// - Complexity: O(1) for a quadruple.
@_disfavoredOverload
@inlinable
public func cartesianProduct<
  First: ThrowingSource, Second: ThrowingSource, Third: ThrowingSource, Fourth: ThrowingSource
>(
  _ first: First, _ second: Second, _ third: Third, _ fourth: Fourth
) -> some ThrowingSource<
  (First.Element, Second.Element, Third.Element, Fourth.Element), First.Failure
>
where
  First.Failure == Second.Failure, First.Failure == Third.Failure, First.Failure == Fourth.Failure
{
  cartesianProduct(cartesianProduct(first, second, third), fourth)
    .map { (element) throws(First.Failure) in (element.0.0, element.0.1, element.0.2, element.1) }
}

/// The pairs that `cartesianProduct` of two sequences makes.
public struct CartesianProduct2Sequence<First: Sequence, Second: Sequence>: Sequence {
  // Last first: fields are released in this order, and the source opened last is closed first.
  @usableFromInline let second: Second
  @usableFromInline let first: First

  @inlinable
  init(_ first: First, _ second: Second) {
    self.first = first
    self.second = second
  }

  /// An iterator over the pairs.
  public struct Iterator: IteratorProtocol {
    // Not a `CartesianProductIterator`, whose deinitialization would keep it in memory during a loop.
    // Last first: fields are released in this order, and the source opened last is closed first.
    @usableFromInline var second: RecordedPool<IteratorAdapter<Second.Iterator, Never>>
    @usableFromInline var first: IteratorAdapter<First.Iterator, Never>?
    @usableFromInline var element: First.Element?

    @inlinable
    init(_ first: First.Iterator, _ second: Second.Iterator) {
      self.second = RecordedPool(IteratorAdapter(second))
      self.first = IteratorAdapter(first)
    }

    /// Returns the next pair, or `nil` after the last.
    ///
    /// - Returns: The pair.
    /// - Complexity: Amortised O(1), and at most one element of each sequence.
    @inlinable @inline(__always)
    public mutating func next() -> (First.Element, Second.Element)? {
      nextPair(&first, &second, &element)
    }
  }

  /// Returns an iterator over the pairs.
  ///
  /// - Returns: The iterator, which hasn't taken any elements.
  /// - Complexity: O(1).
  @inlinable
  public func makeIterator() -> Iterator {
    Iterator(first.makeIterator(), second.makeIterator())
  }
}

@usableFromInline
struct CartesianProductIterator<First: FallibleIterator, Second: FallibleIterator>: FallibleIterator
where First.Failure == Second.Failure {
  // Last first: fields are released in this order, and the source opened last is closed first.
  @usableFromInline var second: RecordedPool<Second>
  @usableFromInline var first: First?
  @usableFromInline var element: First.Element?

  @inlinable
  init(_ first: First, _ second: Second) {
    self.first = first
    self.second = RecordedPool(second)
  }

  @inlinable @inline(__always)
  mutating func next() throws(First.Failure) -> (First.Element, Second.Element)? {
    try nextPair(&first, &second, &element)
  }

  @inlinable
  func abandon() {
    second.abandon()
    first?.abandon()
  }
}

@inlinable @inline(__always)
func nextPair<First: FallibleIterator, Second: FallibleIterator>(
  _ first: inout First?, _ second: inout RecordedPool<Second>, _ element: inout First.Element?
) throws(First.Failure) -> (First.Element, Second.Element)? where First.Failure == Second.Failure {
  // One loop that contains each call once, because the compiler keeps that in registers.
  while true {
    if let left = element {
      if let other = try second.next() { return (left, other) }
      if second.elements.isEmpty { break }
    }
    guard let following = try first?.next() else { break }
    element = .some(following)
    second.position = 0
  }
  // The first sequence has ended, or the second has no elements.
  second.removeAll()
  (first, element) = (nil, nil)
  return nil
}

/// The triples that `cartesianProduct` of three sequences makes.
public struct CartesianProduct3Sequence<First: Sequence, Second: Sequence, Third: Sequence>:
  Sequence
{
  @usableFromInline typealias Pairs = CartesianProduct2Sequence<First, Second>
  @usableFromInline let base: CartesianProduct2Sequence<Pairs, Third>

  @inlinable
  init(_ pairs: CartesianProduct2Sequence<First, Second>, _ third: Third) {
    base = CartesianProduct2Sequence(pairs, third)
  }

  /// An iterator over the triples.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var base: CartesianProduct2Sequence<Pairs, Third>.Iterator

    @inlinable
    init(_ base: CartesianProduct2Sequence<Pairs, Third>.Iterator) { self.base = base }

    /// Returns the next triple, or `nil` after the last.
    ///
    /// - Returns: The triple.
    /// - Complexity: Amortised O(1), and at most one element of each sequence.
    @inlinable
    public mutating func next() -> (First.Element, Second.Element, Third.Element)? {
      guard let (pair, third) = base.next() else { return nil }
      return (pair.0, pair.1, third)
    }
  }

  /// Returns an iterator over the triples.
  ///
  /// - Returns: The iterator, which hasn't taken any elements.
  /// - Complexity: O(1).
  @inlinable
  public func makeIterator() -> Iterator { Iterator(base.makeIterator()) }
}

/// The quadruples that `cartesianProduct` of four sequences makes.
public struct CartesianProduct4Sequence<
  First: Sequence, Second: Sequence, Third: Sequence, Fourth: Sequence
>: Sequence {
  @usableFromInline typealias Triples = CartesianProduct3Sequence<First, Second, Third>
  @usableFromInline let base: CartesianProduct2Sequence<Triples, Fourth>

  @inlinable
  init(_ triples: CartesianProduct3Sequence<First, Second, Third>, _ fourth: Fourth) {
    base = CartesianProduct2Sequence(triples, fourth)
  }

  /// An iterator over the quadruples.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var base: CartesianProduct2Sequence<Triples, Fourth>.Iterator

    @inlinable
    init(_ base: CartesianProduct2Sequence<Triples, Fourth>.Iterator) { self.base = base }

    /// Returns the next quadruple, or `nil` after the last.
    ///
    /// - Returns: The quadruple.
    /// - Complexity: Amortised O(1), and at most one element of each sequence.
    @inlinable
    public mutating func next() -> (
      First.Element, Second.Element, Third.Element, Fourth.Element
    )? {
      guard let (triple, fourth) = base.next() else { return nil }
      return (triple.0, triple.1, triple.2, fourth)
    }
  }

  /// Returns an iterator over the quadruples.
  ///
  /// - Returns: The iterator, which hasn't taken any elements.
  /// - Complexity: O(1).
  @inlinable
  public func makeIterator() -> Iterator { Iterator(base.makeIterator()) }
}

extension CartesianProduct2Sequence: LazySequenceProtocol
where First: LazySequenceProtocol, Second: LazySequenceProtocol {}
extension CartesianProduct3Sequence: LazySequenceProtocol
where First: LazySequenceProtocol, Second: LazySequenceProtocol, Third: LazySequenceProtocol {}
extension CartesianProduct4Sequence: LazySequenceProtocol
where
  First: LazySequenceProtocol, Second: LazySequenceProtocol, Third: LazySequenceProtocol,
  Fourth: LazySequenceProtocol
{}

extension CartesianProduct2Sequence: Sendable where First: Sendable, Second: Sendable {}
extension CartesianProduct3Sequence: Sendable
where First: Sendable, Second: Sendable, Third: Sendable {}
extension CartesianProduct4Sequence: Sendable
where First: Sendable, Second: Sendable, Third: Sendable, Fourth: Sendable {}
