public import Generators

extension Sequence where Element: Comparable {
  /// Whether no element is less than the one before it.
  ///
  /// It takes elements until one is.
  ///
  /// ```swift
  /// let waves = Generator { yield in for n in 0... { try yield(n % 3) } }
  /// print(waves.isSorted(), [1, 1, 2].isSorted())  // false true
  /// ```
  ///
  /// more-itertools' `is_sorted`.
  ///
  /// - Returns: whether `sorted()` would change nothing; of none and of one, `true`.
  /// - Complexity: O(*n*); takes elements through the first that is out of order and holds one.
  @inlinable
  public consuming func isSorted() -> Bool { (consume self).isSorted(by: <) }
}

extension Sequence {
  /// Whether the elements are sorted by a predicate.
  ///
  /// It takes elements until one is to come before the one that it follows. A predicate that is true of equal
  /// elements, such as `>=`, finds equal neighbors out of order.
  ///
  /// ```swift
  /// print([3, 2, 2].isSorted(by: >))   // true
  /// print([3, 2, 2].isSorted(by: >=))  // false
  /// ```
  ///
  /// - Parameter areInIncreasingOrder: whether its first argument must come before its second.
  /// - Returns: whether no element must come before the one that it follows; of none and of one,
  ///   `true`.
  /// - Throws: what `areInIncreasingOrder` throws.
  /// - Complexity: O(*n*); takes elements through the first that is out of order and holds one.
  @inlinable
  public consuming func isSorted<Failure: Error>(
    by areInIncreasingOrder: (Element, Element) throws(Failure) -> Bool
  ) throws(Failure) -> Bool {
    var elements = IteratorAdapter<Iterator, Failure>((consume self).makeIterator())
    return try elements.isSorted(by: areInIncreasingOrder)
  }
}

extension ThrowingSource where Element: Comparable {
  /// Returns whether no element that is left is less than the one before it.
  ///
  /// Takes elements up to the first one that is.
  ///
  /// ```swift
  /// print(try ThrowingGenerator([1, 1, 2]).isSorted())  // true
  /// ```
  ///
  /// - Returns: Whether they are sorted; of none and of one, `true`.
  /// - Throws: The error of the source.
  /// - Complexity: O(*n*) in the elements that are taken; one is held.
  @_disfavoredOverload
  @inlinable
  public func isSorted() throws(Failure) -> Bool { try isSorted(by: <) }
}

extension ThrowingSource {
  /// Returns whether the elements that are left are sorted by a predicate.
  ///
  /// Takes elements up to the first one that must come before the one that it follows.
  ///
  /// ```swift
  /// print(try ThrowingGenerator([3, 2, 2]).isSorted(by: >))  // true
  /// ```
  ///
  /// - Parameter areInIncreasingOrder: Whether its first argument must come before its second.
  /// - Returns: Whether they are sorted; of none and of one, `true`.
  /// - Throws: The error of the source or of the closure, which closes the source.
  /// - Complexity: O(*n*) in the elements that are taken; one is held.
  @_disfavoredOverload
  @inlinable
  public func isSorted(
    by areInIncreasingOrder: (Element, Element) throws(Failure) -> Bool
  ) throws(Failure) -> Bool {
    try closingAtFailure { () throws(Failure) in
      var elements = SourceIterator(self)
      return try elements.isSorted(by: areInIncreasingOrder)
    }
  }
}

extension FallibleIterator {
  @inlinable
  mutating func isSorted(
    by areInIncreasingOrder: (Element, Element) throws(Failure) -> Bool
  ) throws(Failure) -> Bool {
    guard var former = try next() else { return true }
    while let element = try next() {
      if try areInIncreasingOrder(element, former) { return false }
      former = element
    }
    return true
  }
}
