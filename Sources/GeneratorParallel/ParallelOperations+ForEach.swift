extension ParallelOperations where Self: ~Copyable, Failure == Never {
  /// Calls a closure with each element, on several threads, and returns when all calls have returned.
  ///
  /// Blocks the thread until then. The calls are in no order, whatever `ordered` says. At most as many run at
  /// the same time as there are workers.
  ///
  /// ```swift
  /// parallel([3, 1, 2]).forEach { print($0) }  // 1, 2, 3, in some order
  /// ```
  ///
  /// When the closure throws, the stage takes no more elements. It throws the error when the other calls have
  /// returned. When the current task is cancelled, the stage does the same with a `CancellationError`,
  /// provided that the closure may throw any error. If the closure can't throw, the stage calls it with all
  /// elements.
  ///
  /// - Parameter body: Processes an element; called on several threads at once.
  /// - Throws: The first error of the closure; `CancellationError`.
  @available(
    *, noasync, message: "it blocks the thread; use the asynchronous forEach, with 'await'"
  )
  @inlinable
  public consuming func forEach<ClosureFailure: Error>(
    _ body: @escaping @Sendable (Element) throws(ClosureFailure) -> Void
  ) throws(ClosureFailure) {
    try plan().calls(body).drain(ClosureFailure.self)
  }

  /// Calls a closure with each element, on several threads, and returns when all calls have returned.
  ///
  /// Behaves like the blocking `forEach`, but suspends the task. The closure runs on threads of the stage,
  /// not of Swift's pool, and may block.
  ///
  /// ```swift
  /// await parallel([3, 1, 2]).forEach { print($0) }  // 1, 2, 3, in some order
  /// ```
  ///
  /// - Parameters:
  ///   - actor: The actor on which the caller runs.
  ///   - body: Processes an element; called on several threads at once.
  /// - Throws: The first error of the closure; `CancellationError`.
  @inlinable
  public consuming func forEach<ClosureFailure: Error>(
    isolation actor: isolated (any Actor)? = #isolation,
    _ body: @escaping @Sendable (Element) throws(ClosureFailure) -> Void
  ) async throws(ClosureFailure) {
    try await plan().calls(body).drain(ClosureFailure.self, isolation: actor)
  }
}

extension ParallelOperations where Self: ~Copyable {
  /// Calls a closure with each element, on several threads, where the source or an earlier operation may fail.
  ///
  /// Throws an error of the source when the closure has returned for all elements before the error.
  ///
  /// ```swift
  /// try parallel(numbers(in: ["1", "2"])).forEach { print($0) }  // 1, 2, in some order
  /// ```
  ///
  /// - Parameter body: Processes an element; called on several threads at once.
  /// - Throws: The first error of the closure, the source or an earlier operation; `CancellationError`.
  @available(
    *, noasync, message: "it blocks the thread; use the asynchronous forEach, with 'await'"
  )
  @_disfavoredOverload
  @inlinable
  public consuming func forEach(
    _ body: @escaping @Sendable (Element) throws(Failure) -> Void
  ) throws(Failure) {
    try plan().calls(body).drain(Failure.self)
  }

  /// Calls a closure with each element, on several threads, where the source or an earlier operation may fail.
  ///
  /// Behaves like the blocking `forEach`, but suspends the task.
  ///
  /// ```swift
  /// try await parallel(numbers(in: ["1", "2"])).forEach { print($0) }  // 1, 2, in some order
  /// ```
  ///
  /// - Parameters:
  ///   - actor: The actor on which the caller runs.
  ///   - body: Processes an element; called on several threads at once.
  /// - Throws: The first error of the closure, the source or an earlier operation; `CancellationError`.
  @_disfavoredOverload
  @inlinable
  public consuming func forEach(
    isolation actor: isolated (any Actor)? = #isolation,
    _ body: @escaping @Sendable (Element) throws(Failure) -> Void
  ) async throws(Failure) {
    try await plan().calls(body).drain(Failure.self, isolation: actor)
  }
}

// The standard library's `forEach` isn't generic. So the compiler prefers it to a generic one of a protocol.

extension ParallelSequence where Failure == Never {
  /// Calls a closure with each result, on the stage's threads, and returns when all calls have returned.
  ///
  /// To process the results in order on the caller's thread, write a `for` loop.
  ///
  /// ```swift
  /// parallel(1...3).map { $0 * $0 }.forEach { print($0) }  // 1, 4, 9, in some order
  /// ```
  ///
  /// - Parameter body: Processes a result; called on several threads at once.
  @available(
    *, noasync, message: "it blocks the thread; use the asynchronous forEach, with 'await'"
  )
  @inlinable
  public func forEach(_ body: @escaping @Sendable (Element) -> Void) {
    plan().calls(body).drain(Never.self)
  }

  /// Calls a closure that may throw with each result, on the stage's threads, and returns when all calls
  /// have returned.
  ///
  /// ```swift
  /// try parallel(1...3).map { $0 * $0 }.forEach { n in
  ///   if n == 0 { throw CancellationError() }
  /// }
  /// ```
  ///
  /// - Parameter body: Processes a result; called on several threads at once.
  /// - Throws: The first error of the closure; `CancellationError`.
  @available(
    *, noasync, message: "it blocks the thread; use the asynchronous forEach, with 'await'"
  )
  @inlinable
  public func forEach(_ body: @escaping @Sendable (Element) throws -> Void) throws {
    try plan().calls(body).drain((any Error).self)
  }
}

extension ParallelPlan {
  /// Returns a reader of a stage without outputs that calls a closure with each element.
  @inlinable @inline(__always)
  consuming func calls<Failure: Error>(
    _ body: @escaping @Sendable (Element) throws(Failure) -> Void
  ) -> OutputReader<Void> {
    OutputReader(
      stage(isOrdered: false) { (element, outputs: inout Elements<Void>) throws in
        try body(element)
      })
  }
}
