// `g[..<n]`, `g[a...]`, `g[a..<b, by: n]`: Python's `itertools.islice`.

extension Coroutine where Input == Void, Return == Void {
  /// The elements within `bounds`, counted from where the generator stands, or every `step`th of them:
  /// Python's `itertools.islice`.
  ///
  /// Bounds are written as ranges: `g[2..<5]`, `g[2...4]`, `g[..<5]`, `g[...4]` or `g[2...]`. The slice is
  /// lazy: no element is taken before the slice is asked for its first, and none after its last. With its
  /// last it releases this generator, which is closed if nothing else refers to it and can be used further
  /// if something does.
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
  ///   - bounds: the counts of the elements, from 0. A range expression of your own is taken relative to
  ///     `0..<Int.max`.
  ///   - step: the distance from one element to the next that is given.
  /// - Returns: a generator without a stack, made where this one was made.
  /// - Precondition: the bounds are not negative, and `step` is positive.
  /// - Complexity: O(1) to make; it takes each element that it gives or leaves out once, and holds
  ///   none.
  @inlinable
  public subscript(
    bounds: some RangeExpression<Int>, by step: Int = 1
  ) -> ThrowingGenerator<Element> {
    slice(SliceBounds(bounds), by: step)
  }

  @inlinable
  func slice(_ bounds: SliceBounds, by step: Int = 1) -> ThrowingGenerator<Element> {
    let count = bounds.count(by: step)
    let derivation = Derivation(from: self, state: (toSkip: bounds.lower, remaining: count))
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
