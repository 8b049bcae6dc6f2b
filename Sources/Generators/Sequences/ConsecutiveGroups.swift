// `consecutiveGroups()`: the runs of numbers that follow each other.

extension Sequence where Element: BinaryInteger {
  /// The runs of numbers of which each is one more than the number before, as arrays.
  ///
  /// To know that a run has ended takes the first number of the next, which is held.
  /// more-itertools' `consecutive_groups`.
  ///
  /// ```swift
  /// let pages = Generator([1, 2, 3, 7, 8, 12])
  /// print(Array(pages.consecutiveGroups()))  // [[1, 2, 3], [7, 8], [12]]
  /// ```
  ///
  /// An empty sequence has no groups. It works on what has no end, as long as the runs have one.
  ///
  /// - Returns: the runs, made one at a time.
  /// - Complexity: O(1); each array is linear in its length, and one more number is taken and held.
  @inlinable
  public func consecutiveGroups() -> ConsecutiveGroupsSequence<Self, Element> {
    ConsecutiveGroupsSequence(base: self, position: { $0 })
  }
}

extension Sequence {
  /// The runs of elements whose positions follow each other, as arrays.
  ///
  /// To know that a run has ended takes the first element of the next, which is held.
  /// more-itertools' `consecutive_groups` with an `ordering`.
  ///
  /// ```swift
  /// let letters = Generator("abcxyb".unicodeScalars)
  /// let groups = letters.consecutiveGroups { $0.value }
  /// print(groups.map { $0.map(String.init).joined() })  // ["abc", "xy", "b"]
  /// ```
  ///
  /// An empty sequence has no groups. It works on what has no end, as long as the runs have one.
  ///
  /// - Parameter position: where an element stands in the order; it is asked once for each.
  /// - Returns: the runs, made one at a time.
  /// - Complexity: O(1); each array is linear in its length; one more element is taken and held.
  @inlinable
  public func consecutiveGroups<Position: BinaryInteger>(
    by position: @escaping (Element) -> Position
  ) -> ConsecutiveGroupsSequence<Self, Position> {
    ConsecutiveGroupsSequence(base: self, position: position)
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

  /// Makes the arrays, each when it is asked for.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var base: Base.Iterator?
    @usableFromInline let position: (Base.Element) -> Position
    /// The first element of the next array, and where it stands.
    @usableFromInline var pending: (element: Base.Element, position: Position)?

    @inlinable
    init(base: Base.Iterator, position: @escaping (Base.Element) -> Position) {
      self.base = base
      self.position = position
    }

    /// The next array, or `nil` after the last.
    ///
    /// - Returns: the array; `nil` for ever when the source has no more.
    /// - Complexity: linear in the length of the array, as many elements of the source.
    @inlinable
    public mutating func next() -> [Base.Element]? {
      var group: [Base.Element] = []
      var last: Position
      if let first = pending.take() {
        group.append(first.element)
        last = first.position
      } else if let element = base?.next() {
        group.append(element)
        last = position(element)
      } else {
        base = nil
        return nil
      }
      while let element = base?.next() {
        let position = position(element)
        // Not `last + 1`, which the type may not hold.
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
  }

  /// Makes an iterator over the arrays, of a new pass over the source.
  ///
  /// - Returns: the iterator, which has taken nothing.
  @inlinable
  public func makeIterator() -> Iterator {
    Iterator(base: base.makeIterator(), position: position)
  }
}

extension ConsecutiveGroupsSequence: LazySequenceProtocol where Base: LazySequenceProtocol {}
