extension Coroutine where Input == Void, Return == Void {
  /// The elements, each transformed when it is asked for: Python's `map`.
  ///
  /// Each `next()` takes one element of this generator, and none is taken before.
  ///
  /// ```swift
  /// let squares = ThrowingGenerator(1...).map { $0 * $0 }
  /// print(try squares.prefix(3).collect())  // [1, 4, 9]
  /// ```
  ///
  /// An error, of this generator or of `transform`, comes out of the `next()` that met it; both
  /// generators are closed then. At its end, and when it is dropped, it lets go of this one.
  ///
  /// - Parameter transform: what to make of an element.
  /// - Returns: a generator without a stack, made where this one was made.
  /// - Complexity: O(1) to make, and to give an element; it holds none.
  @inlinable
  public func map<Transformed>(
    _ transform: @escaping (Element) throws -> Transformed
  ) -> ThrowingGenerator<Transformed> {
    ThrowingGenerator<Transformed>(
      pulling: { result in
        try self.closingAtFailure {
          if let element = try self.next() { result = .some(try transform(element)) }
        }
      }, origin: core.origin)
  }
}
