extension Coroutine where Input == Void, Return == Void {
  /// Whether an element that is left satisfies a predicate: Python's `any`.
  ///
  /// Elements are taken up to the first that does, and the generator goes on behind it. Over
  /// infinite ones of which none does it returns only with an error.
  ///
  /// ```swift
  /// print(try numbers(in: lines).contains { $0 > 2 })  // true
  /// ```
  ///
  /// - Parameter predicate: whether an element is one of those that are looked for.
  /// - Returns: whether there was one; `false` where no element is left.
  /// - Throws: what leaves the generator's body or the closure; the generator is closed then.
  /// - Complexity: O(*n*) of the elements that are taken; it holds one.
  @inlinable
  public func contains(where predicate: (Element) throws -> Bool) throws -> Bool {
    try closingAtFailure {
      while let element = try next() {
        if try predicate(element) { return true }
      }
      return false
    }
  }

  /// Whether all elements that are left satisfy a predicate: Python's `all`.
  ///
  /// Elements are taken up to the first that does not, and the generator goes on behind it. Over
  /// infinite ones that all do it returns only with an error.
  ///
  /// ```swift
  /// print(try numbers(in: lines).allSatisfy { $0 > 2 })  // false
  /// ```
  ///
  /// - Parameter predicate: what is asked of an element.
  /// - Returns: whether all did; `true` where no element is left.
  /// - Throws: what leaves the generator's body or the closure; the generator is closed then.
  /// - Complexity: O(*n*) of the elements that are taken; it holds one.
  @inlinable
  public func allSatisfy(_ predicate: (Element) throws -> Bool) throws -> Bool {
    try !contains { try !predicate($0) }
  }
}

extension Coroutine where Input == Void, Return == Void, Element: Equatable {
  /// Whether an element that is left is equal to a value: Python's `in`.
  ///
  /// Elements are taken up to the first that is, and the generator goes on behind it. Over infinite
  /// ones of which none is it returns only with an error.
  ///
  /// ```swift
  /// print(try numbers(in: lines).contains(3))  // true
  /// ```
  ///
  /// - Parameter element: what to look for.
  /// - Returns: whether it was found; `false` where no element is left.
  /// - Throws: what leaves the generator's body.
  /// - Complexity: O(*n*) of the elements that are taken; it holds one.
  @inlinable
  public func contains(_ element: Element) throws -> Bool {
    try contains { $0 == element }
  }
}
