extension Coroutine where Input == Void, Return == Void {
  /// The first elements, counted from where the generator stands.
  ///
  /// Each `next()` takes one element of this generator, and none is taken after the last of the
  /// prefix. With that one it lets go of this generator, which is closed if nobody else refers to
  /// it, and can be used further if somebody does.
  ///
  /// ```swift
  /// let naturals = ThrowingGenerator(0...)
  /// print(try naturals.prefix(3).collect())  // [0, 1, 2]
  /// print(try naturals.next()!)              // 3
  /// ```
  ///
  /// A generator that ends early gives a shorter prefix. An error comes out of the `next()` that
  /// met it; both generators are closed then. See ``subscript(_:by:)``.
  ///
  /// - Parameter maxLength: how many elements to give at most.
  /// - Returns: a generator without a stack, made where this one was made.
  /// - Precondition: `maxLength` is not negative.
  /// - Complexity: O(1) to make, and to give an element; it holds none.
  @inlinable
  public func prefix(_ maxLength: Int) -> ThrowingGenerator<Element> {
    guard maxLength >= 0 else {
      fatalError("the length of a prefix must not be negative, and is \(maxLength)")
    }
    return slice(SliceBounds(lower: 0, upper: maxLength))
  }
}
