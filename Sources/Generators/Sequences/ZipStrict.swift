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
) -> StrictZip2<First, Second> {
  StrictZip2(first, second)
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
) -> StrictZip3<First, Second, Third> {
  StrictZip3(first, second, third)
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

/// The pairs that `zipStrict` of two sequences makes.
///
/// It is its own iterator; at the end and after an error it lets go of its sequences.
///
/// ```swift
/// var pairs = zipStrict([1, 2], "ab")
/// while let (n, letter) = try pairs.next() { print(n, letter) }
/// // 1 a
/// // 2 b
/// ```
public struct StrictZip2<First: Sequence, Second: Sequence> {
  // Last first: fields are released in this order, and the source opened last is closed first.
  @usableFromInline var second: Second.Iterator?
  @usableFromInline var first: First.Iterator?
  @usableFromInline var count = 0

  @inlinable
  init(_ first: First, _ second: Second) {
    self.first = first.makeIterator()
    self.second = second.makeIterator()
  }

  /// The next pair, or `nil` when both sequences have ended.
  ///
  /// - Returns: an element of each; `nil` for ever after the end or an error.
  /// - Throws: ``UnequalLengths`` when one has ended and the other has not.
  /// - Complexity: O(1), and at most one element of each.
  @inlinable
  public mutating func next() throws(UnequalLengths) -> (First.Element, Second.Element)? {
    let a = first?.next()
    let b = second?.next()
    if let a, let b {
      count += 1
      return (a, b)
    }
    (second, first) = (nil, nil)
    if a != nil { throw UnequalLengths(ended: 1, longer: 0, count: count) }
    if b != nil { throw UnequalLengths(ended: 0, longer: 1, count: count) }
    return nil
  }

  /// Calls `body` with each pair.
  ///
  /// - Parameter body: what to do with a pair. It has seen all that there are before the error.
  /// - Throws: ``UnequalLengths`` when one has ended and the other has not, and what `body` throws.
  /// - Complexity: O(*n*); takes all elements and holds none.
  @inlinable
  public func forEach(_ body: (First.Element, Second.Element) throws -> Void) throws {
    var rest = self
    while let (a, b) = try rest.next() { try body(a, b) }
  }

  /// All pairs in an array.
  ///
  /// - Returns: the pairs.
  /// - Throws: ``UnequalLengths`` when one has ended and the other has not.
  /// - Complexity: O(*n*); takes all elements.
  @inlinable
  public func collect() throws(UnequalLengths) -> [(First.Element, Second.Element)] {
    var (rest, pairs) = (self, [(First.Element, Second.Element)]())
    while let pair = try rest.next() { pairs.append(pair) }
    return pairs
  }
}

/// The tuples that `zipStrict` of three sequences makes: see ``StrictZip2``.
public struct StrictZip3<First: Sequence, Second: Sequence, Third: Sequence> {
  // Last first: fields are released in this order, and the source opened last is closed first.
  @usableFromInline var third: Third.Iterator?
  @usableFromInline var second: Second.Iterator?
  @usableFromInline var first: First.Iterator?
  @usableFromInline var count = 0

  @inlinable
  init(_ first: First, _ second: Second, _ third: Third) {
    self.first = first.makeIterator()
    self.second = second.makeIterator()
    self.third = third.makeIterator()
  }

  /// The next elements, or `nil` when all sequences have ended.
  ///
  /// - Returns: an element of each; `nil` for ever after the end or an error.
  /// - Throws: ``UnequalLengths`` when one has ended and another has not.
  /// - Complexity: O(1), and at most one element of each.
  @inlinable
  public mutating func next() throws(UnequalLengths)
    -> (First.Element, Second.Element, Third.Element)?
  {
    let a = first?.next()
    let b = second?.next()
    // That the first two differ is known before the third is asked.
    let c = (a == nil) == (b == nil) ? third?.next() : nil
    if let a, let b, let c {
      count += 1
      return (a, b, c)
    }
    (third, second, first) = (nil, nil, nil)
    if a == nil {
      if b != nil { throw UnequalLengths(ended: 0, longer: 1, count: count) }
      if c != nil { throw UnequalLengths(ended: 0, longer: 2, count: count) }
      return nil
    }
    throw UnequalLengths(ended: b == nil ? 1 : 2, longer: 0, count: count)
  }

  /// Calls `body` with each tuple.
  ///
  /// - Parameter body: what to do with a tuple. It has seen all that there are before the error.
  /// - Throws: ``UnequalLengths`` when one has ended and another has not, and what `body` throws.
  /// - Complexity: O(*n*); takes all elements and holds none.
  @inlinable
  public func forEach(
    _ body: (First.Element, Second.Element, Third.Element) throws -> Void
  ) throws {
    var rest = self
    while let (a, b, c) = try rest.next() { try body(a, b, c) }
  }

  /// All tuples in an array.
  ///
  /// - Returns: the tuples.
  /// - Throws: ``UnequalLengths`` when one has ended and another has not.
  /// - Complexity: O(*n*); takes all elements.
  @inlinable
  public func collect() throws(UnequalLengths)
    -> [(First.Element, Second.Element, Third.Element)]
  {
    var (rest, tuples) = (self, [(First.Element, Second.Element, Third.Element)]())
    while let tuple = try rest.next() { tuples.append(tuple) }
    return tuples
  }
}

extension StrictZip2: Sendable where First.Iterator: Sendable, Second.Iterator: Sendable {}
extension StrictZip3: Sendable
where First.Iterator: Sendable, Second.Iterator: Sendable, Third.Iterator: Sendable {}
