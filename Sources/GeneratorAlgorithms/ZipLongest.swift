public import Generators

/// Returns the elements of two sequences side by side, until the longer one ends.
///
/// Each request takes one element from each sequence, in order. After the end of a sequence its elements are
/// `nil`, and it isn't read any more.
///
/// ```swift
/// let naturals = Generator { yield in for n in 1...3 { try yield(n) } }
/// for (n, letter) in zipLongest(naturals, "ab") { print(n ?? 0, letter ?? "-") }
/// // 1 a
/// // 2 b
/// // 3 -
/// ```
///
/// `zip` of the standard library ends with the shorter one. The counterpart of Python's
/// `itertools.zip_longest`.
///
/// The release of the iterator closes the sequences in reverse order of their opening.
///
/// - Parameters:
///   - first: The first elements of the pairs.
///   - second: The second elements of the pairs.
/// - Returns: A sequence of pairs with at least one element.
/// - Complexity: O(1); an element of each for a pair, none is held.
@inlinable
public func zipLongest<First: Sequence, Second: Sequence>(
  _ first: First, _ second: Second
) -> ZipLongest2Sequence<First, Second> {
  ZipLongest2Sequence(first, second)
}

/// Returns the elements of two sequences side by side, the shorter one filled up to the length of the longer.
///
/// Each request takes one element from each sequence, in order. A sequence that has ended isn't read any
/// more.
///
/// ```swift
/// let naturals = Generator { yield in for n in 1...3 { try yield(n) } }
/// print(zipLongest(naturals, "ab", padding: (0, "-")).map { "\($0)\($1)" })  // ["1a", "2b", "3-"]
/// ```
///
/// The counterpart of Python's `itertools.zip_longest` with a `fillvalue`, which may differ for each sequence
/// here.
///
/// The release of the iterator closes the sequences in reverse order of their opening.
///
/// - Parameters:
///   - first: The first elements of the pairs.
///   - second: The second elements of the pairs.
///   - padding: The value for missing elements.
/// - Returns: A sequence of pairs.
/// - Complexity: O(1); an element of each for a pair, none is held.
@inlinable
public func zipLongest<First: Sequence, Second: Sequence>(
  _ first: First, _ second: Second, padding: (First.Element, Second.Element)
) -> PaddedZip2Sequence<First, Second> {
  PaddedZip2Sequence(zipLongest(first, second), padding)
}

/// Returns the elements of three sequences side by side, until the longest ends.
///
/// Each request takes one element from each sequence, in order. After the end of a sequence its elements are
/// `nil`, and it isn't read any more.
///
/// ```swift
/// for (a, b, c) in zipLongest([1, 2], "x", [true]) { print(a ?? 0, b ?? "-", c ?? false) }
/// // 1 x true
/// // 2 - false
/// ```
///
/// The release of the iterator closes the sequences in reverse order of their opening.
///
/// - Parameters:
///   - first: The first elements of the tuples.
///   - second: The second elements of the tuples.
///   - third: The third elements of the tuples.
/// - Returns: A sequence of tuples with at least one element.
/// - Complexity: O(1); an element of each for a tuple, none is held.
@inlinable
public func zipLongest<First: Sequence, Second: Sequence, Third: Sequence>(
  _ first: First, _ second: Second, _ third: Third
) -> ZipLongest3Sequence<First, Second, Third> {
  ZipLongest3Sequence(first, second, third)
}

/// Returns the elements of three sequences side by side, the shorter ones filled up to the length of the
/// longest.
///
/// Each request takes one element from each sequence, in order. A sequence that has ended isn't read any
/// more.
///
/// ```swift
/// let rows = zipLongest([1, 2], "x", [true], padding: (0, "-", false))
/// print(Array(rows))  // [(1, "x", true), (2, "-", false)]
/// ```
///
/// The release of the iterator closes the sequences in reverse order of their opening.
///
/// - Parameters:
///   - first: The first elements of the tuples.
///   - second: The second elements of the tuples.
///   - third: The third elements of the tuples.
///   - padding: The value for missing elements.
/// - Returns: A sequence of tuples.
/// - Complexity: O(1); an element of each for a tuple, none is held.
@inlinable
public func zipLongest<First: Sequence, Second: Sequence, Third: Sequence>(
  _ first: First, _ second: Second, _ third: Third,
  padding: (First.Element, Second.Element, Third.Element)
) -> PaddedZip3Sequence<First, Second, Third> {
  PaddedZip3Sequence(zipLongest(first, second, third), padding)
}

