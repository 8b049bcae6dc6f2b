extension Sequence where Element: Hashable {
  /// Whether no two elements are equal.
  ///
  /// It takes elements until one was there before.
  ///
  /// ```swift
  /// let remainders = Generator { yield in for n in 0... { try yield(n % 5) } }
  /// print(remainders.allUnique(), [1, 2].allUnique())  // false true
  /// ```
  ///
  /// more-itertools' `all_unique`. The elements without those that were there before are
  /// `uniqued()` of swift-algorithms.
  ///
  /// - Returns: whether all differ; of none and of one, `true`.
  /// - Complexity: O(*n*) on average; takes elements through the first duplicate and holds them.
  @inlinable
  public consuming func allUnique() -> Bool { (consume self).allUnique(on: { $0 }) }
}

extension Sequence {
  /// Whether no two elements have equal keys.
  ///
  /// It takes elements until one has a key that was there before.
  ///
  /// ```swift
  /// print(["a", "bc"].allUnique(on: \.count))  // true
  /// ```
  ///
  /// - Parameter keyForValue: gives the key of an element.
  /// - Returns: whether all keys differ; of no element and of one, `true`.
  /// - Throws: what `keyForValue` throws.
  /// - Complexity: O(*n*) on average; takes elements through the first duplicate and holds their
  ///   keys.
  @inlinable
  public consuming func allUnique<Key: Hashable, Failure: Error>(
    on keyForValue: (Element) throws(Failure) -> Key
  ) throws(Failure) -> Bool {
    var seen: Set<Key> = []
    var elements = (consume self).makeIterator()
    while let element = elements.next() {
      guard seen.insert(try keyForValue(element)).inserted else { return false }
    }
    return true
  }
}
