extension Sequence where Element: Sendable {
  /// Calls a closure with each element, on several threads, and returns when all calls have.
  ///
  /// It blocks until then. The calls are in no order, and those that are under way at the same time are
  /// as many as there are workers, at most.
  ///
  /// ```swift
  /// [3, 1, 2].parallelForEach { print($0) }  // prints 1, 2 and 3, in some order
  /// ```
  ///
  /// When the closure throws, nothing more is taken from the sequence, and the error is thrown when the
  /// other calls have returned. Where the closure throws errors of any kind and the current task is cancelled,
  /// the same happens with a `CancellationError`; a closure that throws none is called with all elements.
  ///
  /// - Parameters:
  ///   - workers: how many threads work; `nil`: as many as there are processors.
  ///   - window: how many elements may be taken from the source and not yet dealt with, at most; `nil`:
  ///     about a millisecond of work for each worker, and at least four elements.
  ///   - body: what to do with an element; called on several threads at once.
  /// - Throws: the first error of the closure; `CancellationError`.
  /// - Precondition: `workers` and `window` are positive.
  /// - Complexity: a few locks for a batch of elements, and no allocation for an element.
  @inlinable
  public func parallelForEach<Failure: Error>(
    workers: Int? = nil, window: Int? = nil,
    _ body: @escaping @Sendable (Element) throws(Failure) -> Void
  ) throws(Failure) {
    let reader = OutputReader<Void>(
      .processing(PulledSequence(self), isOrdered: false, workers: workers, window: window) {
        (element, outputs: inout Elements<Void>) throws in
        try body(element)
      })
    try reader.drain(Failure.self)
  }

  /// Calls a closure with each element, on several threads, and returns when all calls have.
  ///
  /// As the `parallelForEach` that blocks, for asynchronous code: the task is suspended meanwhile. The
  /// closure itself runs on the stage's threads, not on Swift's, and may block.
  ///
  /// ```swift
  /// await [3, 1, 2].parallelForEach { print($0) }  // prints 1, 2 and 3, in some order
  /// ```
  ///
  /// - Parameters:
  ///   - workers: how many threads work; `nil`: as many as there are processors.
  ///   - window: how many elements may be taken from the source and not yet dealt with, at most; `nil`:
  ///     about a millisecond of work for each worker, and at least four elements.
  ///   - actor: where the caller runs.
  ///   - body: what to do with an element; called on several threads at once.
  /// - Throws: the first error of the closure; `CancellationError`.
  /// - Precondition: `workers` and `window` are positive.
  /// - Complexity: a few locks for a batch of elements, and no allocation for an element.
  @inlinable
  public func parallelForEach<Failure: Error>(
    workers: Int? = nil, window: Int? = nil, isolation actor: isolated (any Actor)? = #isolation,
    _ body: @escaping @Sendable (Element) throws(Failure) -> Void
  ) async throws(Failure) {
    let reader = OutputReader<Void>(
      .processing(PulledSequence(self), isOrdered: false, workers: workers, window: window) {
        (element, outputs: inout Elements<Void>) throws in
        try body(element)
      })
    try await reader.drain(Failure.self, isolation: actor)
  }
}

extension ThrowingSource where Element: Sendable {
  /// Calls a closure with each element, on several threads, and returns when all calls have.
  ///
  /// As `parallelForEach` of a sequence. An error of the source is thrown when the closure has
  /// returned from all elements before it; the source is closed when the closure fails.
  ///
  /// ```swift
  /// try numbers(in: ["1", "2"]).parallelForEach { print($0) }  // prints 1 and 2, in some order
  /// ```
  ///
  /// - Parameters:
  ///   - workers: how many threads work; `nil`: as many as there are processors.
  ///   - window: how many elements may be taken from the source and not yet dealt with, at most; `nil`:
  ///     about a millisecond of work for each worker, and at least four elements.
  ///   - body: what to do with an element; called on several threads at once.
  /// - Throws: the first error of the closure, or that of the source; `CancellationError`.
  /// - Precondition: `workers` and `window` are positive.
  /// - Complexity: a few locks for a batch of elements, and no allocation for an element.
  @_disfavoredOverload
  @inlinable
  public func parallelForEach(
    workers: Int? = nil, window: Int? = nil, _ body: @escaping @Sendable (Element) throws -> Void
  ) throws {
    let reader = OutputReader<Void>(
      .processing(PulledThrowing(self), isOrdered: false, workers: workers, window: window) {
        (element, outputs: inout Elements<Void>) throws in
        try body(element)
      })
    try reader.drain((any Error).self)
  }

  /// Calls a closure with each element, on several threads, and returns when all calls have.
  ///
  /// As the `parallelForEach` that blocks, for asynchronous code: the task is suspended meanwhile.
  ///
  /// ```swift
  /// try await numbers(in: ["1", "2"]).parallelForEach { print($0) }  // prints 1 and 2, in some order
  /// ```
  ///
  /// - Parameters:
  ///   - workers: how many threads work; `nil`: as many as there are processors.
  ///   - window: how many elements may be taken from the source and not yet dealt with, at most; `nil`:
  ///     about a millisecond of work for each worker, and at least four elements.
  ///   - actor: where the caller runs.
  ///   - body: what to do with an element; called on several threads at once.
  /// - Throws: the first error of the closure, or that of the source; `CancellationError`.
  /// - Precondition: `workers` and `window` are positive.
  /// - Complexity: a few locks for a batch of elements, and no allocation for an element.
  @_disfavoredOverload
  @inlinable
  public func parallelForEach(
    workers: Int? = nil, window: Int? = nil, isolation actor: isolated (any Actor)? = #isolation,
    _ body: @escaping @Sendable (Element) throws -> Void
  ) async throws {
    let reader = OutputReader<Void>(
      .processing(PulledThrowing(self), isOrdered: false, workers: workers, window: window) {
        (element, outputs: inout Elements<Void>) throws in
        try body(element)
      })
    try await reader.drain((any Error).self, isolation: actor)
  }
}
