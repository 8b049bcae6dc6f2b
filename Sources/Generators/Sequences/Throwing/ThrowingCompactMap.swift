extension Coroutine where Input == Void, Return == Void {
  /// What `transform` makes of the elements, without the `nil` among it.
  ///
  /// Each `next()` takes elements of this generator up to one of which `transform` makes something,
  /// and none is taken before.
  ///
  /// ```swift
  /// let numbers = ThrowingGenerator(["1", "x", "3"]).compactMap { Int($0) }
  /// print(try numbers.collect())  // [1, 3]
  /// ```
  ///
  /// An error, of this generator or of `transform`, comes out of the `next()` that met it; both
  /// generators are closed then. At its end, and when it is dropped, it lets go of this one.
  ///
  /// - Parameter transform: what to make of an element, or `nil` to leave it out.
  /// - Returns: a generator without a stack, made where this one was made.
  /// - Complexity: O(1) to make; an element takes one more for each that is left out before it. It
  ///   holds none.
  @inlinable
  public func compactMap<Transformed>(
    _ transform: @escaping (Element) throws -> Transformed?
  ) -> ThrowingGenerator<Transformed> {
    ThrowingGenerator<Transformed>(
      pulling: { result in
        try self.closingAtFailure {
          while let element = try self.next() {
            result = try transform(element)
            if result != nil { return }
          }
        }
      }, origin: core.origin)
  }
}
