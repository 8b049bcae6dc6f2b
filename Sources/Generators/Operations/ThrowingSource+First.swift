extension ThrowingSource {
  /// Returns the next element: `next()` by a name that reads well at the end of a pipeline.
  ///
  /// Takes one element. If something else refers to the source, it can still be used.
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
  /// Takes elements up to that one, and the source continues after it.
  ///
  /// ```swift
  /// let naturals = ThrowingGenerator(0...)
  /// print(try naturals.first { $0 > 10 }!)  // 11
  /// print(try naturals.next()!)             // 12
  /// ```
  ///
  /// - Parameter predicate: Returns whether to stop at an element.
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
