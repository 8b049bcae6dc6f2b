extension Coroutine where Input == Void, Return == Void {
  /// The elements that are left, in an array: Python's `list`.
  ///
  /// All elements are taken. Over infinite ones it ends only with an error, or the memory; see
  /// ``prefix(_:)``.
  ///
  /// ```swift
  /// print(try numbers(in: lines).collect())  // [1, 2, 3]
  /// ```
  ///
  /// - Returns: the elements; none from a generator that has ended.
  /// - Throws: what leaves the generator's body, and what was collected is lost.
  /// - Complexity: O(*n*), and as much memory.
  @inlinable
  public func collect() throws -> [Element] {
    try reduce(into: []) { $0.append($1) }
  }
}
