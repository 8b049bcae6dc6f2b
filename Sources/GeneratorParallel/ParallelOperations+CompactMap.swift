extension ParallelOperations where Self: ~Copyable, Failure == Never {
  /// Returns the results of a closure that aren't `nil`, which several threads compute.
  ///
  /// ```swift
  /// let numbers = parallel(["1", "two", "3"]).compactMap { Int($0) }
  /// print(Array(numbers))  // [1, 3]
  /// ```
  ///
  /// - Parameter transform: Makes a result of an element, or returns `nil`; called on several threads at
  ///   once.
  /// - Returns: The results that aren't `nil`.
  /// - Complexity: O(1).
  @inlinable
  public consuming func compactMap<Result: Sendable, ClosureFailure: Error>(
    _ transform: @escaping @Sendable (Element) throws(ClosureFailure) -> Result?
  ) -> ParallelSequence<Result, ClosureFailure> {
    ParallelSequence(
      plan().stage { (element, outputs: inout Elements<Result>) throws in
        if let result = try transform(element) { outputs.append(result) }
      }, failure: ClosureFailure.self)
  }
}

extension ParallelOperations where Self: ~Copyable {
  /// Returns the results of a closure that aren't `nil`, where the source or an earlier operation may fail.
  ///
  /// ```swift
  /// let small = parallel(numbers(in: ["1", "2"])).compactMap { $0 < 2 ? "\($0)" : nil }
  /// while let n = try small.next() { print(n) }  // 1
  /// ```
  ///
  /// - Parameter transform: Makes a result of an element, or returns `nil`; called on several threads at
  ///   once.
  /// - Returns: The results that aren't `nil`.
  /// - Complexity: O(1).
  @_disfavoredOverload
  @inlinable
  public consuming func compactMap<Result: Sendable>(
    _ transform: @escaping @Sendable (Element) throws(Failure) -> Result?
  ) -> ParallelSequence<Result, Failure> {
    ParallelSequence(
      plan().stage { (element, outputs: inout Elements<Result>) throws in
        if let result = try transform(element) { outputs.append(result) }
      }, failure: Failure.self)
  }
}
