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
  /// - Complexity: O(1); the slice resumes the generator once for each element that it gives or
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
  /// - Complexity: O(1); the slice resumes the generator once for each element that it gives or
  ///   leaves out.
  @inlinable
  public subscript(bounds: ClosedRange<Int>) -> SequenceSlice<Self> {
    self[Range(bounds)]
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
  /// - Complexity: O(1); the slice resumes the generator once for each element.
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
  /// - Complexity: O(1); the slice resumes the generator once for each element.
  @inlinable
  public subscript(bounds: PartialRangeThrough<Int>) -> SequenceSlice<Self> {
    precondition(bounds.upperBound >= 0, "the bounds of a slice must not be negative")
    return SequenceSlice(base: self, from: 0, to: bounds.upperBound + 1)
  }

  /// All but the first elements: `g[10...]` leaves out ten.
  ///
  /// See ``subscript(_:)-(Range<Int>)``.
  ///
  /// - Parameter bounds: how many elements to leave out.
  /// - Precondition: the bound is not negative.
  /// - Complexity: O(1); the slice resumes the generator once for each element that it gives or
  ///   leaves out.
  @inlinable
  public subscript(bounds: PartialRangeFrom<Int>) -> SequenceSlice<Self> {
    SequenceSlice(base: self, from: bounds.lowerBound, to: nil)
  }
}

/// A part of a sequence that can be read only once: Python's `itertools.islice`.
///
/// A slice is its own iterator; `for` and the algorithms of `Sequence` take what is left of it.
public struct SequenceSlice<Base: Sequence>: Sequence, IteratorProtocol {
  /// The base until the first element is asked for.
  @usableFromInline var base: Base?
  @usableFromInline var iterator: Base.Iterator?
  @usableFromInline var toSkip: Int
  /// How many are left to give; `nil` for all.
  @usableFromInline var remaining: Int?

  @inlinable
  init(base: Base, from lowerBound: Int, to upperBound: Int?) {
    precondition(
      lowerBound >= 0 && upperBound ?? 0 >= 0, "the bounds of a slice must not be negative")
    self.base = base
    self.toSkip = lowerBound
    self.remaining = upperBound.map { $0 - lowerBound }
  }

  /// The next element of the slice, or `nil` after its last.
  @inlinable
  public mutating func next() -> Base.Element? {
    if remaining == 0 {
      finish()
      return nil
    }
    if let base {
      iterator = base.makeIterator()
      self.base = nil
    }
    while toSkip > 0 {
      toSkip -= 1
      if iterator?.next() == nil {
        finish()
        return nil
      }
    }
    guard let element = iterator?.next() else {
      finish()
      return nil
    }
    if let remaining { self.remaining = remaining - 1 }
    return element
  }

  /// Lets go of the source, which closes a generator to which nothing else refers.
  @inlinable
  mutating func finish() {
    base = nil
    iterator = nil
    remaining = 0
  }
}
