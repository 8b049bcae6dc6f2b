extension Coroutine where Input == Void, Return == Void {
  /// All but the first elements, counted from where the generator stands.
  ///
  /// The first `next()` takes the elements that are left out and one more; each further one takes
  /// one.
  ///
  /// ```swift
  /// let g = ThrowingGenerator(["name", "Ada", "Alan"]).dropFirst()
  /// print(try g.collect())  // ["Ada", "Alan"]
  /// ```
  ///
  /// An error comes out of the `next()` that met it, also if it is met among the elements that are
  /// left out; both generators are closed then. At its end, and when it is dropped, it lets go of
  /// this one.
  ///
  /// - Parameter count: how many elements to leave out; all, where there are not so many.
  /// - Returns: a generator without a stack, made where this one was made.
  /// - Precondition: `count` is not negative.
  /// - Complexity: O(1) to make; O(`count`) for the first element and O(1) for each further one. It
  ///   holds none.
  @inlinable
  public func dropFirst(_ count: Int = 1) -> ThrowingGenerator<Element> {
    guard count >= 0 else {
      fatalError("the count of elements to drop must not be negative, and is \(count)")
    }
    return slice(SliceBounds(lower: count, upper: nil))
  }
}
