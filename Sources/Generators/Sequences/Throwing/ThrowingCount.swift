extension Coroutine where Input == Void, Return == Void {
  /// How many elements are left, which takes them all.
  ///
  /// Over infinite ones it returns only with an error.
  ///
  /// ```swift
  /// print(try numbers(in: lines).elementCount())  // 3
  /// ```
  ///
  /// - Returns: the count; 0 of a generator that has ended.
  /// - Throws: what leaves the generator's body.
  /// - Complexity: O(*n*); it holds one element.
  @inlinable
  public func elementCount() throws -> Int {
    try reduce(0) { count, _ in count + 1 }
  }

  /// How many of the elements that are left satisfy a predicate, which takes them all.
  ///
  /// Over infinite ones it returns only with an error.
  ///
  /// ```swift
  /// print(try numbers(in: lines).count { $0 > 1 })  // 2
  /// ```
  ///
  /// - Parameter predicate: whether to count an element.
  /// - Returns: the count; 0 of a generator that has ended.
  /// - Throws: what leaves the generator's body or the closure; the generator is closed then.
  /// - Complexity: O(*n*); it holds one element.
  @inlinable
  public func count(where predicate: (Element) throws -> Bool) throws -> Int {
    try reduce(0) { try predicate($1) ? $0 + 1 : $0 }
  }
}