/// Returns the elements of two sources that may fail, side by side until both have ended, as Python's
/// `itertools.zip_longest` does.
///
/// Behaves like `zipLongest(_:_:)` of sequences. An error closes both.
///
/// ```swift
/// let pairs = zipLongest(ThrowingGenerator(1...2), ThrowingGenerator("a"))
/// while let (n, letter) = try pairs.next() { print(n ?? 0, letter ?? "-") }
/// // 1 a
/// // 2 -
/// ```
///
/// - Parameters:
///   - first: The first elements of the pairs.
///   - second: The second elements of the pairs.
/// - Returns: A source of pairs, in which `nil` stands for a missing element.
/// - Complexity: O(1) for a pair.
@_disfavoredOverload
@inlinable
public func zipLongest<First: ThrowingSource, Second: ThrowingSource>(
  _ first: First, _ second: Second
) -> some ThrowingSource<(First.Element?, Second.Element?), First.Failure>
where First.Failure == Second.Failure {
  IteratedSource(ZipLongest2Iterator(SourceIterator(first), SourceIterator(second)))
}

/// Returns the elements of two sources that may fail, side by side until both have ended, with a padding.
///
/// Behaves like `zipLongest(_:_:padding:)` of sequences. An error closes both.
///
/// ```swift
/// let pairs = zipLongest(ThrowingGenerator(1...2), ThrowingGenerator("a"), padding: (0, "-"))
/// print(try pairs.collect())  // [(1, "a"), (2, "-")]
/// ```
///
/// - Parameters:
///   - first: The first elements of the pairs.
///   - second: The second elements of the pairs.
///   - padding: The value for missing elements.
/// - Returns: A source of the pairs.
/// - Complexity: O(1) for a pair.
@_disfavoredOverload
@inlinable
public func zipLongest<First: ThrowingSource, Second: ThrowingSource>(
  _ first: First, _ second: Second, padding: (First.Element, Second.Element)
) -> some ThrowingSource<(First.Element, Second.Element), First.Failure>
where First.Failure == Second.Failure {
  IteratedSource(
    PaddedZip2Iterator(
      ZipLongest2Iterator(SourceIterator(first), SourceIterator(second)), padding))
}

/// Returns the elements of a source that may fail and of a sequence, side by side until both have ended, as
/// Python's `itertools.zip_longest` does.
///
/// Behaves like `zipLongest(_:_:)` of sequences. An error closes both.
///
/// ```swift
/// let pairs = zipLongest(ThrowingGenerator(1...2), "a")
/// while let (n, letter) = try pairs.next() { print(n ?? 0, letter ?? "-") }
/// // 1 a
/// // 2 -
/// ```
///
/// - Parameters:
///   - first: The first elements of the pairs.
///   - second: The second elements of the pairs.
/// - Returns: A source of pairs, in which `nil` stands for a missing element.
/// - Complexity: O(1) for a pair.
@_disfavoredOverload
@inlinable
public func zipLongest<First: ThrowingSource, Second: Sequence>(
  _ first: First, _ second: Second
) -> some ThrowingSource<(First.Element?, Second.Element?), First.Failure> {
  IteratedSource(
    ZipLongest2Iterator(SourceIterator(first), SequenceIterator<Second, First.Failure>(second)))
}

/// Returns the elements of a source that may fail and of a sequence, side by side until both have ended, with a padding.
///
/// Behaves like `zipLongest(_:_:padding:)` of sequences. An error closes both.
///
/// ```swift
/// let pairs = zipLongest(ThrowingGenerator(1...2), "a", padding: (0, "-"))
/// print(try pairs.collect())  // [(1, "a"), (2, "-")]
/// ```
///
/// - Parameters:
///   - first: The first elements of the pairs.
///   - second: The second elements of the pairs.
///   - padding: The value for missing elements.
/// - Returns: A source of the pairs.
/// - Complexity: O(1) for a pair.
@_disfavoredOverload
@inlinable
public func zipLongest<First: ThrowingSource, Second: Sequence>(
  _ first: First, _ second: Second, padding: (First.Element, Second.Element)
) -> some ThrowingSource<(First.Element, Second.Element), First.Failure> {
  IteratedSource(
    PaddedZip2Iterator(
      ZipLongest2Iterator(SourceIterator(first), SequenceIterator<Second, First.Failure>(second)),
      padding))
}

