// `g[..<n]`, `g[a...]`, `g[a..<b, by: s]`: Python's slices of what has no end and no index.

/// A sequence that can be read once, with one position for all that refer to it: an iterator in
/// Python.
///
/// A single-pass sequence is its own iterator, and a copy is another name for the same sequence. An
/// element that was taken is gone for all of them. So a slice can say what it takes, and from where it
/// counts:
///
/// ```swift
/// let naturals = Generator { yield in for n in 0... { try yield(n) } }
/// let words = ["a", "b", "c", "d"].peekable()
/// print(Array(naturals[10...][..<3]))  // [10, 11, 12]
/// print(Array(words[1..<3]))           // ["b", "c"]
/// ```
///
/// Generators, slices, the readers of `tee(_:)` and `distributed(over:)`, the groups of `chunked(on:)`, what
/// `peekable()` and `seekable(window:)` make, and the sequences of `withSequence` are single-pass sequences.
/// To slice any other sequence, such as `windows(ofCount:)` of a generator or the results of a parallel
/// stage, put a ``Generator`` around it: `Generator(sequence)[2..<5]`. Conform only types whose copies share
/// their position.
public protocol SinglePassSequence<Element>: Sequence, IteratorProtocol where Iterator == Self {}

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
