extension ThrowingSource {
  /// Returns the result of combining the elements that are left: Python's `functools.reduce`.
  ///
  /// Takes all elements.
  ///
  /// ```swift
  /// print(try numbers(in: lines).reduce(0, +))  // 6
  /// ```
  ///
  /// - Parameters:
  ///   - initialResult: The result if there are no elements.
  ///   - nextPartialResult: Returns a new result from the one before and an element.
  /// - Returns: The last result.
  /// - Throws: The error of the source or of the closure, which closes the source.
  /// - Complexity: O(*n*).
  @_disfavoredOverload
  @inlinable
  public func reduce<Result>(
    _ initialResult: Result,
    _ nextPartialResult: (Result, Element) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try closingAtFailure { () throws(Failure) in
      var result = initialResult
      while let element = try next() { result = try nextPartialResult(result, element) }
      return result
    }
  }

  /// Returns the result of combining the elements that are left, in a value that is changed in place.
  ///
  /// Takes all elements.
  ///
  /// ```swift
  /// let counts = try ThrowingGenerator("banana").reduce(into: [:]) { $0[$1, default: 0] += 1 }
  /// print(counts["a"]!)  // 3
  /// ```
  ///
  /// - Parameters:
  ///   - initialResult: The result if there are no elements.
  ///   - updateAccumulatingResult: Adds an element to the result.
  /// - Returns: The result after all elements were added.
  /// - Throws: The error of the source or of the closure, which closes the source.
  /// - Complexity: O(*n*).
  @_disfavoredOverload
  @inlinable
  public func reduce<Result>(
    into initialResult: consuming Result,
    _ updateAccumulatingResult: (inout Result, Element) throws(Failure) -> Void
  ) throws(Failure) -> Result {
    var result = initialResult
    do throws(Failure) {
      while let element = try next() { try updateAccumulatingResult(&result, element) }
    } catch {
      abandon()
      throw error
    }
    return result
  }
}
