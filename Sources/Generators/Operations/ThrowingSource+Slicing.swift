extension ThrowingSource {
  /// The elements within bounds, counted from the current position, or every `step`th of them: Python's
  /// `itertools.islice`.
  ///
  /// Bounds are written as ranges: `g[2..<5]`, `g[2...4]`, `g[..<5]`, `g[...4]` or `g[2...]`. The slice takes
  /// no element before its first is asked for, and none after its last. With its last element it releases the
  /// source, which continues if something else refers to it. The slice also throws an error that occurs among
  /// the elements that it skips. See ``ThrowingSource`` for errors and closing.
  ///
  /// ```swift
  /// let naturals = ThrowingGenerator(0...)
  /// print(try naturals[2..<5].collect())         // [2, 3, 4]
  /// print(try naturals[0..<5, by: 2].collect())  // [5, 7, 9]
  /// ```
  ///
  /// A source that ends early makes the slice shorter. Python's `islice` takes elements up to the upper
  /// bound; this one takes none after the last that it returns.
  ///
  /// - Parameters:
  ///   - bounds: The positions of the elements, from 0. A range expression of your own is taken relative to
  ///     `0..<Int.max`.
  ///   - step: The distance from one element to the next.
  /// - Returns: A source of the elements.
  /// - Precondition: The bounds are not negative, and `step` is positive.
  /// - Complexity: O(1) for each element that is taken; two allocations for the source.
  @_disfavoredOverload
  @inlinable
  public subscript(
    bounds: some RangeExpression<Int>, by step: Int = 1
  ) -> some ThrowingSource<Element, Failure> {
    SourceSlice(SourceIterator(self), SliceBounds(bounds), by: step)
  }
}
