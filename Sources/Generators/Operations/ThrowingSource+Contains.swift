extension ThrowingSource {
  /// Returns whether an element that is left satisfies a predicate: Python's `any`.
  ///
  /// Takes elements up to the first one that does, and the source continues after it.
  ///
  /// ```swift
  /// print(try numbers(in: lines).contains { $0 > 2 })  // true
  /// ```
  ///
  /// - Parameter predicate: Returns whether an element is one to look for.
  /// - Returns: Whether there was one; `false` if no element is left.
  /// - Throws: The error of the source or of the closure, which closes the source.
  /// - Complexity: O(*n*) in the elements that are taken.
  @_disfavoredOverload
  @inlinable
  public func contains(
    where predicate: (Element) throws(Failure) -> Bool
  ) throws(Failure) -> Bool {
    try closingAtFailure { () throws(Failure) in
      while let element = try next() {
        if try predicate(element) { return true }
      }
      return false
    }
  }

  /// Returns whether all elements that are left satisfy a predicate: Python's `all`.
  ///
  /// Takes elements up to the first one that doesn't, and the source continues after it.
  ///
  /// ```swift
  /// print(try numbers(in: lines).allSatisfy { $0 > 2 })  // false
  /// ```
  ///
  /// - Parameter predicate: The condition.
  /// - Returns: Whether all did; `true` if no element is left.
  /// - Throws: The error of the source or of the closure, which closes the source.
  /// - Complexity: O(*n*) in the elements that are taken.
  @_disfavoredOverload
  @inlinable
  public func allSatisfy(
    _ predicate: (Element) throws(Failure) -> Bool
  ) throws(Failure) -> Bool {
    try !contains { (element) throws(Failure) in try !predicate(element) }
  }
}

extension ThrowingSource where Element: Equatable {
  /// Returns whether an element that is left is equal to a value: Python's `in`.
  ///
  /// Takes elements up to the first one that is, and the source continues after it.
  ///
  /// ```swift
  /// print(try numbers(in: lines).contains(3))  // true
  /// ```
  ///
  /// - Parameter element: The value to look for.
  /// - Returns: Whether it was found; `false` if no element is left.
  /// - Throws: The error of the source.
  /// - Complexity: O(*n*) in the elements that are taken.
  @_disfavoredOverload
  @inlinable
  public func contains(_ element: Element) throws(Failure) -> Bool {
    while let other = try next() {
      if other == element { return true }
    }
    return false
  }
}
