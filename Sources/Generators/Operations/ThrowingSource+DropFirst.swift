extension ThrowingSource {
  /// Returns all but the first elements, counted from the current position.
  ///
  /// The first `next()` takes the elements that are skipped and one more. It also throws an error that occurs
  /// among them. See ``ThrowingSource`` for laziness, errors and closing.
  ///
  /// ```swift
  /// let names = ThrowingGenerator(["name", "Ada", "Alan"]).dropFirst()
  /// print(try names.collect())  // ["Ada", "Alan"]
  /// ```
  ///
  /// - Parameter count: The number of elements to skip.
  /// - Returns: A source of the other elements.
  /// - Precondition: `count` is not negative.
  /// - Complexity: O(`count`) for the first element, O(1) for each further one; two allocations for the source.
  @_disfavoredOverload
  @inlinable
  public func dropFirst(_ count: Int = 1) -> some ThrowingSource<Element, Failure> {
    guard count >= 0 else {
      fatalError("the count of elements to drop must not be negative, and is \(count)")
    }
    return SourceSlice(SourceIterator(self), SliceBounds(lower: count, upper: nil))
  }
}
