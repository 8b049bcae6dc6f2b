// `g[..<n]`, `g[a...]`, `g[a..<b]`: Python's slices of what has no end and no index.

extension Generator {
  /// The elements from `bounds.lowerBound` up to, not including, `bounds.upperBound`, counted from
  /// where the generator stands.
  ///
  /// The slice is lazy: no element is taken before the slice is asked for its first, and none
  /// after its last. What it takes, it takes from this generator.
  ///
  /// ```swift
  /// let naturals = Generator { yield in for n in 0... { try yield(n) } }
  /// print(Array(naturals[2..<5]))  // [2, 3, 4]
  /// print(naturals.next()!)        // 5
  /// ```
  ///
  /// A slice that is not used takes nothing. A generator that ends early gives a shorter slice.
  ///
  /// - Parameter bounds: how many elements to leave out, and how many to count to.
  /// - Precondition: the bounds are not negative.
  /// - Complexity: O(1), one allocation; the slice resumes the generator once for each element that it gives or
  ///   leaves out.
  @inlinable
  public subscript(bounds: Range<Int>) -> SequenceSlice<Self> {
    SequenceSlice(base: self, from: bounds.lowerBound, to: bounds.upperBound)
  }

  /// The elements from `bounds.lowerBound` through `bounds.upperBound`, counted from where the
  /// generator stands.
  ///
  /// See ``subscript(_:)-(Range<Int>)``.
  ///
  /// - Parameter bounds: the counts of the first and of the last element.
  /// - Precondition: the bounds are not negative.
  /// - Complexity: O(1), one allocation; the slice resumes the generator once for each element that it gives or
  ///   leaves out.
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
  /// - Complexity: O(1), one allocation; the slice resumes the generator once for each element.
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
  /// - Complexity: O(1), one allocation; the slice resumes the generator once for each element.
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
  /// - Complexity: O(1), one allocation; the slice resumes the generator once for each element that it gives or
  ///   leaves out.
  @inlinable
  public subscript(bounds: PartialRangeFrom<Int>) -> SequenceSlice<Self> {
    SequenceSlice(base: self, from: bounds.lowerBound, to: nil)
  }
}

/// A part of a sequence that can be read only once: Python's `itertools.islice`.
///
/// A slice is a reference and its own iterator, as the generator is that it is made of: `for` and the
/// algorithms of `Sequence` take what is left of it, and a copy is another name for the same slice.
///
/// ```swift
/// let naturals = Generator { yield in for n in 0... { try yield(n) } }
/// let slice = naturals[..<4]
/// print(Array(slice.prefix(2)), Array(slice), Array(slice))  // [0, 1] [2, 3] []
/// ```
public struct SequenceSlice<Base: Sequence>: Sequence, IteratorProtocol {
  @usableFromInline let state: SliceState<Base>

  @inlinable
  init(base: Base, from lowerBound: Int, to upperBound: Int?) {
    guard lowerBound >= 0, upperBound ?? 0 >= 0 else {
      fatalError("the bounds of a slice must not be negative")
    }
    state = SliceState(
      base: base, toSkip: lowerBound, remaining: upperBound.map { $0 - lowerBound })
  }

  @inlinable
  init(base: Base, from lowerBound: Int, through upperBound: Int) {
    guard upperBound >= 0 else { fatalError("the bounds of a slice must not be negative") }
    // Nobody counts as far as the greatest number.
    self.init(base: base, from: lowerBound, to: upperBound == .max ? nil : upperBound + 1)
  }

  /// The next element of the slice, or `nil` after its last.
  ///
  /// - Returns: the element; `nil` when the slice or its source has no more.
  /// - Complexity: one resumption of the source; the first call takes one for each element that the
  ///   slice leaves out as well.
  @inlinable @inline(__always)
  public func next() -> Base.Element? { state.next() }
}