/// Returns the elements of a sequence and of a source that may fail, side by side until both have ended, as
/// Python's `itertools.zip_longest` does.
///
/// Behaves like `zipLongest(_:_:)` of sequences. An error closes both.
///
/// ```swift
/// let pairs = zipLongest(1...2, ThrowingGenerator("a"))
/// while let (n, letter) = try pairs.next() { print(n ?? 0, letter ?? "-") }
/// // 1 a
/// // 2 -
/// ```
///
/// - Parameters:
///   - first: The first elements of the pairs.
///   - second: The second elements of the pairs.
/// - Returns: A source of pairs, in which `nil` stands for a missing element.
/// - Complexity: O(1) for a pair.
@_disfavoredOverload
@inlinable
public func zipLongest<First: Sequence, Second: ThrowingSource>(
  _ first: First, _ second: Second
) -> some ThrowingSource<(First.Element?, Second.Element?), Second.Failure> {
  IteratedSource(
    ZipLongest2Iterator(SequenceIterator<First, Second.Failure>(first), SourceIterator(second)))
}

/// Returns the elements of a sequence and of a source that may fail, side by side until both have ended, with a padding.
///
/// Behaves like `zipLongest(_:_:padding:)` of sequences. An error closes both.
///
/// ```swift
/// let pairs = zipLongest(1...2, ThrowingGenerator("a"), padding: (0, "-"))
/// print(try pairs.collect())  // [(1, "a"), (2, "-")]
/// ```
///
/// - Parameters:
///   - first: The first elements of the pairs.
///   - second: The second elements of the pairs.
///   - padding: The value for missing elements.
/// - Returns: A source of the pairs.
/// - Complexity: O(1) for a pair.
@_disfavoredOverload
@inlinable
public func zipLongest<First: Sequence, Second: ThrowingSource>(
  _ first: First, _ second: Second, padding: (First.Element, Second.Element)
) -> some ThrowingSource<(First.Element, Second.Element), Second.Failure> {
  IteratedSource(
    PaddedZip2Iterator(
      ZipLongest2Iterator(SequenceIterator<First, Second.Failure>(first), SourceIterator(second)),
      padding))
}

/// Returns the elements of three sources that may fail, side by side until all have ended, as Python's
/// `itertools.zip_longest` does.
///
/// Behaves like `zipLongest(_:_:_:)` of sequences. An error closes all.
///
/// ```swift
/// let one = { ThrowingGenerator([1]) }
/// print(try zipLongest(one(), one(), ThrowingGenerator(1...2)).elementCount())  // 2
/// ```
///
/// - Parameters:
///   - first: The first elements of the triples.
///   - second: The second elements of the triples.
///   - third: The third elements of the triples.
/// - Returns: A source of triples, in which `nil` stands for a missing element.
/// - Complexity: O(1) for a triple.
@_disfavoredOverload
@inlinable
public func zipLongest<First: ThrowingSource, Second: ThrowingSource, Third: ThrowingSource>(
  _ first: First, _ second: Second, _ third: Third
) -> some ThrowingSource<(First.Element?, Second.Element?, Third.Element?), First.Failure>
where First.Failure == Second.Failure, First.Failure == Third.Failure {
  IteratedSource(
    ZipLongest3Iterator(SourceIterator(first), SourceIterator(second), SourceIterator(third)))
}

/// Returns the elements of three sources that may fail, side by side until all have ended, with a padding.
///
/// Behaves like `zipLongest(_:_:_:padding:)` of sequences. An error closes all.
///
/// ```swift
/// let one = { ThrowingGenerator([1]) }
/// let triples = zipLongest(one(), one(), ThrowingGenerator(1...2), padding: (0, 0, 0))
/// print(try triples.collect())  // [(1, 1, 1), (0, 0, 2)]
/// ```
///
/// - Parameters:
///   - first: The first elements of the triples.
///   - second: The second elements of the triples.
///   - third: The third elements of the triples.
///   - padding: The value for missing elements.
/// - Returns: A source of the triples.
/// - Complexity: O(1) for a triple.
@_disfavoredOverload
@inlinable
public func zipLongest<First: ThrowingSource, Second: ThrowingSource, Third: ThrowingSource>(
  _ first: First, _ second: Second, _ third: Third,
  padding: (First.Element, Second.Element, Third.Element)
) -> some ThrowingSource<(First.Element, Second.Element, Third.Element), First.Failure>
where First.Failure == Second.Failure, First.Failure == Third.Failure {
  IteratedSource(
    PaddedZip3Iterator(
      ZipLongest3Iterator(SourceIterator(first), SourceIterator(second), SourceIterator(third)),
      padding))
}

