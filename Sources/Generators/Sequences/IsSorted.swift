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
  /// It takes elements until one is to come before the one that it follows.
  ///
  /// ```swift
  /// print([3, 2, 2].isSorted(by: >))   // true
  /// print([3, 2, 2].isSorted(by: >=))  // false, for equal neighbors are out of order
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
    var elements = (consume self).makeIterator()
    guard var former = elements.next() else { return true }
    while let element = elements.next() {
      if try areInIncreasingOrder(element, former) { return false }
      former = element
    }
    return true
  }
}
