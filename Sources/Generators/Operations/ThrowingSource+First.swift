extension ThrowingSource {
  /// Returns the next element: `next()` under the name that a pipeline ends with.
  ///
  /// Takes one element. The source can be used further where something else refers to it.
  ///
  /// ```swift
  /// print(try numbers(in: lines).filter { $0 > 1 }.first()!)  // 2
  /// ```
  ///
  /// - Returns: The element, or `nil` if there is none.
  /// - Throws: The error of the source.
  /// - Complexity: One `next()`.
  @_disfavoredOverload
  @inlinable
  public func first() throws(Failure) -> Element? { try next() }

  /// Returns the next element that satisfies a predicate.
  ///
  /// Takes elements up to that one, and the source goes on after it.
  ///
  /// ```swift
  /// let naturals = ThrowingGenerator(0...)
  /// print(try naturals.first { $0 > 10 }!)  // 11
  /// print(try naturals.next()!)             // 12
  /// ```
  ///
  /// - Parameter predicate: Whether an element is the one.
  /// - Returns: The element, or `nil` if none is left that satisfies the predicate.
  /// - Throws: The error of the source or of the closure, which closes the source.
  /// - Complexity: O(*n*) in the elements that are taken.
  @_disfavoredOverload
  @inlinable
  public func first(
    where predicate: (Element) throws(Failure) -> Bool
  ) throws(Failure) -> Element? {
    try closingAtFailure { () throws(Failure) in
      while let element = try next() {
        if try predicate(element) { return .some(element) }
      }
      return nil
    }
  }
}
