/// All pairs of an element of one sequence and an element of another.
///
/// The second sequence is in the inner loop: the pairs come in the order of
/// `for a in first { for b in second { … } }`. Each sequence is read once, and an element is taken
/// when the first pair is asked for that has it; the second is recorded as it is read.
///
/// ```swift
/// let suits = Generator { yield in for suit in "♠♥" { try yield(suit) } }
/// print(cartesianProduct(["A", "K"], suits).map { $0 + String($1) })  // ["A♠", "A♥", "K♠", "K♥"]
/// ```
///
/// Either may be infinite. Nothing comes of an empty one. Python's `itertools.product`, which reads
/// all of its pools at once; `product` of swift-algorithms wants a collection to repeat.
///
/// When its iterator is dropped, the sequence that was opened last is closed first.
///
/// - Parameters:
///   - first: the elements of the outer loop.
///   - second: the elements of the inner loop.
/// - Returns: a sequence of pairs.
/// - Complexity: O(1) for a pair, amortised. It holds one element of `first` and those of `second`
///   that were read.
@inlinable
public func cartesianProduct<First: Sequence, Second: Sequence>(
  _ first: First, _ second: Second
) -> CartesianProduct2Sequence<First, Second> {
  CartesianProduct2Sequence(first, second)
}

/// All triples of an element of each of three sequences.
///
/// The last sequence is in the innermost loop. Each is read once, and an element is taken when the
/// first triple is asked for that has it; all but the first sequence are recorded as they are read.
///
/// ```swift
/// let rows = cartesianProduct(0...1, "ab", [true])
/// print(Array(rows))
/// // [(0, "a", true), (0, "b", true), (1, "a", true), (1, "b", true)]
/// ```
///
/// When its iterator is dropped, the sequence that was opened last is closed first.
///
/// - Parameters:
///   - first: the elements of the outermost loop.
///   - second: the elements of the loop inside of it.
///   - third: the elements of the innermost loop.
/// - Returns: a sequence of triples.
/// - Complexity: O(1) for a triple, amortised. It holds one element of `first` and those of the
///   others that were read.
@inlinable
public func cartesianProduct<First: Sequence, Second: Sequence, Third: Sequence>(
  _ first: First, _ second: Second, _ third: Third
) -> CartesianProduct3Sequence<First, Second, Third> {
  CartesianProduct3Sequence(cartesianProduct(first, second), third)
}

/// All quadruples of an element of each of four sequences.
///
/// The last sequence is in the innermost loop. Each is read once, and an element is taken when the
/// first quadruple is asked for that has it; all but the first sequence are recorded as they are read.
///
/// ```swift
/// let rows = cartesianProduct("ab", [true], 1...2, "xy")
/// print(Array(rows.prefix(2)))  // [("a", true, 1, "x"), ("a", true, 1, "y")]
/// ```
///
/// When its iterator is dropped, the sequence that was opened last is closed first.
///
/// - Parameters:
///   - first: the elements of the outermost loop.
///   - second: the elements of the loop inside of it.
///   - third: the elements of the loop inside of that.
///   - fourth: the elements of the innermost loop.
/// - Returns: a sequence of quadruples.
/// - Complexity: O(1) for a quadruple, amortised. It holds one element of `first` and those of the
///   others that were read.
@inlinable
public func cartesianProduct<
  First: Sequence, Second: Sequence, Third: Sequence, Fourth: Sequence
>(
  _ first: First, _ second: Second, _ third: Third, _ fourth: Fourth
) -> CartesianProduct4Sequence<First, Second, Third, Fourth> {
  CartesianProduct4Sequence(cartesianProduct(first, second, third), fourth)
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

  /// Takes the pairs one after another.
  public struct Iterator: IteratorProtocol {
    // Last first: fields are released in this order, and the source opened last is closed first.
    @usableFromInline var second: RecordedPool<Second>
    @usableFromInline var first: First.Iterator?
    /// What this round pairs with all of the second; `nil` before the first round and after the last.
    @usableFromInline var element: First.Element?

    @inlinable
    init(_ first: First.Iterator, _ second: Second) {
      self.first = first
      self.second = RecordedPool(second)
    }

    /// The next pair, or `nil` after the last.
    ///
    /// - Returns: the pair.
    /// - Complexity: amortised O(1), and at most one element of each sequence.
    @inlinable
    public mutating func next() -> (First.Element, Second.Element)? {
      if let element, let other = second.next() { return (element, other) }
      return firstOfNextRound()
    }

    @inlinable
    mutating func firstOfNextRound() -> (First.Element, Second.Element)? {
      element = first?.next()
      second.position = 0
      if let element, let other = second.next() { return (element, other) }
      // The first sequence has ended, or the second has nothing.
      second.removeAll()
      (first, element) = (nil, nil)
      return nil
    }
  }

  /// An iterator over the pairs.
  ///
  /// - Returns: the iterator, which has taken nothing.
  /// - Complexity: O(1).
  @inlinable
  public func makeIterator() -> Iterator { Iterator(first.makeIterator(), second) }
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

  /// Takes the triples one after another.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var base: CartesianProduct2Sequence<Pairs, Third>.Iterator

    @inlinable
    init(_ base: CartesianProduct2Sequence<Pairs, Third>.Iterator) { self.base = base }

    /// The next triple, or `nil` after the last.
    ///
    /// - Returns: the triple.
    /// - Complexity: amortised O(1), and at most one element of each sequence.
    @inlinable
    public mutating func next() -> (First.Element, Second.Element, Third.Element)? {
      guard let (pair, third) = base.next() else { return nil }
      return (pair.0, pair.1, third)
    }
  }

  /// An iterator over the triples.
  ///
  /// - Returns: the iterator, which has taken nothing.
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

  /// Takes the quadruples one after another.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var base: CartesianProduct2Sequence<Triples, Fourth>.Iterator

    @inlinable
    init(_ base: CartesianProduct2Sequence<Triples, Fourth>.Iterator) { self.base = base }

    /// The next quadruple, or `nil` after the last.
    ///
    /// - Returns: the quadruple.
    /// - Complexity: amortised O(1), and at most one element of each sequence.
    @inlinable
    public mutating func next() -> (
      First.Element, Second.Element, Third.Element, Fourth.Element
    )? {
      guard let (triple, fourth) = base.next() else { return nil }
      return (triple.0, triple.1, triple.2, fourth)
    }
  }

  /// An iterator over the quadruples.
  ///
  /// - Returns: the iterator, which has taken nothing.
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
