// `g[..<n]`, `g[a...]`, `g[a..<b, by: s]`: Python's slices of what has no end and no index.

extension SinglePassSequence {
  /// The elements within `bounds`, counted from where the sequence stands, or every `step`th of them.
  ///
  /// Bounds are written as ranges: `g[2..<5]`, `g[2...4]`, `g[..<5]`, `g[...4]` or `g[2...]`. The slice is
  /// lazy: no element is taken before the slice is asked for its first, and none after its last. With a
  /// step, what lies between two elements is taken when the second is asked for. (Python's
  /// `itertools.islice` may take more than it gives when it is asked after its last.) The slice takes its
  /// elements from this sequence.
  ///
  /// ```swift
  /// let naturals = Generator { yield in for n in 0... { try yield(n) } }
  /// print(naturals[..<5].map { $0 * $0 })     // [0, 1, 4, 9, 16]
  /// print(Array(naturals[2..<5]))             // [7, 8, 9]
  /// print(Array(naturals[2..<10, by: 3]))     // [12, 15, 18]
  /// print(naturals.next()!)                   // 19
  /// ```
  ///
  /// A slice that is not used takes nothing. A sequence that ends early makes a shorter slice.
  ///
  /// - Parameters:
  ///   - bounds: the counts of the elements, from 0. A range expression of your own is taken relative to
  ///     `0..<Int.max`.
  ///   - step: the distance from an element of the slice to the next.
  /// - Precondition: the bounds are not negative, and `step` is positive.
  /// - Complexity: O(1), one allocation; the slice takes an element of the sequence for each element that
  ///   it gives or leaves out.
  @inlinable
  public subscript(bounds: some RangeExpression<Int>, by step: Int = 1) -> SlicedSequence<Self> {
    SlicedSequence(base: self, SliceBounds(bounds), by: step)
  }
}
