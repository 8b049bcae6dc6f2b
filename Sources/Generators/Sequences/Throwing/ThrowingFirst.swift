extension Coroutine where Input == Void, Return == Void {
  /// The next element, as `next()` gives it, under the name that a pipeline ends with.
  ///
  /// One element is taken; the generator goes on if somebody refers to it.
  ///
  /// ```swift
  /// print(try numbers(in: lines).filter { $0 > 1 }.first()!)  // 2
  /// ```
  ///
  /// - Returns: the element, or `nil` where there is none left.
  /// - Throws: what leaves the generator's body.
  /// - Complexity: one resumption.
  @inlinable
  public func first() throws -> Element? { try next() }

  /// The next element that satisfies a predicate.
  ///
  /// Elements are taken up to that one, and the generator goes on behind it. Over infinite ones of
  /// which none satisfies the predicate it returns only with an error.
  ///
  /// ```swift
  /// let naturals = ThrowingGenerator(0...)
  /// print(try naturals.first { $0 > 10 }!)  // 11
  /// print(try naturals.next()!)             // 12
  /// ```
  ///
  /// - Parameter predicate: whether an element is the one.
  /// - Returns: the element, or `nil` where none is left that satisfies the predicate.
  /// - Throws: what leaves the generator's body or the closure; the generator is closed then.
  /// - Complexity: O(*n*) of the elements that are taken; it holds one.
  @inlinable
  public func first(where predicate: (Element) throws -> Bool) throws -> Element? {
    try closingAtFailure {
      while let element = try next() {
        if try predicate(element) { return element }
      }
      return nil
    }
  }
}
