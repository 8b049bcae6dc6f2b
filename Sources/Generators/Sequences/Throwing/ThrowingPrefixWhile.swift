extension Coroutine where Input == Void, Return == Void {
  /// The first elements, up to one that does not satisfy a predicate: Python's
  /// `itertools.takewhile`.
  ///
  /// Each `next()` takes one element of this generator. The one that ends the prefix is taken and
  /// lost.
  ///
  /// ```swift
  /// let naturals = ThrowingGenerator(0...)
  /// print(try naturals.prefix { $0 < 3 }.collect())  // [0, 1, 2]
  /// print(try naturals.next()!)                      // 4
  /// ```
  ///
  /// An error, of this generator or of `predicate`, comes out of the `next()` that met it; both
  /// generators are closed then. At its end, and when it is dropped, it lets go of this one, which
  /// goes on if somebody else refers to it.
  ///
  /// - Parameter predicate: whether an element belongs to the prefix; it is not asked again after
  ///   it has said no.
  /// - Returns: a generator without a stack, made where this one was made.
  /// - Complexity: O(1) to make, and to give an element; it holds none.
  @inlinable
  public func prefix(
    while predicate: @escaping (Element) throws -> Bool
  ) -> ThrowingGenerator<Element> {
    ThrowingGenerator(
      pulling: { result in
        try self.closingAtFailure {
          guard let element = try self.next(), try predicate(element) else { return }
          result = .some(element)
        }
      }, origin: core.origin)
  }
}
