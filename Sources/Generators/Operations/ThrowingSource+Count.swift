extension ThrowingSource {
  /// Returns how many of the elements that are left satisfy a predicate.
  ///
  /// Takes all elements.
  ///
  /// ```swift
  /// print(try numbers(in: lines).count { $0 > 1 })  // 2
  /// ```
  ///
  /// - Parameter predicate: Returns whether to count an element.
  /// - Returns: The count; 0 of a source that has ended.
  /// - Throws: The error of the source or of the closure, which closes the source.
  /// - Complexity: O(*n*).
  @_disfavoredOverload
  @inlinable
  public func count(
    where predicate: (Element) throws(Failure) -> Bool
  ) throws(Failure) -> Int {
    try reduce(0) { (count, element) throws(Failure) in
      try predicate(element) ? count + 1 : count
    }
  }
}
