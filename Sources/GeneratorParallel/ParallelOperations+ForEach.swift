extension ParallelOperations where Self: ~Copyable, Failure == Never {
  /// Calls a closure with each element, on several threads, and returns when all calls have returned.
  ///
  /// Blocks until then. The calls are in no order, whatever `ordered` says; at most as many run at the same
  /// time as there are workers.
  ///
  /// ```swift
  /// parallel([3, 1, 2]).forEach { print($0) }  // 1, 2, 3, in some order
  /// ```
  ///
  /// When the closure throws, the stage takes nothing more from the source, and throws the error when the
  /// other calls have returned. If the closure throws errors of any kind and the current task is cancelled,
  /// the same happens with a `CancellationError`. A closure that doesn't throw is called with all elements.
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
  /// As the `forEach` that blocks, for asynchronous code: the task is suspended meanwhile. The closure
  /// itself runs on the stage's threads, not on Swift's, and may block.
  ///
  /// ```swift
  /// await parallel([3, 1, 2]).forEach { print($0) }  // 1, 2, 3, in some order
  /// ```
  ///
  /// - Parameters:
  ///   - actor: Where the caller runs.
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
  /// Calls a closure with each element, on several threads, where an error is possible already.
  ///
  /// An error of the source is thrown when the closure has returned from all elements before it.
  ///
  /// ```swift
  /// try parallel(numbers(in: ["1", "2"])).forEach { print($0) }  // 1, 2, in some order
  /// ```
  ///
  /// - Parameter body: Processes an element; called on several threads at once.
  /// - Throws: The first error, of the closure or from before it; `CancellationError`.
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

  /// Calls a closure with each element, on several threads, where an error is possible already.
  ///
  /// As the `forEach` that blocks, for asynchronous code: the task is suspended meanwhile.
  ///
  /// ```swift
  /// try await parallel(numbers(in: ["1", "2"])).forEach { print($0) }  // 1, 2, in some order
  /// ```
  ///
  /// - Parameters:
  ///   - actor: Where the caller runs.
  ///   - body: Processes an element; called on several threads at once.
  /// - Throws: The first error, of the closure or from before it; `CancellationError`.
  @_disfavoredOverload
  @inlinable
  public consuming func forEach(
    isolation actor: isolated (any Actor)? = #isolation,
    _ body: @escaping @Sendable (Element) throws(Failure) -> Void
  ) async throws(Failure) {
    try await plan().calls(body).drain(Failure.self, isolation: actor)
  }
}

// The standard library's `forEach` isn't generic, so that the compiler prefers it to a generic one
// of a protocol.

extension ParallelSequence where Failure == Never {
  /// Calls a closure with each result, on the stage's threads, and returns when all calls have returned.
  ///
  /// To process the results in their order where the caller runs, write a `for` loop.
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
