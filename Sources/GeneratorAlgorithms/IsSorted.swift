public import Generators

extension Sequence where Element: Comparable {
  /// Returns whether the elements are sorted.
  ///
  /// Takes elements up to the first one that is less than its predecessor.
  ///
  /// ```swift
  /// let waves = Generator { yield in for n in 0... { try yield(n % 3) } }
  /// print(waves.isSorted(), [1, 1, 2].isSorted())  // false true
  /// ```
  ///
  /// The counterpart of `is_sorted` in more-itertools.
  ///
  /// - Returns: Whether no element is less than its predecessor; `true` for fewer than two elements.
  /// - Complexity: O(*n*); takes elements through the first that is out of order and holds one.
  @inlinable
  public consuming func isSorted() -> Bool { (consume self).isSorted(by: <) }
}

extension Sequence {
  /// Returns whether the elements are sorted by a predicate.
  ///
  /// Takes elements up to the first one that must come before its predecessor. A predicate that is true for
  /// equal elements, such as `>=`, finds equal neighbors out of order.
  ///
  /// ```swift
  /// print([3, 2, 2].isSorted(by: >))   // true
  /// print([3, 2, 2].isSorted(by: >=))  // false
  /// ```
  ///
  /// - Parameter areInIncreasingOrder: Whether its first argument must come before its second.
  /// - Returns: Whether no element must come before its predecessor; `true` for fewer than two elements.
  /// - Throws: The error of `areInIncreasingOrder`.
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
  /// Returns whether the remaining elements are sorted.
  ///
  /// Takes elements up to the first one that is less than its predecessor.
  ///
  /// ```swift
  /// print(try ThrowingGenerator([1, 1, 2]).isSorted())  // true
  /// ```
  ///
  /// - Returns: Whether they are sorted; `true` for fewer than two elements.
  /// - Throws: The error of the source.
  /// - Complexity: O(*n*) in the elements that are taken; one is held.
  @_disfavoredOverload
  @inlinable
  public func isSorted() throws(Failure) -> Bool { try isSorted(by: <) }
}

extension ThrowingSource {
  /// Returns whether the remaining elements are sorted by a predicate.
  ///
  /// Takes elements up to the first one that must come before its predecessor.
  ///
  /// ```swift
  /// print(try ThrowingGenerator([3, 2, 2]).isSorted(by: >))  // true
  /// ```
  ///
  /// - Parameter areInIncreasingOrder: Whether its first argument must come before its second.
  /// - Returns: Whether they are sorted; `true` for fewer than two elements.
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
