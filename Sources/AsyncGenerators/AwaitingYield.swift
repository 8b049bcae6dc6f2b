public import Generators

/// The parameter of an ``AwaitingGenerator``'s body: calling it yields an element, and ``await(_:)`` awaits.
///
/// A body may pass it to functions that it calls, and use it in closures that don't escape. Like a
/// generator's `Yield`, it can't leave the body.
///
/// The body runs in its consumer's task, so a task-local value that it binds with `withValue` is bound in
/// that task. Therefore it must not yield or await inside of `withValue`; debug builds trap there. Bind the
/// value inside of the operation instead.
public struct AwaitingYield<Element>: ~Escapable {
  @usableFromInline let yield: Yield<AwaitingStep<Element>, Void>
  @usableFromInline let service: AwaitingService

  @_lifetime(copy yield) @inlinable @inline(__always)
  init(yield: Yield<AwaitingStep<Element>, Void>, service: AwaitingService) {
    self.yield = yield
    self.service = service
  }

  /// Yields `element` to the consumer, and suspends the body until the consumer resumes it.
  ///
  /// Control goes to the consumer. It returns when the consumer requests the next element, throws an error in
  /// or closes the generator.
  ///
  /// - Parameter element: The value for the consumer.
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

  /// Awaits an operation in the consumer's task, and returns its result.
  ///
  /// Control goes to the consumer, whose task awaits the operation in its own isolation. It returns with the
  /// result. Cancelling that task cancels the operation.
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
  /// `for await` is for `async` code. A synchronous body takes the elements of an async sequence from its
  /// iterator. Pass `isolation: #isolation` to the iterator's `next`, because otherwise the compiler reports
  /// that sending the iterator risks a data race.
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
  /// - Returns: The result of the operation.
  /// - Throws: The error of the operation; ``NoConsumerError``, without calling the operation, during a
  ///   release of the generator.
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
    return try result!.get()  // set, because the consumer has awaited the operation
  }
}

extension AwaitingYield {
  /// Yields each element of a sequence.
  ///
  /// - Parameter source: The elements.
  /// - Throws: The error that the consumer throws in.
  /// - Complexity: One resumption for an element.
  @inlinable
  public func callAsFunction(from source: some Sequence<Element>) throws {
    for element in source { try self(element) }
  }

  /// Yields each element of a source that may fail.
  ///
  /// - Parameter source: The elements.
  /// - Throws: The error of the source; the error that the consumer throws in.
  /// - Complexity: One resumption for an element.
  @_disfavoredOverload @inlinable
  public func callAsFunction<Source: ThrowingSource>(from source: Source) throws
  where Source.Element == Element {
    while let element = try source.next() { try self(element) }
  }

  /// Yields each element of an async sequence, which the consumer awaits.
  ///
  /// An error that the consumer throws in leaves this call. The call releases the iterator of the sequence on
  /// each way out.
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
  /// - Throws: The error of the sequence; the error that the consumer throws in.
  /// - Complexity: Two resumptions and two allocations for an element.
  @_disfavoredOverload
  public func callAsFunction<Source: AsyncSequence>(from source: Source) throws
  where Source.Element == Element {
    var iterator = source.makeAsyncIterator()
    while let element = try self.await({ try await iterator.next(isolation: #isolation) }) {
      try self(element)
    }
  }

  /// Delegates to another awaiting generator, as Python's `yield from` does.
  ///
  /// Control leaves the body and returns when `inner` has ended. Until then `inner` receives requests, errors
  /// and closing, and the consumer awaits its operations. An element costs the same at any depth.
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
  /// - Complexity: No extra resumption for an element.
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
    // Closing closed the inner generator, even if that caught the exit, so it closes this body too (PEP 380),
    // unless clean-up of this body started the inner generator.
    if service.outermost.isExiting, inner.service.exits != exits { throw GeneratorExit() }
  }
}
