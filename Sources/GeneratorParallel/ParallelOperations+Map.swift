extension ParallelOperations where Self: ~Copyable, Failure == Never {
  /// Returns the elements, each transformed by one of several threads.
  ///
  /// Calls the closure only from the first `next()` of the returned sequence on. ``ParallelSequence``
  /// describes errors and when the source is closed.
  ///
  /// ```swift
  /// let squares = parallel(1...5, workers: 2).map { $0 * $0 }
  /// print(Array(squares))  // [1, 4, 9, 16, 25]
  /// ```
  ///
  /// - Parameter transform: Makes a result of an element; called on several threads at once.
  /// - Returns: The results.
  /// - Complexity: O(1).
  @inlinable
  public consuming func map<Result: Sendable, ClosureFailure: Error>(
    _ transform: @escaping @Sendable (Element) throws(ClosureFailure) -> Result
  ) -> ParallelSequence<Result, ClosureFailure> {
    ParallelSequence(
      plan().stage { (element, outputs: inout Elements<Result>) throws in
        outputs.append(try transform(element))
      }, failure: ClosureFailure.self)
  }
}

extension ParallelOperations where Self: ~Copyable {
  /// Returns the elements, each transformed by one of several threads, where the source or an earlier operation
  /// may fail.
  ///
  /// ```swift
  /// let doubled = parallel(numbers(in: ["1", "2"])).map { $0 * 2 }
  /// while let n = try doubled.next() { print(n) }  // 2, 4
  /// ```
  ///
  /// - Parameter transform: Makes a result of an element; called on several threads at once.
  /// - Returns: The results.
  /// - Complexity: O(1).
  @_disfavoredOverload
  @inlinable
  public consuming func map<Result: Sendable>(
    _ transform: @escaping @Sendable (Element) throws(Failure) -> Result
  ) -> ParallelSequence<Result, Failure> {
    ParallelSequence(
      plan().stage { (element, outputs: inout Elements<Result>) throws in
        outputs.append(try transform(element))
      }, failure: Failure.self)
  }
}
