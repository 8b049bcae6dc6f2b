public import Generators

/// What the body of an ``AwaitingGenerator`` is handed: calling it yields an element, and ``await(_:)`` awaits.
///
/// A body may pass it to functions that it calls, and use it in closures that don't escape. It can't leave the body,
/// as a generator's `Yield` can't.
///
/// A body runs in the task of its consumer, also while it binds a task-local value by `withValue`. So it must neither
/// yield nor await inside of `withValue`, where debug builds trap. Bind the value inside of the operation instead.
public struct AwaitingYield<Element>: ~Escapable {
  @usableFromInline let yield: Yield<AwaitingStep<Element>, Void>
  @usableFromInline let service: AwaitingService

  @_lifetime(copy yield) @inlinable @inline(__always)
  init(yield: Yield<AwaitingStep<Element>, Void>, service: AwaitingService) {
    self.yield = yield
    self.service = service
  }

  /// Hands `element` to the consumer and waits to be resumed.
  ///
  /// Control leaves the body here and comes back when the consumer requests the next element, throws an error or closes
  /// the generator.
  ///
  /// - Parameter element: The value that the consumer receives.
  /// - Throws: The error that the consumer throws in, or `GeneratorExit` when the generator is closed or released.
  /// - Complexity: O(1), without an allocation.
  @inlinable @inline(__always)
  public func callAsFunction(_ element: consuming Element) throws {
    do {
      try yield(.element(element))
    } catch is ServedExit {
      throw service.receiveExit()
    }
  }

  /// Has the consumer await an operation, and returns what the operation returns.
  ///
  /// Control leaves the body, and the task that has requested an element awaits the operation in its own isolation.
  /// Then the body goes on here. If that task is cancelled, so is the operation.
  ///
  /// ```swift
  /// let g = AwaitingGenerator<String> { yield in
  ///   let text = try yield.await {
  ///     await Task.yield()
  ///     return "fetched"
  ///   }
  ///   try yield(text)
  /// }
  /// print(try await g.next()!)  // fetched
  /// ```
  ///
  /// A body takes the elements of an async sequence from its iterator, `for await` being for `async` code. Pass
  /// `isolation: #isolation` to its `next`: without it the compiler reports that sending the iterator risks a data
  /// race.
  ///
  /// ```swift
  /// func lines(_ chunks: AsyncStream<String>) -> AwaitingGenerator<Substring> {
  ///   AwaitingGenerator { yield in
  ///     var iterator = chunks.makeAsyncIterator()
  ///     while let chunk = try yield.await({ await iterator.next(isolation: #isolation) }) {
  ///       for line in chunk.split(separator: "\n") { try yield(line) }
  ///     }
  ///   }
  /// }
  /// let (chunks, input) = AsyncStream.makeStream(of: String.self)
  /// for chunk in ["to\nbe", "or"] { input.yield(chunk) }
  /// input.finish()
  /// for try await line in lines(chunks) { print(line) }  // to, be, or
  /// ```
  ///
  /// - Parameter operation: The operation to await. It may use everything that the body uses.
  /// - Returns: What the operation returns.
  /// - Throws: The error of the operation; ``NoConsumerError`` while the generator is being released, when the
  ///   operation is not called.
  /// - Complexity: One resumption, and two allocations.
  @inlinable @discardableResult
  public func `await`<Result>(
    _ operation: nonisolated(nonsending) () async throws -> Result
  ) throws -> Result {
    try service.requireConsumer()
    var result: Swift.Result<Result, any Error>?
    try withoutActuallyEscaping(operation) { operation in
      let awaited = AwaitedOperation()
      awaited.run = {
        do { result = .success(try await operation()) } catch { result = .failure(error) }
      }
      defer { awaited.run = nil }
      try yield(.operation(awaited))
    }
    return try result!.get()  // set, since only a consumer that has awaited it goes on
  }
}

extension AwaitingYield {
  /// Yields each element of a sequence.
  ///
  /// - Parameter source: The elements.
  /// - Throws: The error that is thrown in at an element.
  /// - Complexity: One resumption for an element.
  @inlinable
  public func callAsFunction(from source: some Sequence<Element>) throws {
    for element in source { try self(element) }
  }

  /// Yields each element of a source that may fail.
  ///
  /// - Parameter source: The elements.
  /// - Throws: The error of the source; the error that is thrown in at an element.
  /// - Complexity: One resumption for an element.
  @_disfavoredOverload @inlinable
  public func callAsFunction<Source: ThrowingSource>(from source: Source) throws
  where Source.Element == Element {
    while let element = try source.next() { try self(element) }
  }

  /// Yields each element of an async sequence, which the consumer awaits.
  ///
  /// An error that is thrown in leaves this call. The iterator of the sequence is released then, and at its end.
  ///
  /// ```swift
  /// let (ticks, input) = AsyncStream.makeStream(of: Int.self)
  /// for n in 1...2 { input.yield(n) }
  /// input.finish()
  /// let g = AwaitingGenerator<Int> { yield in
  ///   try yield(0)
  ///   try yield(from: ticks)
  /// }
  /// for try await n in g { print(n) }  // 0, 1, 2
  /// ```
  ///
  /// - Parameter source: The elements.
  /// - Throws: The error of the sequence; the error that is thrown in at an element.
  /// - Complexity: Two resumptions and two allocations for an element.
  @_disfavoredOverload
  public func callAsFunction<Source: AsyncSequence>(from source: Source) throws
  where Source.Element == Element {
    var iterator = source.makeAsyncIterator()
    while let element = try self.await({ try await iterator.next(isolation: #isolation) }) {
      try self(element)
    }
  }

  /// Delegates to another awaiting generator: Python's `yield from`.
  ///
  /// Control leaves the body and comes back when `inner` has ended. Until then requests, errors and closing go to
  /// `inner`, and the consumer awaits for it, too. An element costs the same at any depth.
  ///
  /// ```swift
  /// func countdown(_ n: Int) -> AwaitingGenerator<Int> {
  ///   AwaitingGenerator { yield in
  ///     try yield.await { await Task.yield() }
  ///     try yield(n)
  ///     if n > 0 { try yield(from: countdown(n - 1)) }
  ///   }
  /// }
  /// for try await n in countdown(2) { print(n) }  // 2, 1, 0
  /// ```
  ///
  /// - Parameter inner: The generator to delegate to.
  /// - Throws: The error that leaves the body of `inner`; `GeneratorError` of the kind `alreadyExecuting` during
  ///   another request of `inner`.
  /// - Complexity: No resumption of its own for an element.
  public func callAsFunction(from inner: AwaitingGenerator<Element>) throws {
    guard inner.service.begin() else { throw inner.misuse(.alreadyExecuting) }
    inner.service.outer = service
    let exits = inner.service.exits
    defer {
      service.exits += inner.service.exits - exits
      inner.service.outer = nil
      inner.service.end()
    }
    try yield(from: inner.core)
    // The inner generator was closed, even if it caught the exit, and so this body is (PEP 380). Where it was
    // begun by clean-up, that is not so.
    if service.outermost.isExiting, inner.service.exits != exits { throw GeneratorExit() }
  }
}
