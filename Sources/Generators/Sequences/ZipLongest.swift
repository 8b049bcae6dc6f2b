/// The elements of two sequences side by side, until the longer one ends.
///
/// One element is taken from each sequence, in order, when the next pair is asked for. A sequence that
/// has ended is not asked again, and gives `nil` from there on.
///
/// ```swift
/// let naturals = Generator { yield in for n in 1...3 { try yield(n) } }
/// for (n, letter) in zipLongest(naturals, "ab") { print(n ?? 0, letter ?? "-") }
/// // 1 a
/// // 2 b
/// // 3 -
/// ```
///
/// `zip` of the standard library ends with the shorter. Python's `itertools.zip_longest`.
///
/// When its iterator is dropped, the sequence that was opened last is closed first.
///
/// - Parameters:
///   - first: the first elements of the pairs.
///   - second: the second elements of the pairs.
/// - Returns: a sequence of pairs, of which at most one half is missing.
/// - Complexity: O(1); an element of each for a pair, none is held.
@inlinable
public func zipLongest<First: Sequence, Second: Sequence>(
  _ first: First, _ second: Second
) -> ZipLongest2Sequence<First, Second> {
  ZipLongest2Sequence(first, second)
}

/// The elements of two sequences side by side, the shorter one filled up to the length of the longer.
///
/// One element is taken from each sequence, in order, when the next pair is asked for. The one
/// that has ended is not asked again.
///
/// ```swift
/// let naturals = Generator { yield in for n in 1...3 { try yield(n) } }
/// print(zipLongest(naturals, "ab", padding: (0, "-")).map { "\($0)\($1)" })  // ["1a", "2b", "3-"]
/// ```
///
/// Python's `itertools.zip_longest` with a `fillvalue`, which may differ for each sequence here.
///
/// When its iterator is dropped, the sequence that was opened last is closed first.
///
/// - Parameters:
///   - first: the first elements of the pairs.
///   - second: the second elements of the pairs.
///   - padding: what stands for the elements that are missing.
/// - Returns: a sequence of pairs.
/// - Complexity: O(1); an element of each for a pair, none is held.
@inlinable
public func zipLongest<First: Sequence, Second: Sequence>(
  _ first: First, _ second: Second, padding: (First.Element, Second.Element)
) -> PaddedZip2Sequence<First, Second> {
  PaddedZip2Sequence(zipLongest(first, second), padding)
}

/// The elements of three sequences side by side, until the longest ends.
///
/// One element is taken from each sequence, in order, when the next are asked for. A sequence that
/// has ended is not asked again, and gives `nil` from there on.
///
/// ```swift
/// for (a, b, c) in zipLongest([1, 2], "x", [true]) { print(a ?? 0, b ?? "-", c ?? false) }
/// // 1 x true
/// // 2 - false
/// ```
///
/// When its iterator is dropped, the sequence that was opened last is closed first.
///
/// - Parameters:
///   - first: the first elements of the tuples.
///   - second: the second elements of the tuples.
///   - third: the third elements of the tuples.
/// - Returns: a sequence of tuples, of which at least one part is not missing.
/// - Complexity: O(1); an element of each for a tuple, none is held.
@inlinable
public func zipLongest<First: Sequence, Second: Sequence, Third: Sequence>(
  _ first: First, _ second: Second, _ third: Third
) -> ZipLongest3Sequence<First, Second, Third> {
  ZipLongest3Sequence(first, second, third)
}

