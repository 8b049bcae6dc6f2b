extension ParallelOperations where Self: ~Copyable, Failure == Never {
  /// Returns the elements that satisfy a predicate, which several threads evaluate.
  ///
  /// ```swift
  /// let even = parallel(1...6).filter { $0.isMultiple(of: 2) }
  /// print(Array(even))  // [2, 4, 6]
  /// ```
  ///
  /// - Parameter isIncluded: Whether to keep an element; called on several threads at once.
  /// - Returns: The elements for which the closure returns `true`.
  /// - Complexity: O(1).
  @inlinable
  public consuming func filter<ClosureFailure: Error>(
    _ isIncluded: @escaping @Sendable (Element) throws(ClosureFailure) -> Bool
  ) -> ParallelSequence<Element, ClosureFailure> {
    ParallelSequence(
      plan().stage { (element, outputs: inout Elements<Element>) throws in
        outputs.append(element, if: try isIncluded(element))
      }, failure: ClosureFailure.self)
  }
}

extension ParallelOperations where Self: ~Copyable {
  /// Returns the elements that satisfy a predicate, where the source or an earlier operation may fail.
  ///
  /// ```swift
  /// let even = parallel(numbers(in: ["1", "2"])).filter { $0.isMultiple(of: 2) }
  /// while let n = try even.next() { print(n) }  // 2
  /// ```
  ///
  /// - Parameter isIncluded: Whether to keep an element; called on several threads at once.
  /// - Returns: The elements for which the closure returns `true`.
  /// - Complexity: O(1).
  @_disfavoredOverload
  @inlinable
  public consuming func filter(
    _ isIncluded: @escaping @Sendable (Element) throws(Failure) -> Bool
  ) -> ParallelSequence<Element, Failure> {
    ParallelSequence(
      plan().stage { (element, outputs: inout Elements<Element>) throws in
        outputs.append(element, if: try isIncluded(element))
      }, failure: Failure.self)
  }
}

// The standard library's `filter` of sequences isn't generic. So the compiler prefers it to a generic one
// of a protocol.

extension ParallelSequence where Failure == Never {
  /// Returns the results that satisfy a predicate, which the stage's threads evaluate.
  ///
  /// ```swift
  /// let odd = parallel(1...4).map { $0 * $0 }.filter { $0 % 2 == 1 }
  /// print(Array(odd))  // [1, 9]
  /// ```
  ///
  /// - Parameter isIncluded: Whether to keep a result; called on several threads at once.
  /// - Returns: The results for which the closure returns `true`.
  /// - Complexity: O(1).
  @inlinable
  public func filter(
    _ isIncluded: @escaping @Sendable (Element) -> Bool
  ) -> ParallelSequence<Element, Never> {
    ParallelSequence(
      plan().stage { (element, outputs: inout Elements<Element>) in
        outputs.append(element, if: isIncluded(element))
      }, failure: Never.self)
  }

  /// Returns the results that satisfy a predicate that may throw, which the stage's threads evaluate.
  ///
  /// ```swift
  /// let odd = parallel(1...4).map { $0 * $0 }.filter { n in
  ///   if n > 9 { throw CancellationError() }
  ///   return n % 2 == 1
  /// }
  /// while let n = try odd.next() { print(n) }  // 1, 9, then CancellationError is thrown
  /// ```
  ///
  /// - Parameter isIncluded: Whether to keep a result; called on several threads at once.
  /// - Returns: The results for which the closure returns `true`.
  /// - Complexity: O(1).
  @inlinable
  public func filter(
    _ isIncluded: @escaping @Sendable (Element) throws -> Bool
  ) -> ParallelSequence<Element, any Error> {
    ParallelSequence<Element, any Error>(
      plan().stage { (element, outputs: inout Elements<Element>) throws in
        outputs.append(element, if: try isIncluded(element))
      }, failure: (any Error).self)
  }
}
