extension Coroutine where Input == Void, Return == Void {
  /// The least of the elements that are left, the first of several that are equal: Python's `min`.
  ///
  /// All elements are taken. Over infinite ones it returns only with an error.
  ///
  /// ```swift
  /// let words = ThrowingGenerator(["three", "one", "two"])
  /// print(try words.min { $0.count < $1.count }!)  // one
  /// ```
  ///
  /// - Parameter areInIncreasingOrder: whether the first element is less than the second.
  /// - Returns: the element, or `nil` where none is left.
  /// - Throws: what leaves the generator's body or the closure; the generator is closed then.
  /// - Complexity: O(*n*); it holds two elements.
  @inlinable
  public func min(
    by areInIncreasingOrder: (Element, Element) throws -> Bool
  ) throws -> Element? {
    try closingAtFailure {
      guard var least = try next() else { return nil }
      while let element = try next() {
        if try areInIncreasingOrder(element, least) { least = element }
      }
      return least
    }
  }

  /// The greatest of the elements that are left, the first of several that are equal: Python's
  /// `max`.
  ///
  /// All elements are taken. Over infinite ones it returns only with an error.
  ///
  /// ```swift
  /// let words = ThrowingGenerator(["three", "one", "two"])
  /// print(try words.max { $0.count < $1.count }!)  // three
  /// ```
  ///
  /// - Parameter areInIncreasingOrder: whether the first element is less than the second.
  /// - Returns: the element, or `nil` where none is left.
  /// - Throws: what leaves the generator's body or the closure; the generator is closed then.
  /// - Complexity: O(*n*); it holds two elements.
  @inlinable
  public func max(
    by areInIncreasingOrder: (Element, Element) throws -> Bool
  ) throws -> Element? {
    try min { try areInIncreasingOrder($1, $0) }
  }
}

extension Coroutine where Input == Void, Return == Void, Element: Comparable {
  /// The least of the elements that are left, the first of several that are equal: Python's `min`.
  ///
  /// All elements are taken. Over infinite ones it returns only with an error.
  ///
  /// ```swift
  /// print(try numbers(in: lines).min()!)  // 1
  /// ```
  ///
  /// - Returns: the element, or `nil` where none is left.
  /// - Throws: what leaves the generator's body.
  /// - Complexity: O(*n*); it holds two elements.
  @inlinable
  public func min() throws -> Element? { try min(by: <) }

  /// The greatest of the elements that are left, the first of several that are equal: Python's
  /// `max`.
  ///
  /// All elements are taken. Over infinite ones it returns only with an error.
  ///
  /// ```swift
  /// print(try numbers(in: lines).max()!)  // 3
  /// ```
  ///
  /// - Returns: the element, or `nil` where none is left.
  /// - Throws: what leaves the generator's body.
  /// - Complexity: O(*n*); it holds two elements.
  @inlinable
  public func max() throws -> Element? { try max(by: <) }
}
