/// A part of a sequence that can be read only once: Python's `itertools.islice`.
///
/// A slice is a reference and its own iterator, as the sequence is that it is made of: `for` and the
/// algorithms of `Sequence` take what is left of it, and a copy is another name for the same slice. A
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
/// It is a trap to ask a slice for an element from inside of its own source, where CPython raises an
/// error.
public struct SlicedSequence<Base: Sequence>: SinglePassSequence {
  @usableFromInline let elements: SourceSlice<SequenceIterator<Base, Never>>

  @inlinable
  init(base: Base, _ bounds: SliceBounds, by step: Int) {
    elements = SourceSlice(SequenceIterator(base), bounds, by: step)
  }

  /// The next element of the slice, or `nil` after its last.
  ///
  /// - Returns: the element; `nil` when the slice or its source has no more.
  /// - Complexity: one element of the source, and one for each that the slice leaves out before.
  @inlinable @inline(__always)
  public func next() -> Base.Element? { elements.next() }
}
