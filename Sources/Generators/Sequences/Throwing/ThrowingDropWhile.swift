extension Coroutine where Input == Void, Return == Void {
  /// The elements from the first on that does not satisfy a predicate: Python's
  /// `itertools.dropwhile`.
  ///
  /// The first `next()` takes the elements that are left out and one more; each further one takes
  /// one.
  ///
  /// ```swift
  /// let g = ThrowingGenerator([0, 0, 7, 0]).drop { $0 == 0 }
  /// print(try g.collect())  // [7, 0]
  /// ```
  ///
  /// An error, of this generator or of `predicate`, comes out of the `next()` that met it; both
  /// generators are closed then. At its end, and when it is dropped, it lets go of this one.
  ///
  /// - Parameter predicate: whether to leave out an element; it is not asked again after it has
  ///   said no.
  /// - Returns: a generator without a stack, made where this one was made.
  /// - Complexity: O(1) to make; the first element takes one more for each that is left out, a
  ///   further one is O(1). It holds none.
  @inlinable
  public func drop(
    while predicate: @escaping (Element) throws -> Bool
  ) -> ThrowingGenerator<Element> {
    // Optional, to let go of what the predicate holds.
    let derivation = Derivation(from: self, state: Optional(predicate))
    return ThrowingGenerator(
      pulling: { result in
        try derivation.pull { base in
          guard let predicate = derivation.state else {
            result = try base.next()
            return true
          }
          repeat {
            // One that is left out goes before the next is made.
            result = nil
            result = try base.next()
          } while try result.map(predicate) ?? false
          derivation.state = nil
          return true
        }
      }, origin: core.origin)
  }
}
