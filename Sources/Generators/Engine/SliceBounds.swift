/// What a slice leaves out of its source, and how far it goes.
@usableFromInline
struct SliceBounds {
  /// How many elements are left out before the first.
  @usableFromInline let lower: Int

  /// Where the slice ends, exclusively; `nil` where only its source ends it.
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
    // No source has as many elements as the greatest number says.
    self.init(lower: lower, upper: last == .max ? nil : last + 1)
  }

  /// The bounds that a range expression stands for.
  ///
  /// The standard library's are told apart here, since `relative(to:)` traps with a message of its own
  /// where a bound is negative. Where the type is known, no cast is left.
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

  /// How many elements a slice gives at most; `nil` where only its source ends it.
  @inlinable
  func count(by step: Int) -> Int? {
    guard step > 0 else { fatalError("the step of a slice must be positive, and is \(step)") }
    guard let upper else { return nil }
    return upper <= lower ? 0 : (upper - lower - 1) / step + 1
  }
}
