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
  /// The elements from `bounds.lowerBound` up to, not including, `bounds.upperBound`, counted from
  /// where the sequence stands.
  ///
  /// The slice is lazy: no element is taken before the slice is asked for its first, and none after
  /// its last. It takes its elements from this sequence.
  ///
  /// ```swift
  /// let naturals = Generator { yield in for n in 0... { try yield(n) } }
  /// print(Array(naturals[2..<5]))  // [2, 3, 4]
  /// print(naturals.next()!)        // 5
  /// ```
  ///
  /// A slice that is not used takes nothing. A sequence that ends early makes a shorter slice.
  ///
  /// - Parameter bounds: how many elements to leave out, and how many to count to.
  /// - Precondition: the bounds are not negative.
  /// - Complexity: O(1), one allocation; the slice takes an element of the sequence for each element that
  ///   it gives or leaves out.
  @inlinable
  public subscript(bounds: Range<Int>) -> SequenceSlice<Self> {
    SequenceSlice(base: self, from: bounds.lowerBound, to: bounds.upperBound)
  }

  /// The elements from `bounds.lowerBound` through `bounds.upperBound`, counted from where the
  /// sequence stands.
  ///
  /// See ``subscript(_:)-(Range<Int>)``.
  ///
  /// - Parameter bounds: the counts of the first and of the last element.
  /// - Precondition: the bounds are not negative.
  /// - Complexity: O(1), one allocation; the slice takes an element of the sequence for each element that
  ///   it gives or leaves out.
  @inlinable
  public subscript(bounds: ClosedRange<Int>) -> SequenceSlice<Self> {
    SequenceSlice(base: self, from: bounds.lowerBound, through: bounds.upperBound)
  }

  /// The first elements: `g[..<10]` gives ten.
  ///
  /// ```swift
  /// let naturals = Generator { yield in for n in 0... { try yield(n) } }
  /// print(naturals[..<5].map { $0 * $0 })  // [0, 1, 4, 9, 16]
  /// ```
  ///
  /// See ``subscript(_:)-(Range<Int>)``.
  ///
  /// - Parameter bounds: how many elements.
  /// - Precondition: the bound is not negative.
  /// - Complexity: O(1), one allocation; the slice takes an element of the sequence for each element.
  @inlinable
  public subscript(bounds: PartialRangeUpTo<Int>) -> SequenceSlice<Self> {
    SequenceSlice(base: self, from: 0, to: bounds.upperBound)
  }

  /// The elements through the one of the count `bounds.upperBound`: `g[...10]` gives eleven.
  ///
  /// See ``subscript(_:)-(Range<Int>)``.
  ///
  /// - Parameter bounds: the count of the last element, from 0.
  /// - Precondition: the bound is not negative.
  /// - Complexity: O(1), one allocation; the slice takes an element of the sequence for each element.
  @inlinable
  public subscript(bounds: PartialRangeThrough<Int>) -> SequenceSlice<Self> {
    SequenceSlice(base: self, from: 0, through: bounds.upperBound)
  }

  /// All but the first elements: `g[10...]` leaves out ten.
  ///
  /// See ``subscript(_:)-(Range<Int>)``.
  ///
  /// - Parameter bounds: how many elements to leave out.
  /// - Precondition: the bound is not negative.
  /// - Complexity: O(1), one allocation; the slice takes an element of the sequence for each element that
  ///   it gives or leaves out.
  @inlinable
  public subscript(bounds: PartialRangeFrom<Int>) -> SequenceSlice<Self> {
    SequenceSlice(base: self, from: bounds.lowerBound, to: nil)
  }
}

extension SinglePassSequence {
  /// Every `step`th element from `bounds.lowerBound` up to, not including, `bounds.upperBound`,
  /// counted from where the sequence stands.
  ///
  /// The slice is lazy: what lies between two elements is taken when the second is asked for, and
  /// nothing after the last that is given. (Python's `itertools.islice` may take more than it gives
  /// when it is asked after its last.)
  ///
  /// ```swift
  /// let naturals = Generator { yield in for n in 0... { try yield(n) } }
  /// print(Array(naturals[2..<10, by: 3]))  // [2, 5, 8]
  /// print(naturals.next()!)                // 9
  /// ```
  ///
  /// See ``subscript(_:)-(Range<Int>)``.
  ///
  /// - Parameters:
  ///   - bounds: how many elements to leave out, and how many to count to.
  ///   - step: the distance from an element of the slice to the next.
  /// - Precondition: the bounds are not negative, and `step` is positive.
  /// - Complexity: O(1), one allocation; the slice takes an element of the sequence for each element that
  ///   it gives or leaves out.
  @inlinable
  public subscript(bounds: Range<Int>, by step: Int) -> SequenceSlice<Self> {
    SequenceSlice(base: self, from: bounds.lowerBound, to: bounds.upperBound, by: step)
  }

