/// The elements that a slice takes from its source: the number to skip first, and the end.
@usableFromInline
struct SliceBounds {
  /// The number of elements that are skipped before the first.
  @usableFromInline let lower: Int

  /// The end of the slice, exclusively; `nil` if only its source ends it.
  @usableFromInline let upper: Int?

  @inlinable
  init(lower: Int, upper: Int?) {
    guard lower >= 0, upper ?? 0 >= 0 else {
      fatalError("the bounds of a slice must not be negative")
    }
    self.lower = lower
    self.upper = upper
  }

  @inlinable
  init(lower: Int, through last: Int) {
    guard last >= 0 else { fatalError("the bounds of a slice must not be negative") }
    // No source has as many elements as the greatest number.
    self.init(lower: lower, upper: last == .max ? nil : last + 1)
  }

  /// Creates the bounds that a range expression stands for.
  ///
  /// The standard library's ranges are handled here, because their `relative(to:)` traps with a
  /// message of its own if a bound is negative. If the type is known at compile time, no cast
  /// remains.
  @inlinable
  init(_ expression: some RangeExpression<Int>) {
    switch expression {
    case let range as Range<Int>: self.init(lower: range.lowerBound, upper: range.upperBound)
    case let range as ClosedRange<Int>:
      self.init(lower: range.lowerBound, through: range.upperBound)
    case let range as PartialRangeUpTo<Int>: self.init(lower: 0, upper: range.upperBound)
    case let range as PartialRangeThrough<Int>: self.init(lower: 0, through: range.upperBound)
    case let range as PartialRangeFrom<Int>: self.init(lower: range.lowerBound, upper: nil)
    default:
      let range = expression.relative(to: 0..<Int.max)
      self.init(lower: range.lowerBound, upper: range.upperBound == .max ? nil : range.upperBound)
    }
  }

  /// Returns the greatest number of elements of a slice; `nil` if only its source ends it.
  @inlinable
  func count(by step: Int) -> Int? {
    guard step > 0 else { fatalError("the step of a slice must be positive, and is \(step)") }
    guard let upper else { return nil }
    return upper <= lower ? 0 : (upper - lower - 1) / step + 1
  }
}