/// The elements of three sequences side by side, the shorter ones filled up to the length of the
/// longest.
///
/// One element is taken from each sequence, in order, when the next are asked for. The one
/// that has ended is not asked again.
///
/// ```swift
/// let rows = zipLongest([1, 2], "x", [true], padding: (0, "-", false))
/// print(Array(rows))  // [(1, "x", true), (2, "-", false)]
/// ```
///
/// When its iterator is dropped, the sequence that was opened last is closed first.
///
/// - Parameters:
///   - first: the first elements of the tuples.
///   - second: the second elements of the tuples.
///   - third: the third elements of the tuples.
///   - padding: what stands for the elements that are missing.
/// - Returns: a sequence of tuples.
/// - Complexity: O(1); an element of each for a tuple, none is held.
@inlinable
public func zipLongest<First: Sequence, Second: Sequence, Third: Sequence>(
  _ first: First, _ second: Second, _ third: Third,
  padding: (First.Element, Second.Element, Third.Element)
) -> PaddedZip3Sequence<First, Second, Third> {
  PaddedZip3Sequence(zipLongest(first, second, third), padding)
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

  /// Takes the elements side by side.
  public struct Iterator: IteratorProtocol {
    // Both are released together, at the end: to empty one on the way costs each element of an array
    // three times what it costs without.
    // Last first: fields are released in this order, and the source opened last is closed first.
    @usableFromInline var second: Second.Iterator?
    @usableFromInline var first: First.Iterator?
    @usableFromInline var firstHasEnded = false
    @usableFromInline var secondHasEnded = false

    @inlinable
    init(_ first: First.Iterator, _ second: Second.Iterator) {
      self.first = first
      self.second = second
    }

    /// The next pair, or `nil` when both sequences have ended.
    ///
    /// - Returns: an element of each sequence that has not ended.
    /// - Complexity: O(1), and at most one element of each.
    @inlinable
    public mutating func next() -> (First.Element?, Second.Element?)? {
      let a = firstHasEnded ? nil : first?.next()
      let b = secondHasEnded ? nil : second?.next()
      firstHasEnded = a == nil
      secondHasEnded = b == nil
      if a == nil && b == nil {
        (second, first) = (nil, nil)
        return nil
      }
      return (a, b)
    }
  }

  /// An iterator over the pairs.
  ///
  /// - Returns: the iterator, which has taken nothing.
  /// - Complexity: O(1).
  @inlinable
  public func makeIterator() -> Iterator { Iterator(first.makeIterator(), second.makeIterator()) }
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

  /// Takes the elements side by side.
  public struct Iterator: IteratorProtocol {
    // Last first: fields are released in this order, and the source opened last is closed first.
    @usableFromInline var third: Third.Iterator?
    @usableFromInline var second: Second.Iterator?
    @usableFromInline var first: First.Iterator?
    @usableFromInline var firstHasEnded = false
    @usableFromInline var secondHasEnded = false
    @usableFromInline var thirdHasEnded = false

    @inlinable
    init(_ first: First.Iterator, _ second: Second.Iterator, _ third: Third.Iterator) {
      self.first = first
      self.second = second
      self.third = third
    }

    /// The next elements, or `nil` when all sequences have ended.
    ///
    /// - Returns: an element of each sequence that has not ended.
    /// - Complexity: O(1), and at most one element of each.
    @inlinable
    public mutating func next() -> (First.Element?, Second.Element?, Third.Element?)? {
      let a = firstHasEnded ? nil : first?.next()
      let b = secondHasEnded ? nil : second?.next()
      let c = thirdHasEnded ? nil : third?.next()
      firstHasEnded = a == nil
      secondHasEnded = b == nil
      thirdHasEnded = c == nil
      if a == nil && b == nil && c == nil {
        (third, second, first) = (nil, nil, nil)
        return nil
      }
      return (a, b, c)
    }
  }

  /// An iterator over the tuples.
  ///
  /// - Returns: the iterator, which has taken nothing.
  /// - Complexity: O(1).
  @inlinable
  public func makeIterator() -> Iterator {
    Iterator(first.makeIterator(), second.makeIterator(), third.makeIterator())
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

  /// Takes the elements side by side.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var base: ZipLongest2Sequence<First, Second>.Iterator
    @usableFromInline let padding: (First.Element, Second.Element)

    @inlinable
    init(
      _ base: ZipLongest2Sequence<First, Second>.Iterator,
      _ padding: (First.Element, Second.Element)
    ) {
      self.base = base
      self.padding = padding
    }

    /// The next pair, or `nil` when both sequences have ended.
    ///
    /// - Returns: an element of each sequence, or its padding.
    /// - Complexity: O(1), and at most one element of each.
    @inlinable
    public mutating func next() -> (First.Element, Second.Element)? {
      guard let (a, b) = base.next() else { return nil }
      return (a ?? padding.0, b ?? padding.1)
    }
  }

  /// An iterator over the pairs.
  ///
  /// - Returns: the iterator, which has taken nothing.
  /// - Complexity: O(1).
  @inlinable
  public func makeIterator() -> Iterator { Iterator(base.makeIterator(), padding) }
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

  /// Takes the elements side by side.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var base: ZipLongest3Sequence<First, Second, Third>.Iterator
    @usableFromInline let padding: (First.Element, Second.Element, Third.Element)

    @inlinable
    init(
      _ base: ZipLongest3Sequence<First, Second, Third>.Iterator,
      _ padding: (First.Element, Second.Element, Third.Element)
    ) {
      self.base = base
      self.padding = padding
    }

    /// The next elements, or `nil` when all sequences have ended.
    ///
    /// - Returns: an element of each sequence, or its padding.
    /// - Complexity: O(1), and at most one element of each.
    @inlinable
    public mutating func next() -> (First.Element, Second.Element, Third.Element)? {
      guard let (a, b, c) = base.next() else { return nil }
      return (a ?? padding.0, b ?? padding.1, c ?? padding.2)
    }
  }

  /// An iterator over the tuples.
  ///
  /// - Returns: the iterator, which has taken nothing.
  /// - Complexity: O(1).
  @inlinable
  public func makeIterator() -> Iterator { Iterator(base.makeIterator(), padding) }
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
