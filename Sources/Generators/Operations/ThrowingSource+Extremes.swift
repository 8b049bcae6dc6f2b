extension ThrowingSource {
  /// Returns the least of the elements that are left, the first of several that are equal: Python's `min`.
  ///
  /// Takes all elements.
  ///
  /// ```swift
  /// let words = ThrowingGenerator(["three", "one", "two"])
  /// print(try words.min { $0.count < $1.count }!)  // one
  /// ```
  ///
  /// - Parameter areInIncreasingOrder: Whether the first element is less than the second.
  /// - Returns: The element, or `nil` if none is left.
  /// - Throws: The error of the source or of the closure, which closes the source.
  /// - Complexity: O(*n*).
  @_disfavoredOverload
  @inlinable
  public func min(
    by areInIncreasingOrder: (Element, Element) throws(Failure) -> Bool
  ) throws(Failure) -> Element? {
    try closingAtFailure { () throws(Failure) in
      guard var least = try next() else { return nil }
      while let element = try next() {
        if try areInIncreasingOrder(element, least) { least = element }
      }
      return .some(least)
    }
  }

  /// Returns the greatest of the elements that are left, the first of several that are equal: Python's `max`.
  ///
  /// Takes all elements.
  ///
  /// ```swift
  /// let words = ThrowingGenerator(["three", "one", "two"])
  /// print(try words.max { $0.count < $1.count }!)  // three
  /// ```
  ///
  /// - Parameter areInIncreasingOrder: Whether the first element is less than the second.
  /// - Returns: The element, or `nil` if none is left.
  /// - Throws: The error of the source or of the closure, which closes the source.
  /// - Complexity: O(*n*).
  @_disfavoredOverload
  @inlinable
  public func max(
    by areInIncreasingOrder: (Element, Element) throws(Failure) -> Bool
  ) throws(Failure) -> Element? {
    try min { (a, b) throws(Failure) in try areInIncreasingOrder(b, a) }
  }
}

extension ThrowingSource where Element: Comparable {
  /// Returns the least of the elements that are left, the first of several that are equal: Python's `min`.
  ///
  /// Takes all elements.
  ///
  /// ```swift
  /// print(try numbers(in: lines).min()!)  // 1
  /// ```
  ///
  /// - Returns: The element, or `nil` if none is left.
  /// - Throws: The error of the source.
  /// - Complexity: O(*n*).
  @_disfavoredOverload
  @inlinable
  public func min() throws(Failure) -> Element? { try min(by: <) }

  /// Returns the greatest of the elements that are left, the first of several that are equal: Python's `max`.
  ///
  /// Takes all elements.
  ///
  /// ```swift
  /// print(try numbers(in: lines).max()!)  // 3
  /// ```
  ///
  /// - Returns: The element, or `nil` if none is left.
  /// - Throws: The error of the source.
  /// - Complexity: O(*n*).
  @_disfavoredOverload
  @inlinable
  public func max() throws(Failure) -> Element? { try max(by: <) }
}
