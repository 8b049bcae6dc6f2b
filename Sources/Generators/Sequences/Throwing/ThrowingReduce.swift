extension Coroutine where Input == Void, Return == Void {
  /// What the elements that are left make together: Python's `functools.reduce`.
  ///
  /// All elements are taken. Over infinite ones it returns only with an error.
  ///
  /// ```swift
  /// print(try numbers(in: lines).reduce(0, +))  // 6
  /// ```
  ///
  /// - Parameters:
  ///   - initialResult: the result where there are no elements.
  ///   - nextPartialResult: makes a result of the one before and an element.
  /// - Returns: the last result.
  /// - Throws: what leaves the generator's body or the closure; the generator is closed then.
  /// - Complexity: O(*n*); it holds one element.
  @inlinable
  public func reduce<Result>(
    _ initialResult: Result, _ nextPartialResult: (Result, Element) throws -> Result
  ) throws -> Result {
    try reduce(into: initialResult) { $0 = try nextPartialResult($0, $1) }
  }

  /// What the elements that are left make together, in a value that is changed in place.
  ///
  /// All elements are taken. Over infinite ones it returns only with an error.
  ///
  /// ```swift
  /// let counts = try ThrowingGenerator("banana").reduce(into: [:]) { $0[$1, default: 0] += 1 }
  /// print(counts["a"]!)  // 3
  /// ```
  ///
  /// - Parameters:
  ///   - initialResult: the result where there are no elements.
  ///   - updateAccumulatingResult: adds an element to the result.
  /// - Returns: the result when all elements were added.
  /// - Throws: what leaves the generator's body or the closure; the generator is closed then.
  /// - Complexity: O(*n*); it holds one element.
  @inlinable
  public func reduce<Result>(
    into initialResult: consuming Result,
    _ updateAccumulatingResult: (inout Result, Element) throws -> Void
  ) throws -> Result {
    var result = initialResult
    try forEach { try updateAccumulatingResult(&result, $0) }
    return result
  }
}
