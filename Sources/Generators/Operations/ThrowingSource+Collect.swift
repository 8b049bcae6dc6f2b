extension ThrowingSource {
  /// Returns the elements that are left, in an array: Python's `list`.
  ///
  /// Takes all elements. Of a source without an end, take a `prefix(_:)` first.
  ///
  /// ```swift
  /// print(try numbers(in: lines).collect())  // [1, 2, 3]
  /// ```
  ///
  /// - Returns: The elements; none from a source that has ended.
  /// - Throws: The error of the source. The elements before it are lost.
  /// - Complexity: O(*n*), and as much memory.
  @_disfavoredOverload
  @inlinable
  public func collect() throws(Failure) -> [Element] {
    var elements: [Element] = []
    while let element = try next() { elements.append(element) }
    return elements
  }
}
