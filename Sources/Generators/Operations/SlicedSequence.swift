/// A part of a sequence that can be read once: Python's `itertools.islice`.
///
/// A slice is a reference and its own iterator, as its sequence is: `for` and the algorithms of
/// `Sequence` take the elements that are left, and a copy is another name for the same slice. A
/// slice of a slice takes its elements from the first.
///
/// ```swift
/// let naturals = Generator { yield in for n in 0... { try yield(n) } }
/// let slice = naturals[..<4]
/// print(Array(slice.prefix(2)), Array(slice), Array(slice))  // [0, 1] [2, 3] []
///
/// let tens = naturals[0..., by: 10]
/// print(Array(tens[2..<4]))                                  // [24, 34]
/// ```
///
/// Asking a slice for an element from inside of its own source is a trap; CPython raises an error.
public struct SlicedSequence<Base: Sequence>: SinglePassSequence {
  @usableFromInline let elements: SourceSlice<SequenceIterator<Base, Never>>

  @inlinable
  init(base: Base, _ bounds: SliceBounds, by step: Int) {
    elements = SourceSlice(SequenceIterator(base), bounds, by: step)
  }

  /// Returns the next element of the slice, or `nil` after its last.
  ///
  /// - Returns: The element; `nil` when the slice or its source has no more.
  /// - Complexity: One element of the source, and one for each that the slice skips before it.
  @inlinable @inline(__always)
  public func next() -> Base.Element? { elements.next() }
}
