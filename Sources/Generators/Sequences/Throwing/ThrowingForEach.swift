extension Coroutine where Input == Void, Return == Void {
  /// Calls a closure with each element that is left.
  ///
  /// All elements are taken, each when the closure has returned from the one before. Over infinite
  /// ones it returns only with an error. To stop midway, and to go on after an error of the loop,
  /// there is `while let element = try g.next()`.
  ///
  /// ```swift
  /// try numbers(in: lines).forEach { print($0) }  // 1, 2, 3
  /// ```
  ///
  /// - Parameter body: what to do with an element.
  /// - Throws: what leaves the generator's body or the closure; the generator is closed then.
  /// - Complexity: O(*n*); it holds one element.
  @inlinable
  public func forEach(_ body: (Element) throws -> Void) throws {
    try closingAtFailure {
      while let element = try next() { try body(element) }
    }
  }
}
