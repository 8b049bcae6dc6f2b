// Python's slices, for sequences without an end and without indices: `g[..<n]`, `g[a...]`,
// `g[a..<b, by: s]`.

extension SinglePassSequence {
  /// The elements within `bounds`, counted from the current position, or every `step`th of them.
  ///
  /// Bounds are written as ranges: `g[2..<5]`, `g[2...4]`, `g[..<5]`, `g[...4]` or `g[2...]`. The
  /// slice takes its elements from this sequence, and lazily: none before its first is asked for,
  /// and none after its last. With a step, it skips the elements between two of its own when the
  /// second is asked for. (Python's `itertools.islice` may take more elements than it returns when
  /// it is asked for one after its last.)
  ///
  /// ```swift
  /// let naturals = Generator { yield in for n in 0... { try yield(n) } }
  /// print(naturals[..<5].map { $0 * $0 })     // [0, 1, 4, 9, 16]
  /// print(Array(naturals[2..<5]))             // [7, 8, 9]
  /// print(Array(naturals[2..<10, by: 3]))     // [12, 15, 18]
  /// print(naturals.next()!)                   // 19
  /// ```
  ///
  /// An unused slice takes nothing. A sequence that ends early makes the slice shorter.
  ///
  /// - Parameters:
  ///   - bounds: The positions of the elements, from 0. A range expression of your own is taken
  ///     relative to `0..<Int.max`.
  ///   - step: The distance from an element of the slice to the next.
  /// - Precondition: The bounds are not negative, and `step` is positive.
  /// - Complexity: O(1), one allocation. The slice takes an element of the sequence for each element
  ///   that it returns or skips.
  @inlinable
  public subscript(bounds: some RangeExpression<Int>, by step: Int = 1) -> SlicedSequence<Self> {
    SlicedSequence(base: self, SliceBounds(bounds), by: step)
  }
}
