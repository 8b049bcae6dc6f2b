extension ThrowingSource {
  /// Calls a closure with each element that is left: Python's `for` loop.
  ///
  /// Takes all elements, each after the closure has returned for the one before. To stop midway, or to use
  /// the source after an error of the closure, write `while let element = try source.next()`.
  ///
  /// ```swift
  /// try numbers(in: lines).forEach { print($0) }  // 1, 2, 3
  /// ```
  ///
  /// - Parameter body: Processes an element.
  /// - Throws: The error of the source or of the closure, which closes the source.
  /// - Complexity: O(*n*).
  @_disfavoredOverload
  @inlinable
  public func forEach(_ body: (Element) throws(Failure) -> Void) throws(Failure) {
    try closingAtFailure { () throws(Failure) in
      while let element = try next() { try body(element) }
    }
  }

  /// Calls a closure that throws errors of any type with each element that is left.
  ///
  /// This is `forEach(_:)` for a source that declares one type of errors.
  ///
  /// ```swift
  /// try zip(1..., numbers(in: ["7"])).forEach { n, number in
  ///   if n > number { throw CancellationError() }
  /// }
  /// ```
  ///
  /// - Parameter body: Processes an element.
  /// - Throws: The error of the source or of the closure, which closes the source.
  /// - Complexity: O(*n*).
  @_disfavoredOverload
  @inlinable
  public func forEach(_ body: (Element) throws -> Void) throws {
    do {
      while let element = try nextErasingFailure() { try body(element) }
    } catch {
      abandon()
      throw error
    }
  }

  /// Returns the result of `action`, and closes the source if that fails.
  @inlinable @inline(__always)
  package func closingAtFailure<Result>(
    _ action: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    do throws(Failure) {
      return try action()
    } catch {
      abandon()
      throw error
    }
  }
}
