public import Generators

/// Returns the elements of two sequences side by side, which must have the same length.
///
/// Each request takes one element from each sequence, in order. If one of them ends before the other, that is
/// an error.
///
/// ```swift
/// let names = Generator { yield in for name in ["Ann", "Bob"] { try yield(name) } }
/// do {
///   try zipStrict(names, [39, 41, 7]).forEach { print($0, $1) }
/// } catch let error as UnequalLengths {
///   print(error)
/// }
/// // Ann 39
/// // Bob 41
/// // the first sequence ended after 2 elements, and the second has more
/// ```
///
/// The counterpart of Python's `zip(a, b, strict=True)`, whose `ValueError` also comes after the pairs that
/// there are. As there, an element of the longer one that has no partner was taken from it, and is lost.
///
/// Its release closes the sequences in reverse order of their opening.
///
/// - Parameters:
///   - first: The first elements of the pairs.
///   - second: The second elements of the pairs.
/// - Returns: The pairs, to be read once. It is no `Sequence`, whose end can't fail.
/// - Complexity: O(1); an element of each for a pair, none is held.
@inlinable
public func zipStrict<First: Sequence, Second: Sequence>(
  _ first: First, _ second: Second
) -> some ThrowingSource<(First.Element, Second.Element), UnequalLengths> {
  IteratedSource(
    ZipStrict2Iterator(
      SequenceIterator<First, UnequalLengths>(first),
      SequenceIterator<Second, UnequalLengths>(second)))
}

/// Returns the elements of three sequences side by side, which must have the same length.
///
/// Each request takes one element from each sequence, in order. If one of them ends before another, that is
/// an error.
///
/// ```swift
/// print(try zipStrict([1, 2], "ab", [true, false]).collect())  // [(1, "a", true), (2, "b", false)]
/// ```
///
/// The counterpart of Python's `zip(a, b, c, strict=True)`.
///
/// Its release closes the sequences in reverse order of their opening.
///
/// - Parameters:
///   - first: The first elements of the tuples.
///   - second: The second elements of the tuples.
///   - third: The third elements of the tuples.
/// - Returns: The tuples, to be read once. It is no `Sequence`, whose end can't fail.
/// - Complexity: O(1); an element of each for a tuple, none is held.
@inlinable
public func zipStrict<First: Sequence, Second: Sequence, Third: Sequence>(
  _ first: First, _ second: Second, _ third: Third
) -> some ThrowingSource<(First.Element, Second.Element, Third.Element), UnequalLengths> {
  IteratedSource(
    ZipStrict3Iterator(
      SequenceIterator<First, UnequalLengths>(first),
      SequenceIterator<Second, UnequalLengths>(second),
      SequenceIterator<Third, UnequalLengths>(third)))
}

/// The error of `zipStrict` for sequences of different lengths.
///
/// ```swift
/// do {
///   _ = try zipStrict([1, 2], [3]).collect()
/// } catch {
///   print(error.ended, error.longer, error.count)  // 1 0 1
///   print(error)  // the second sequence ended after 1 element, and the first has more
/// }
/// ```
public struct UnequalLengths: Error, Equatable, Sendable, CustomStringConvertible {
  /// Which sequence ended first, counted from 0.
  public let ended: Int

  /// The first sequence that has more, counted from 0.
  public let longer: Int

  /// The number of elements of the sequence that ended.
  public let count: Int

  @usableFromInline
  init(ended: Int, longer: Int, count: Int) {
    self.ended = ended
    self.longer = longer
    self.count = count
  }

  /// A description with the sequence that ended and the one that has more.
  public var description: String {
    let names = ["first", "second", "third"]
    let elements = count == 1 ? "1 element" : "\(count) elements"
    return "the \(names[ended]) sequence ended after \(elements), and the \(names[longer]) has more"
  }
}

/// Returns the elements of two sources that may fail, side by side, which must have the same length, as
/// Python's `zip(a, b, strict=True)` does.
///
/// Behaves like `zipStrict(_:_:)` of sequences. An error closes both.
///
/// ```swift
/// let pairs = zipStrict(ThrowingGenerator([1, 2]), ThrowingGenerator("ab"))
/// print(try pairs.collect())  // [(1, "a"), (2, "b")]
/// ```
///
/// - Parameters:
///   - first: The first elements of the pairs.
///   - second: The second elements of the pairs.
/// - Returns: A source of the pairs. Its errors are ``UnequalLengths`` and those of the sources.
/// - Complexity: O(1) for a pair.
@_disfavoredOverload
@inlinable
public func zipStrict<First: ThrowingSource, Second: ThrowingSource>(
  _ first: First, _ second: Second
) -> some ThrowingSource<(First.Element, Second.Element), any Error> {
  IteratedSource(
    ZipStrict2Iterator(
      ErasingIterator(SourceIterator(first)), ErasingIterator(SourceIterator(second))))
}