/// The pairs that `zipLongest` of two sequences makes.
public struct ZipLongest2Sequence<First: Sequence, Second: Sequence>: Sequence {
  // Last first: fields are released in this order, and the source opened last is closed first.
  @usableFromInline let second: Second
  @usableFromInline let first: First

  @inlinable
  init(_ first: First, _ second: Second) {
    self.first = first
    self.second = second
  }

  /// An iterator over the elements.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var elements:
      ZipLongest2Iterator<
        IteratorAdapter<First.Iterator, Never>, IteratorAdapter<Second.Iterator, Never>
      >

    @inlinable
    init(
      _ elements: ZipLongest2Iterator<
        IteratorAdapter<First.Iterator, Never>, IteratorAdapter<Second.Iterator, Never>
      >
    ) { self.elements = elements }

    /// Returns the next pair, or `nil` when both sequences have ended.
    ///
    /// - Returns: An element of each sequence that hasn't ended.
    /// - Complexity: O(1), and at most one element of each.
    @inlinable @inline(__always)
    public mutating func next() -> (First.Element?, Second.Element?)? { elements.next() }
  }

  /// Returns an iterator over the pairs.
  ///
  /// - Returns: The iterator, which hasn't taken any elements.
  /// - Complexity: O(1).
  @inlinable
  public func makeIterator() -> Iterator {
    Iterator(
      ZipLongest2Iterator(
        IteratorAdapter(first.makeIterator()), IteratorAdapter(second.makeIterator())))
  }
}

@usableFromInline
struct ZipLongest2Iterator<First: FallibleIterator, Second: FallibleIterator>: FallibleIterator
where First.Failure == Second.Failure {
  // Released together, at the end. Releasing one of them earlier would triple the time for each element of an
  // array.
  // Last first: fields are released in this order, and the source opened last is closed first.
  @usableFromInline var second: Second?
  @usableFromInline var first: First?
  @usableFromInline var firstHasEnded = false
  @usableFromInline var secondHasEnded = false

  @inlinable
  init(_ first: First, _ second: Second) {
    self.first = first
    self.second = second
  }

  @inlinable @inline(__always)
  mutating func next() throws(First.Failure) -> (First.Element?, Second.Element?)? {
    let a = try firstHasEnded ? nil : first?.next()
    let b = try secondHasEnded ? nil : second?.next()
    firstHasEnded = a == nil
    secondHasEnded = b == nil
    if a == nil && b == nil {
      (second, first) = (nil, nil)
      return nil
    }
    return (a, b)
  }

  @inlinable
  func abandon() {
    second?.abandon()
    first?.abandon()
  }
}

/// The tuples that `zipLongest` of three sequences makes.
public struct ZipLongest3Sequence<First: Sequence, Second: Sequence, Third: Sequence>: Sequence {
  // Last first: fields are released in this order, and the source opened last is closed first.
  @usableFromInline let third: Third
  @usableFromInline let second: Second
  @usableFromInline let first: First

  @inlinable
  init(_ first: First, _ second: Second, _ third: Third) {
    self.first = first
    self.second = second
    self.third = third
  }

  /// An iterator over the elements.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var elements:
      ZipLongest3Iterator<
        IteratorAdapter<First.Iterator, Never>, IteratorAdapter<Second.Iterator, Never>,
        IteratorAdapter<Third.Iterator, Never>
      >

    @inlinable
    init(
      _ elements: ZipLongest3Iterator<
        IteratorAdapter<First.Iterator, Never>, IteratorAdapter<Second.Iterator, Never>,
        IteratorAdapter<Third.Iterator, Never>
      >
    ) { self.elements = elements }

    /// Returns the next elements, or `nil` when all sequences have ended.
    ///
    /// - Returns: An element of each sequence that hasn't ended.
    /// - Complexity: O(1), and at most one element of each.
    @inlinable
    public mutating func next() -> (First.Element?, Second.Element?, Third.Element?)? {
      elements.next()
    }
  }

  /// Returns an iterator over the tuples.
  ///
  /// - Returns: The iterator, which hasn't taken any elements.
  /// - Complexity: O(1).
  @inlinable
  public func makeIterator() -> Iterator {
    Iterator(
      ZipLongest3Iterator(
        IteratorAdapter(first.makeIterator()), IteratorAdapter(second.makeIterator()),
        IteratorAdapter(third.makeIterator())))
  }
}

