extension Coroutine where Input == Void, Return == Void {
  /// The elements that satisfy a predicate: Python's `filter`.
  ///
  /// Each `next()` takes elements of this generator up to one that is included, and none is taken
  /// before.
  ///
  /// ```swift
  /// let even = ThrowingGenerator(1...).filter { $0 % 2 == 0 }
  /// print(try even.prefix(3).collect())  // [2, 4, 6]
  /// ```
  ///
  /// An error, of this generator or of `isIncluded`, comes out of the `next()` that met it; both
  /// generators are closed then. At its end, and when it is dropped, it lets go of this one. Over
  /// infinite elements of which no more is included, `next()` does not return.
  ///
  /// - Parameter isIncluded: whether to give an element.
  /// - Returns: a generator without a stack, made where this one was made.
  /// - Complexity: O(1) to make; an element takes one more for each that is left out before it. It
  ///   holds none.
  @inlinable
  public func filter(
    _ isIncluded: @escaping (Element) throws -> Bool
  ) -> ThrowingGenerator<Element> {
    ThrowingGenerator(
      pulling: { result in
        try self.closingAtFailure {
          while let element = try self.next() {
            if try isIncluded(element) {
              result = .some(element)
              return
            }
          }
        }
      }, origin: core.origin)
  }
}