/// Returns the elements of a source that may fail and of a sequence, side by side, which must have the same
/// length, as Python's `zip(a, b, strict=True)` does.
///
/// Behaves like `zipStrict(_:_:)` of sequences. An error closes both.
///
/// ```swift
/// let pairs = zipStrict(ThrowingGenerator([1, 2]), "ab")
/// print(try pairs.collect())  // [(1, "a"), (2, "b")]
/// ```
///
/// - Parameters:
///   - first: The first elements of the pairs.
///   - second: The second elements of the pairs.
/// - Returns: A source of the pairs. Its errors are ``UnequalLengths`` and those of the sources.
/// - Complexity: O(1) for a pair.
@_disfavoredOverload
@inlinable
public func zipStrict<First: ThrowingSource, Second: Sequence>(
  _ first: First, _ second: Second
) -> some ThrowingSource<(First.Element, Second.Element), any Error> {
  IteratedSource(
    ZipStrict2Iterator(
      ErasingIterator(SourceIterator(first)), SequenceIterator<Second, any Error>(second)))
}

/// Returns the elements of a sequence and of a source that may fail, side by side, which must have the same
/// length, as Python's `zip(a, b, strict=True)` does.
///
/// Behaves like `zipStrict(_:_:)` of sequences. An error closes both.
///
/// ```swift
/// let pairs = zipStrict([1, 2], ThrowingGenerator("ab"))
/// print(try pairs.collect())  // [(1, "a"), (2, "b")]
/// ```
///
/// - Parameters:
///   - first: The first elements of the pairs.
///   - second: The second elements of the pairs.
/// - Returns: A source of the pairs. Its errors are ``UnequalLengths`` and those of the sources.
/// - Complexity: O(1) for a pair.
@_disfavoredOverload
@inlinable
public func zipStrict<First: Sequence, Second: ThrowingSource>(
  _ first: First, _ second: Second
) -> some ThrowingSource<(First.Element, Second.Element), any Error> {
  IteratedSource(
    ZipStrict2Iterator(
      SequenceIterator<First, any Error>(first), ErasingIterator(SourceIterator(second))))
}

/// Returns the elements of three sources that may fail, side by side, which must have the same length, as
/// Python's `zip(a, b, c, strict=True)` does.
///
/// Behaves like `zipStrict(_:_:_:)` of sequences. An error closes all.
///
/// ```swift
/// let one = { ThrowingGenerator([1]) }
/// print(try zipStrict(one(), one(), one()).collect())  // [(1, 1, 1)]
/// ```
///
/// - Parameters:
///   - first: The first elements of the triples.
///   - second: The second elements of the triples.
///   - third: The third elements of the triples.
/// - Returns: A source of the triples. Its errors are ``UnequalLengths`` and those of the sources.
/// - Complexity: O(1) for a triple.
@_disfavoredOverload
@inlinable
public func zipStrict<First: ThrowingSource, Second: ThrowingSource, Third: ThrowingSource>(
  _ first: First, _ second: Second, _ third: Third
) -> some ThrowingSource<(First.Element, Second.Element, Third.Element), any Error> {
  IteratedSource(
    ZipStrict3Iterator(
      ErasingIterator(SourceIterator(first)), ErasingIterator(SourceIterator(second)),
      ErasingIterator(SourceIterator(third))))
}

@usableFromInline
struct ZipStrict2Iterator<First: FallibleIterator, Second: FallibleIterator>: FallibleIterator
where First.Failure == Second.Failure {
  // Last first: fields are released in this order, and the source opened last is closed first.
  @usableFromInline var second: Second
  @usableFromInline var first: First
  @usableFromInline var count = 0

  @inlinable
  init(_ first: First, _ second: Second) {
    self.first = first
    self.second = second
  }

  @inlinable @inline(__always)
  mutating func next() throws(First.Failure) -> (First.Element, Second.Element)? {
    let a = try first.next()
    let b = try second.next()
    if let a, let b {
      count += 1
      return (a, b)
    }
    if a != nil { throw unequal(ended: 1, longer: 0) }
    if b != nil { throw unequal(ended: 0, longer: 1) }
    return nil
  }

  @inlinable
  func unequal(ended: Int, longer: Int) -> First.Failure {
    failure(UnequalLengths(ended: ended, longer: longer, count: count), First.Failure.self)
  }

  @inlinable
  func abandon() {
    second.abandon()
    first.abandon()
  }
}

@usableFromInline
struct ZipStrict3Iterator<
  First: FallibleIterator, Second: FallibleIterator, Third: FallibleIterator
>: FallibleIterator
where First.Failure == Second.Failure, First.Failure == Third.Failure {
  // Last first: fields are released in this order, and the source opened last is closed first.
  @usableFromInline var third: Third
  @usableFromInline var second: Second
  @usableFromInline var first: First
  @usableFromInline var count = 0

  @inlinable
  init(_ first: First, _ second: Second, _ third: Third) {
    self.first = first
    self.second = second
    self.third = third
  }

  @inlinable @inline(__always)
  mutating func next() throws(First.Failure) -> (First.Element, Second.Element, Third.Element)? {
    let a = try first.next()
    let b = try second.next()
    // Doesn't read the third if the first two already differ.
    let c = try (a == nil) == (b == nil) ? third.next() : nil
    if let a, let b, let c {
      count += 1
      return (a, b, c)
    }
    if a == nil {
      if b != nil { throw unequal(ended: 0, longer: 1) }
      if c != nil { throw unequal(ended: 0, longer: 2) }
      return nil
    }
    throw unequal(ended: b == nil ? 1 : 2, longer: 0)
  }

  @inlinable
  func unequal(ended: Int, longer: Int) -> First.Failure {
    failure(UnequalLengths(ended: ended, longer: longer, count: count), First.Failure.self)
  }

  @inlinable
  func abandon() {
    third.abandon()
    second.abandon()
    first.abandon()
  }
}
