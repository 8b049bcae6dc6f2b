extension Sequence where Element: Equatable {
  /// Whether all elements equal one another.
  ///
  /// It takes elements until one differs from the first.
  ///
  /// ```swift
  /// let naturals = Generator { yield in for n in 0... { try yield(n) } }
  /// print(naturals.allEqual(), [7, 7].allEqual(), [Int]().allEqual())  // false true true
  /// ```
  ///
  /// more-itertools' `all_equal`.
  ///
  /// - Returns: whether there are no two that differ; of none and of one, `true`.
  /// - Complexity: O(*n*); takes elements through the first that differs and holds one.
  @inlinable
  public consuming func allEqual() -> Bool { (consume self).allEqual(by: ==) }
}

extension Sequence {
  /// Whether a predicate finds all elements equal to the first.
  ///
  /// It takes elements until one differs.
  ///
  /// ```swift
  /// print(["ab", "cd"].allEqual(by: { $0.count == $1.count }))  // true
  /// ```
  ///
  /// - Parameter areEquivalent: whether the first element, which it is handed first, equals another.
  /// - Returns: whether there is none that differs; of none and of one, `true`.
  /// - Throws: what `areEquivalent` throws.
  /// - Complexity: O(*n*); takes elements through the first that differs and holds one.
  @inlinable
  public consuming func allEqual<Failure: Error>(
    by areEquivalent: (Element, Element) throws(Failure) -> Bool
  ) throws(Failure) -> Bool {
    var elements = (consume self).makeIterator()
    guard let first = elements.next() else { return true }
    while let element = elements.next() {
      guard try areEquivalent(first, element) else { return false }
    }
    return true
  }
}
