extension ThrowingSource {
  /// Returns the first elements, counted from the current position.
  ///
  /// Each `next()` takes one element, and none is taken after the last of the prefix. With its last element
  /// the result releases the source, which continues if something else refers to it. See ``ThrowingSource``
  /// for laziness, errors and closing.
  ///
  /// ```swift
  /// let naturals = ThrowingGenerator(0...)
  /// print(try naturals.prefix(3).collect())  // [0, 1, 2]
  /// print(try naturals.next()!)              // 3
  /// ```
  ///
  /// - Parameter maxLength: The greatest number of elements to return.
  /// - Returns: A source of the elements.
  /// - Precondition: `maxLength` is not negative.
  /// - Complexity: O(1) for an element; two allocations for the source.
  @_disfavoredOverload
  @inlinable
  public func prefix(_ maxLength: Int) -> some ThrowingSource<Element, Failure> {
    guard maxLength >= 0 else {
      fatalError("the length of a prefix must not be negative, and is \(maxLength)")
    }
    return SourceSlice(SourceIterator(self), SliceBounds(lower: 0, upper: maxLength))
  }
}
