public import Generators

// `consecutiveGroups()`: the runs of numbers that follow each other.

extension Sequence where Element: BinaryInteger {
  /// Returns the runs of consecutive numbers, as arrays.
  ///
  /// To find the end of a run, takes the first number of the next one and holds it. The counterpart of
  /// `consecutive_groups` in more-itertools.
  ///
  /// ```swift
  /// let pages = Generator([1, 2, 3, 7, 8, 12])
  /// print(Array(pages.consecutiveGroups()))  // [[1, 2, 3], [7, 8], [12]]
  /// ```
  ///
  /// An empty sequence has no groups. Works on an infinite sequence, as long as each run is finite.
  ///
  /// - Returns: The runs, made one at a time.
  /// - Complexity: O(1); each array is linear in its length, and one more number is taken and held.
  @inlinable
  public func consecutiveGroups() -> ConsecutiveGroupsSequence<Self, Element> {
    ConsecutiveGroupsSequence(base: self, position: { $0 })
  }
}

extension Sequence {
  /// Returns the runs of elements whose positions follow each other, as arrays.
  ///
  /// To find the end of a run, takes the first element of the next one and holds it. The counterpart of
  /// `consecutive_groups` with an `ordering` in more-itertools.
  ///
  /// ```swift
  /// let letters = Generator("abcxyb".unicodeScalars)
  /// let groups = letters.consecutiveGroups { $0.value }
  /// print(groups.map { $0.map(String.init).joined() })  // ["abc", "xy", "b"]
  /// ```
  ///
  /// An empty sequence has no groups. Works on an infinite sequence, as long as each run is finite.
  ///
  /// - Parameter position: Returns an element's position. Called once for each element.
  /// - Returns: The runs, made one at a time.
  /// - Complexity: O(1); each array is linear in its length; one more element is taken and held.
  @inlinable
  public func consecutiveGroups<Position: BinaryInteger>(
    by position: @escaping (Element) -> Position
  ) -> ConsecutiveGroupsSequence<Self, Position> {
    ConsecutiveGroupsSequence(base: self, position: position)
  }
}

extension ThrowingSource where Element: BinaryInteger {
  /// Returns the runs of numbers that follow each other, each in an array.
  ///
  /// Behaves like `consecutiveGroups()` of a sequence.
  ///
  /// ```swift
  /// let runs = ThrowingGenerator([1, 2, 3, 7, 8]).consecutiveGroups()
  /// print(try runs.collect())  // [[1, 2, 3], [7, 8]]
  /// ```
  ///
  /// - Returns: A source of the arrays.
  /// - Complexity: Linear in the length of a run; one more element is held.
  @_disfavoredOverload
  @inlinable
  public func consecutiveGroups() -> some ThrowingSource<[Element], Failure> {
    IteratedSource(
      ConsecutiveGroupsIterator(
        base: SourceIterator(self), position: { (element) throws(Failure) in element }))
  }
}

extension ThrowingSource {
  /// Returns the runs of elements whose positions follow each other, each in an array.
  ///
  /// Behaves like `consecutiveGroups(by:)` of a sequence.
  ///
  /// ```swift
  /// let runs = ThrowingGenerator(["a1", "a2", "a9"]).consecutiveGroups { $0.last!.wholeNumberValue! }
  /// print(try runs.collect())  // [["a1", "a2"], ["a9"]]
  /// ```
  ///
  /// - Parameter position: Returns an element's position.
  /// - Returns: A source of the arrays.
  /// - Complexity: Linear in the length of a run; one more element is held.
  @_disfavoredOverload
  @inlinable
  public func consecutiveGroups<Position: BinaryInteger>(
    by position: @escaping (Element) throws(Failure) -> Position
  ) -> some ThrowingSource<[Element], Failure> {
    IteratedSource(ConsecutiveGroupsIterator(base: SourceIterator(self), position: position))
  }
}

/// The runs of elements whose positions follow each other, as arrays.
///
/// See `consecutiveGroups(by:)` of `Sequence`.
public struct ConsecutiveGroupsSequence<Base: Sequence, Position: BinaryInteger>: Sequence {
  @usableFromInline let base: Base
  @usableFromInline let position: (Base.Element) -> Position

  @inlinable
  init(base: Base, position: @escaping (Base.Element) -> Position) {
    self.base = base
    self.position = position
  }

  /// An iterator over the arrays.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var elements:
      ConsecutiveGroupsIterator<IteratorAdapter<Base.Iterator, Never>, Position>

    @inlinable
    init(_ elements: ConsecutiveGroupsIterator<IteratorAdapter<Base.Iterator, Never>, Position>) {
      self.elements = elements
    }

    /// Returns the next array, or `nil` after the last.
    ///
    /// - Returns: The array; `nil` permanently at the end of the source.
    /// - Complexity: Linear in the length of the array, as many elements of the source.
    @inlinable
    public mutating func next() -> [Base.Element]? { elements.next() }
  }

  /// Returns an iterator over the arrays, of a new pass over the source.
  ///
  /// - Returns: The iterator, which hasn't taken any elements.
  @inlinable
  public func makeIterator() -> Iterator {
    Iterator(
      ConsecutiveGroupsIterator(base: IteratorAdapter(base.makeIterator()), position: position))
  }
}

@usableFromInline
struct ConsecutiveGroupsIterator<Base: FallibleIterator, Position: BinaryInteger>: FallibleIterator
{
  @usableFromInline var base: Base?
  @usableFromInline let position: (Base.Element) throws(Base.Failure) -> Position
  /// The first element of the next array, and its position.
  @usableFromInline var pending: (element: Base.Element, position: Position)?

  @inlinable
  init(base: Base, position: @escaping (Base.Element) throws(Base.Failure) -> Position) {
    self.base = base
    self.position = position
  }

  @inlinable @inline(__always)
  mutating func next() throws(Base.Failure) -> [Base.Element]? {
    var group: [Base.Element] = []
    var last: Position
    if let first = pending.take() {
      group.append(first.element)
      last = first.position
    } else if let element = try base?.next() {
      group.append(element)
      last = try position(element)
    } else {
      base = nil
      return nil
    }
    while let element = try base?.next() {
      let position = try position(element)
      // Not `last + 1`, which may overflow.
      guard position > last, position - 1 == last else {
        pending = (element, position)
        return group
      }
      group.append(element)
      last = position
    }
    base = nil
    return group
  }

  @inlinable
  func abandon() { base?.abandon() }
}

extension ConsecutiveGroupsSequence: LazySequenceProtocol where Base: LazySequenceProtocol {}