  /// Every `step`th element from `bounds.lowerBound` through `bounds.upperBound`, counted from
  /// where the sequence stands.
  ///
  /// See ``subscript(_:by:)-(Range<Int>,_)``.
  ///
  /// - Parameters:
  ///   - bounds: the counts of the first element and of the last that may be one of the slice.
  ///   - step: the distance from an element of the slice to the next.
  /// - Precondition: the bounds are not negative, and `step` is positive.
  /// - Complexity: O(1), one allocation; the slice takes an element of the sequence for each element that
  ///   it gives or leaves out.
  @inlinable
  public subscript(bounds: ClosedRange<Int>, by step: Int) -> SequenceSlice<Self> {
    SequenceSlice(base: self, from: bounds.lowerBound, through: bounds.upperBound, by: step)
  }

  /// Every `step`th of the first elements: `g[..<10, by: 5]` gives two.
  ///
  /// See ``subscript(_:by:)-(Range<Int>,_)``.
  ///
  /// - Parameters:
  ///   - bounds: how many elements to count to.
  ///   - step: the distance from an element of the slice to the next.
  /// - Precondition: the bound is not negative, and `step` is positive.
  /// - Complexity: O(1), one allocation; the slice takes an element of the sequence for each element that
  ///   it gives or leaves out.
  @inlinable
  public subscript(bounds: PartialRangeUpTo<Int>, by step: Int) -> SequenceSlice<Self> {
    SequenceSlice(base: self, from: 0, to: bounds.upperBound, by: step)
  }

  /// Every `step`th element through the one of the count `bounds.upperBound`: `g[...10, by: 5]`
  /// gives three.
  ///
  /// See ``subscript(_:by:)-(Range<Int>,_)``.
  ///
  /// - Parameters:
  ///   - bounds: the count, from 0, of the last element that may be one of the slice.
  ///   - step: the distance from an element of the slice to the next.
  /// - Precondition: the bound is not negative, and `step` is positive.
  /// - Complexity: O(1), one allocation; the slice takes an element of the sequence for each element that
  ///   it gives or leaves out.
  @inlinable
  public subscript(bounds: PartialRangeThrough<Int>, by step: Int) -> SequenceSlice<Self> {
    SequenceSlice(base: self, from: 0, through: bounds.upperBound, by: step)
  }

  /// Every `step`th of all but the first elements.
  ///
  /// ```swift
  /// let naturals = Generator { yield in for n in 0... { try yield(n) } }
  /// print(Array(naturals[1..., by: 2].prefix(4)))  // [1, 3, 5, 7]
  /// ```
  ///
  /// See ``subscript(_:by:)-(Range<Int>,_)``.
  ///
  /// - Parameters:
  ///   - bounds: how many elements to leave out.
  ///   - step: the distance from an element of the slice to the next.
  /// - Precondition: the bound is not negative, and `step` is positive.
  /// - Complexity: O(1), one allocation; the slice takes an element of the sequence for each element that
  ///   it gives or leaves out.
  @inlinable
  public subscript(bounds: PartialRangeFrom<Int>, by step: Int) -> SequenceSlice<Self> {
    SequenceSlice(base: self, from: bounds.lowerBound, to: nil, by: step)
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
public struct SequenceSlice<Base: Sequence>: SinglePassSequence {
  @usableFromInline let state: SliceState<Base>

  @inlinable
  init(base: Base, from lowerBound: Int, to upperBound: Int?, by step: Int = 1) {
    guard lowerBound >= 0, upperBound ?? 0 >= 0 else {
      fatalError("the bounds of a slice must not be negative")
    }
    guard step > 0 else { fatalError("the step of a slice must be positive, and is \(step)") }
    let remaining = upperBound.map { upperBound in
      upperBound <= lowerBound ? 0 : (upperBound - lowerBound - 1) / step + 1
    }
    state = SliceState(base: base, toSkip: lowerBound, remaining: remaining, gap: step - 1)
  }

  @inlinable
  init(base: Base, from lowerBound: Int, through upperBound: Int, by step: Int = 1) {
    guard upperBound >= 0 else { fatalError("the bounds of a slice must not be negative") }
    // Nobody counts as far as the greatest number.
    self.init(
      base: base, from: lowerBound, to: upperBound == .max ? nil : upperBound + 1, by: step)
  }

  /// The next element of the slice, or `nil` after its last.
  ///
  /// - Returns: the element; `nil` when the slice or its source has no more.
  /// - Complexity: one element of the source, and one for each that the slice leaves out before.
  @inlinable @inline(__always)
  public func next() -> Base.Element? { state.next() }
}
