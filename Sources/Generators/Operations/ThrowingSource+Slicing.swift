extension ThrowingSource {
  /// Returns the elements within bounds, or every `step`th of them, counted from where the source stands:
  /// Python's `itertools.islice`.
  ///
  /// Bounds are written as ranges: `g[2..<5]`, `g[2...4]`, `g[..<5]`, `g[...4]` or `g[2...]`. No element is
  /// taken before the first is asked for, and none after the last. With the last element the source is
  /// released, and can be used further where something else refers to it. An error among the elements that
  /// are left out is thrown too. See ``ThrowingSource`` for errors and closing.
  ///
  /// ```swift
  /// let naturals = ThrowingGenerator(0...)
  /// print(try naturals[2..<5].collect())         // [2, 3, 4]
  /// print(try naturals[0..<5, by: 2].collect())  // [5, 7, 9]
  /// ```
  ///
  /// A source that ends early gives a shorter slice. Python's `islice` takes elements up to the upper bound;
  /// this one takes none after the last that it returns.
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
