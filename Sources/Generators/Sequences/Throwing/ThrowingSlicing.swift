// `g[..<n]`, `g[a...]`, `g[a..<b, by: n]`: Python's `itertools.islice`.

extension Coroutine where Input == Void, Return == Void {
  /// The elements from `bounds.lowerBound` up to, not including, `bounds.upperBound`, counted from
  /// where the generator stands, or each `step`-th of them: Python's `itertools.islice`.
  ///
  /// The slice is lazy: no element is taken before the slice is asked for its first, and none
  /// after its last. With its last it lets go of this generator, which is closed if nobody else
  /// refers to it, and can be used further if somebody does.
  ///
  /// ```swift
  /// let naturals = ThrowingGenerator(0...)
  /// print(try naturals[2..<5].collect())         // [2, 3, 4]
  /// print(try naturals[0..<5, by: 2].collect())  // [5, 7, 9]
  /// ```
  ///
  /// A generator that ends early gives a shorter slice, and an empty slice takes nothing. An error
  /// comes out of the `next()` that met it, also if it is met among the elements that are left out;
  /// both generators are closed then. CPython's `islice` leaves its source at the upper bound when
  /// it has ended; this one leaves it after the last element that it gave.
  ///
  /// - Parameters:
  ///   - bounds: how many elements to leave out, and how many to count to.
  ///   - step: the distance from one element to the next that is given.
  /// - Returns: a generator without a stack, made where this one was made.
  /// - Precondition: the bounds are not negative, and `step` is positive.
  /// - Complexity: O(1) to make; it takes each element that it gives or leaves out once, and holds
  ///   none.
  @inlinable
  public subscript(bounds: Range<Int>, by step: Int = 1) -> ThrowingGenerator<Element> {
    slice(from: bounds.lowerBound, upTo: bounds.upperBound, step: step)
  }

  /// The elements from `bounds.lowerBound` through `bounds.upperBound`, counted from where the
  /// generator stands, or each `step`-th of them.
  ///
  /// ```swift
  /// let naturals = ThrowingGenerator(0...)
  /// print(try naturals[2...4].collect())  // [2, 3, 4]
  /// ```
  ///
  /// See ``subscript(_:by:)-(Range<Int>,_)``.
  ///
  /// - Parameters:
  ///   - bounds: the counts of the first and of the last element.
  ///   - step: the distance from one element to the next that is given.
  /// - Returns: a generator without a stack, made where this one was made.
  /// - Precondition: the bounds are not negative, and `step` is positive.
  /// - Complexity: O(1) to make; it takes each element that it gives or leaves out once, and holds
  ///   none.
  @inlinable
  public subscript(bounds: ClosedRange<Int>, by step: Int = 1) -> ThrowingGenerator<Element> {
    slice(from: bounds.lowerBound, through: bounds.upperBound, step: step)
  }

  /// The first elements, or each `step`-th of them: `g[..<10]` gives ten.
  ///
  /// ```swift
  /// let naturals = ThrowingGenerator(0...)
  /// print(try naturals[..<6, by: 2].collect())  // [0, 2, 4]
  /// ```
  ///
  /// See ``subscript(_:by:)-(Range<Int>,_)``.
  ///
  /// - Parameters:
  ///   - bounds: how many elements to count to.
  ///   - step: the distance from one element to the next that is given.
  /// - Returns: a generator without a stack, made where this one was made.
  /// - Precondition: the bounds are not negative, and `step` is positive.
  /// - Complexity: O(1) to make; it takes each element that it gives or leaves out once, and holds
  ///   none.
  @inlinable
  public subscript(bounds: PartialRangeUpTo<Int>, by step: Int = 1) -> ThrowingGenerator<Element> {
    slice(from: 0, upTo: bounds.upperBound, step: step)
  }

  /// The elements through the one of the count `bounds.upperBound`, or each `step`-th of them:
  /// `g[...10]` gives eleven.
  ///
  /// ```swift
  /// let naturals = ThrowingGenerator(0...)
  /// print(try naturals[...3].collect())  // [0, 1, 2, 3]
  /// ```
  ///
  /// See ``subscript(_:by:)-(Range<Int>,_)``.
  ///
  /// - Parameters:
  ///   - bounds: the count of the last element, from 0.
  ///   - step: the distance from one element to the next that is given.
  /// - Returns: a generator without a stack, made where this one was made.
  /// - Precondition: the bounds are not negative, and `step` is positive.
  /// - Complexity: O(1) to make; it takes each element that it gives or leaves out once, and holds
  ///   none.
  @inlinable
  public subscript(bounds: PartialRangeThrough<Int>, by step: Int = 1) -> ThrowingGenerator<Element>
  {
    slice(from: 0, through: bounds.upperBound, step: step)
  }

  /// All but the first elements, or each `step`-th of them: `g[10...]` leaves out ten.
  ///
  /// ```swift
  /// let naturals = ThrowingGenerator(0...)
  /// print(try naturals[10..., by: 5].prefix(3).collect())  // [10, 15, 20]
  /// ```
  ///
  /// See ``subscript(_:by:)-(Range<Int>,_)``.
  ///
  /// - Parameters:
  ///   - bounds: how many elements to leave out.
  ///   - step: the distance from one element to the next that is given.
  /// - Returns: a generator without a stack, made where this one was made.
  /// - Precondition: the bounds are not negative, and `step` is positive.
  /// - Complexity: O(1) to make; it takes each element that it gives or leaves out once, and holds
  ///   none.
  @inlinable
  public subscript(bounds: PartialRangeFrom<Int>, by step: Int = 1) -> ThrowingGenerator<Element> {
    slice(leavingOut: bounds.lowerBound, giving: nil, step: step)
  }
}

extension Coroutine where Input == Void, Return == Void {
  @inlinable
  func slice(from lower: Int, upTo upper: Int, step: Int) -> ThrowingGenerator<Element> {
    guard upper > lower else {
      // The bound of a range that is empty may still be wrong.
      return slice(leavingOut: Swift.min(lower, upper), giving: 0, step: step)
    }
    return slice(from: lower, through: upper - 1, step: step)
  }

  @inlinable
  func slice(from lower: Int, through upper: Int, step: Int) -> ThrowingGenerator<Element> {
    guard lower >= 0, upper >= 0, step > 0 else {
      return slice(leavingOut: Swift.min(lower, upper), giving: 0, step: step)
    }
    let (steps, isEndless) = ((upper - lower) / step).addingReportingOverflow(1)
    // Nobody counts as far as the greatest number.
    return slice(leavingOut: lower, giving: isEndless ? nil : steps, step: step)
  }

  /// Of the elements after the first `lower` each `step`-th, and of these no more than `count`.
  @inlinable
  func slice(leavingOut lower: Int, giving count: Int?, step: Int) -> ThrowingGenerator<Element> {
    guard lower >= 0 else { fatalError("the bounds of a slice must not be negative") }
    guard step > 0 else { fatalError("the step of a slice must be positive, and is \(step)") }
    let derivation = Derivation(from: self, state: (toSkip: lower, remaining: count))
    return ThrowingGenerator(
      pulling: { result in
        try derivation.pull { base in
          if derivation.state.remaining == 0 { return false }
          while derivation.state.toSkip > 0 {
            guard try base.next() != nil else { return false }
            derivation.state.toSkip -= 1
          }
          result = try base.next()
          derivation.state.toSkip = step - 1
          guard let remaining = derivation.state.remaining else { return true }
          derivation.state.remaining = remaining - 1
          return remaining > 1
        }
      }, origin: core.origin)
  }
}
