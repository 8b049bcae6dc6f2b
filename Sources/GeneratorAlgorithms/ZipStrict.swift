public import Generators

/// The elements of two sequences side by side, which must have the same length.
///
/// One element is taken from each sequence, in order, when the next pair is asked for; that one of
/// them ends before the other is an error, and not the end.
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
/// Python's `zip(a, b, strict=True)`, whose `ValueError` also comes after the pairs that there are.
/// As there, an element of the longer one that has no partner was taken from it, and is lost.
///
/// When it is dropped, the sequence that was opened last is closed first.
///
/// - Parameters:
///   - first: the first elements of the pairs.
///   - second: the second elements of the pairs.
/// - Returns: the pairs, to be read once. It is no `Sequence`, whose end can't fail.
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

/// The elements of three sequences side by side, which must have the same length.
///
/// One element is taken from each sequence, in order, when the next are asked for; that one of them
/// ends before another is an error, and not the end.
///
/// ```swift
/// print(try zipStrict([1, 2], "ab", [true, false]).collect())  // [(1, "a", true), (2, "b", false)]
/// ```
///
/// Python's `zip(a, b, c, strict=True)`.
///
/// When it is dropped, the sequence that was opened last is closed first.
///
/// - Parameters:
///   - first: the first elements of the tuples.
///   - second: the second elements of the tuples.
///   - third: the third elements of the tuples.
/// - Returns: the tuples, to be read once. It is no `Sequence`, whose end can't fail.
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

/// What `zipStrict` throws when its sequences differ in length.
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

  /// How many elements the one that ended had.
  public let count: Int

  @usableFromInline
  init(ended: Int, longer: Int, count: Int) {
    self.ended = ended
    self.longer = longer
    self.count = count
  }

  /// What ended where, and what has more.
  public var description: String {
    let names = ["first", "second", "third"]
    let elements = count == 1 ? "1 element" : "\(count) elements"
    return "the \(names[ended]) sequence ended after \(elements), and the \(names[longer]) has more"
  }
}

/// Returns the elements of two sources that may fail, side by side, which must have the same length:
/// Python's `zip(a, b, strict=True)`.
///
/// As `zipStrict(_:_:)` of sequences. An error closes both.
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

/// Returns the elements of a source that may fail and of a sequence, side by side, which must have the same length:
/// Python's `zip(a, b, strict=True)`.
///
/// As `zipStrict(_:_:)` of sequences. An error closes both.
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

/// Returns the elements of a sequence and of a source that may fail, side by side, which must have the same length:
/// Python's `zip(a, b, strict=True)`.
///
/// As `zipStrict(_:_:)` of sequences. An error closes both.
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

/// Returns the elements of three sources that may fail, side by side, which must have the same length:
/// Python's `zip(a, b, c, strict=True)`.
///
/// As `zipStrict(_:_:_:)` of sequences. An error closes all.
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
    // That the first two differ is known before the third is asked.
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