@usableFromInline
struct ZipLongest3Iterator<
  First: FallibleIterator, Second: FallibleIterator, Third: FallibleIterator
>: FallibleIterator
where First.Failure == Second.Failure, First.Failure == Third.Failure {
  // Last first: fields are released in this order, and the source opened last is closed first.
  @usableFromInline var third: Third?
  @usableFromInline var second: Second?
  @usableFromInline var first: First?
  @usableFromInline var firstHasEnded = false
  @usableFromInline var secondHasEnded = false
  @usableFromInline var thirdHasEnded = false

  @inlinable
  init(_ first: First, _ second: Second, _ third: Third) {
    self.first = first
    self.second = second
    self.third = third
  }

  @inlinable @inline(__always)
  mutating func next() throws(First.Failure) -> (First.Element?, Second.Element?, Third.Element?)? {
    let a = try firstHasEnded ? nil : first?.next()
    let b = try secondHasEnded ? nil : second?.next()
    let c = try thirdHasEnded ? nil : third?.next()
    firstHasEnded = a == nil
    secondHasEnded = b == nil
    thirdHasEnded = c == nil
    if a == nil && b == nil && c == nil {
      (third, second, first) = (nil, nil, nil)
      return nil
    }
    return (a, b, c)
  }

  @inlinable
  func abandon() {
    third?.abandon()
    second?.abandon()
    first?.abandon()
  }
}

/// The pairs that `zipLongest` of two sequences makes with a padding.
public struct PaddedZip2Sequence<First: Sequence, Second: Sequence>: Sequence {
  @usableFromInline let base: ZipLongest2Sequence<First, Second>
  @usableFromInline let padding: (First.Element, Second.Element)

  @inlinable
  init(
    _ base: ZipLongest2Sequence<First, Second>, _ padding: (First.Element, Second.Element)
  ) {
    self.base = base
    self.padding = padding
  }

  /// An iterator over the elements.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var elements:
      PaddedZip2Iterator<
        IteratorAdapter<First.Iterator, Never>, IteratorAdapter<Second.Iterator, Never>
      >

    @inlinable
    init(
      _ elements: PaddedZip2Iterator<
        IteratorAdapter<First.Iterator, Never>, IteratorAdapter<Second.Iterator, Never>
      >
    ) { self.elements = elements }

    /// Returns the next pair, or `nil` when both sequences have ended.
    ///
    /// - Returns: An element of each sequence, or its padding.
    /// - Complexity: O(1), and at most one element of each.
    @inlinable
    public mutating func next() -> (First.Element, Second.Element)? { elements.next() }
  }

  /// Returns an iterator over the pairs.
  ///
  /// - Returns: The iterator, which hasn't taken any elements.
  /// - Complexity: O(1).
  @inlinable
  public func makeIterator() -> Iterator {
    Iterator(PaddedZip2Iterator(base.makeIterator().elements, padding))
  }
}

@usableFromInline
struct PaddedZip2Iterator<First: FallibleIterator, Second: FallibleIterator>: FallibleIterator
where First.Failure == Second.Failure {
  @usableFromInline var base: ZipLongest2Iterator<First, Second>
  @usableFromInline let padding: (First.Element, Second.Element)

  @inlinable
  init(
    _ base: ZipLongest2Iterator<First, Second>,
    _ padding: (First.Element, Second.Element)
  ) {
    self.base = base
    self.padding = padding
  }

  @inlinable @inline(__always)
  mutating func next() throws(First.Failure) -> (First.Element, Second.Element)? {
    guard let (a, b) = try base.next() else { return nil }
    return (a ?? padding.0, b ?? padding.1)
  }

  @inlinable
  func abandon() { base.abandon() }
}

/// The tuples that `zipLongest` of three sequences makes with a padding.
public struct PaddedZip3Sequence<First: Sequence, Second: Sequence, Third: Sequence>: Sequence {
  @usableFromInline let base: ZipLongest3Sequence<First, Second, Third>
  @usableFromInline let padding: (First.Element, Second.Element, Third.Element)

  @inlinable
  init(
    _ base: ZipLongest3Sequence<First, Second, Third>,
    _ padding: (First.Element, Second.Element, Third.Element)
  ) {
    self.base = base
    self.padding = padding
  }

  /// An iterator over the elements.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var elements:
      PaddedZip3Iterator<
        IteratorAdapter<First.Iterator, Never>, IteratorAdapter<Second.Iterator, Never>,
        IteratorAdapter<Third.Iterator, Never>
      >

