// The operations of results that may fail. `ThrowingSource` has serial operations with the same names. The
// compiler prefers a type's own methods to those of a protocol, so a chain stays parallel.

extension ParallelSequence {
  /// Returns the results, each transformed by one of several threads.
  ///
  /// - Parameter transform: Makes a result of an element; called on several threads at once.
  /// - Returns: The results.
  /// - Complexity: O(1).
  @_disfavoredOverload
  @inlinable
  public func map<Result: Sendable>(
    _ transform: @escaping @Sendable (Element) throws(Failure) -> Result
  ) -> ParallelSequence<Result, Failure> {
    ParallelSequence<Result, Failure>(
      plan().stage { (element, outputs: inout Elements<Result>) throws in
        outputs.append(try transform(element))
      }, failure: Failure.self)
  }

  /// Returns the results that satisfy a predicate, which several threads evaluate.
  ///
  /// - Parameter isIncluded: Whether to keep an element; called on several threads at once.
  /// - Returns: The elements for which the closure returns `true`.
  /// - Complexity: O(1).
  @_disfavoredOverload
  @inlinable
  public func filter(
    _ isIncluded: @escaping @Sendable (Element) throws(Failure) -> Bool
  ) -> ParallelSequence<Element, Failure> {
    ParallelSequence(
      plan().stage { (element, outputs: inout Elements<Element>) throws in
        outputs.append(element, if: try isIncluded(element))
      }, failure: Failure.self)
  }

  /// Returns the results of a closure that aren't `nil`, which several threads compute.
  ///
  /// - Parameter transform: Makes a result of an element, or returns `nil`; called on several threads at
  ///   once.
  /// - Returns: The results that aren't `nil`.
  /// - Complexity: O(1).
  @_disfavoredOverload
  @inlinable
  public func compactMap<Result: Sendable>(
    _ transform: @escaping @Sendable (Element) throws(Failure) -> Result?
  ) -> ParallelSequence<Result, Failure> {
    ParallelSequence<Result, Failure>(
      plan().stage { (element, outputs: inout Elements<Result>) throws in
        if let result = try transform(element) { outputs.append(result) }
      }, failure: Failure.self)
  }

  /// Returns the elements of the sequences that several threads make of the results.
  ///
  /// - Parameter transform: Makes a sequence of an element; called on several threads at once.
  /// - Returns: The elements of the sequences. Those of one sequence stay together.
  /// - Complexity: O(1).
  @_disfavoredOverload
  @inlinable
  public func flatMap<Segment: Sequence>(
    _ transform: @escaping @Sendable (Element) throws(Failure) -> Segment
  ) -> ParallelSequence<Segment.Element, Failure> where Segment.Element: Sendable {
    ParallelSequence<Segment.Element, Failure>(
      plan().stage { (element, outputs: inout Elements<Segment.Element>) throws in
        for output in try transform(element) { outputs.append(output) }
      }, failure: Failure.self)
  }

  /// Calls a closure with each result, on several threads, and returns when all calls have returned.
  ///
  /// - Parameter body: Processes an element; called on several threads at once.
  /// - Throws: The first error of the closure, the source or an earlier operation; `CancellationError`.
  @available(
    *, noasync, message: "it blocks the thread; use the asynchronous forEach, with 'await'"
  )
  @_disfavoredOverload
  @inlinable
  public func forEach(
    _ body: @escaping @Sendable (Element) throws(Failure) -> Void
  ) throws(Failure) {
    try plan().calls(body).drain(Failure.self)
  }

  /// Calls a closure with each result, on several threads, and returns when all calls have returned.
  ///
  /// Behaves like the blocking `forEach`, but suspends the task.
  ///
  /// - Parameters:
  ///   - actor: The actor on which the caller runs.
  ///   - body: Processes an element; called on several threads at once.
  /// - Throws: The first error of the closure, the source or an earlier operation; `CancellationError`.
  @_disfavoredOverload
  @inlinable
  public func forEach(
    isolation actor: isolated (any Actor)? = #isolation,
    _ body: @escaping @Sendable (Element) throws(Failure) -> Void
  ) async throws(Failure) {
    try await plan().calls(body).drain(Failure.self, isolation: actor)
  }
}