    @inlinable
    init(
      _ elements: PaddedZip3Iterator<
        IteratorAdapter<First.Iterator, Never>, IteratorAdapter<Second.Iterator, Never>,
        IteratorAdapter<Third.Iterator, Never>
      >
    ) { self.elements = elements }

    /// Returns the next elements, or `nil` when all sequences have ended.
    ///
    /// - Returns: An element of each sequence, or its padding.
    /// - Complexity: O(1), and at most one element of each.
    @inlinable
    public mutating func next() -> (First.Element, Second.Element, Third.Element)? {
      elements.next()
    }
  }

  /// Returns an iterator over the tuples.
  ///
  /// - Returns: The iterator, which hasn't taken any elements.
  /// - Complexity: O(1).
  @inlinable
  public func makeIterator() -> Iterator {
    Iterator(PaddedZip3Iterator(base.makeIterator().elements, padding))
  }
}

@usableFromInline
struct PaddedZip3Iterator<
  First: FallibleIterator, Second: FallibleIterator, Third: FallibleIterator
>: FallibleIterator
where First.Failure == Second.Failure, First.Failure == Third.Failure {
  @usableFromInline var base: ZipLongest3Iterator<First, Second, Third>
  @usableFromInline let padding: (First.Element, Second.Element, Third.Element)

  @inlinable
  init(
    _ base: ZipLongest3Iterator<First, Second, Third>,
    _ padding: (First.Element, Second.Element, Third.Element)
  ) {
    self.base = base
    self.padding = padding
  }

  @inlinable @inline(__always)
  mutating func next() throws(First.Failure) -> (First.Element, Second.Element, Third.Element)? {
    guard let (a, b, c) = try base.next() else { return nil }
    return (a ?? padding.0, b ?? padding.1, c ?? padding.2)
  }

  @inlinable
  func abandon() { base.abandon() }
}

extension ZipLongest2Sequence: LazySequenceProtocol
where First: LazySequenceProtocol, Second: LazySequenceProtocol {}
extension ZipLongest3Sequence: LazySequenceProtocol
where First: LazySequenceProtocol, Second: LazySequenceProtocol, Third: LazySequenceProtocol {}
extension PaddedZip2Sequence: LazySequenceProtocol
where First: LazySequenceProtocol, Second: LazySequenceProtocol {}
extension PaddedZip3Sequence: LazySequenceProtocol
where First: LazySequenceProtocol, Second: LazySequenceProtocol, Third: LazySequenceProtocol {}

extension ZipLongest2Sequence: Sendable where First: Sendable, Second: Sendable {}
extension ZipLongest3Sequence: Sendable
where First: Sendable, Second: Sendable, Third: Sendable {}
extension PaddedZip2Sequence: Sendable
where First: Sendable, Second: Sendable, First.Element: Sendable, Second.Element: Sendable {}
extension PaddedZip3Sequence: Sendable
where
  First: Sendable, Second: Sendable, Third: Sendable,
  First.Element: Sendable, Second.Element: Sendable, Third.Element: Sendable
{}

extension ZipLongest2Sequence.Iterator: Sendable
where First.Iterator: Sendable, Second.Iterator: Sendable {}
extension ZipLongest3Sequence.Iterator: Sendable
where First.Iterator: Sendable, Second.Iterator: Sendable, Third.Iterator: Sendable {}
extension PaddedZip2Sequence.Iterator: Sendable
where
  First.Iterator: Sendable, Second.Iterator: Sendable,
  First.Element: Sendable, Second.Element: Sendable
{}
extension PaddedZip3Sequence.Iterator: Sendable
where
  First.Iterator: Sendable, Second.Iterator: Sendable, Third.Iterator: Sendable,
  First.Element: Sendable, Second.Element: Sendable, Third.Element: Sendable
{}

extension ZipLongest2Iterator: Sendable where First: Sendable, Second: Sendable {}
extension ZipLongest3Iterator: Sendable where First: Sendable, Second: Sendable, Third: Sendable {}
extension PaddedZip2Iterator: Sendable
where
  First: Sendable, Second: Sendable, First.Element: Sendable, Second.Element: Sendable
{}
extension PaddedZip3Iterator: Sendable
where
  First: Sendable, Second: Sendable, Third: Sendable,
  First.Element: Sendable, Second.Element: Sendable, Third.Element: Sendable
{}
