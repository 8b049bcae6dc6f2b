public import Generators

// `yield(from:)`: PEP 380, and for async bodies PEP 828.

extension AsyncYield {
  /// Delegates to an async coroutine and returns what it returned: Python's `async yield from`.
  ///
  /// Control leaves the body and returns when `inner` has ended. Until then everything that the consumer sends and
  /// throws goes to `inner`, and closing closes `inner` first.
  ///
  /// ```swift
  /// let sum = AsyncCoroutine<String, Int, Int> { yield in
  ///   let first = try await yield("first")
  ///   return try await first + yield("second")
  /// }
  /// let outer = AsyncCoroutine<String, Int, Void> { yield in
  ///   let total = try await yield(from: sum)
  ///   try await yield("sum: \(total)")
  /// }
  /// print(try await outer.start()!)  // first
  /// print(try await outer.send(1)!)  // second
  /// print(try await outer.send(2)!)  // sum: 3
  /// ```
  ///
  /// If `inner` was not started, its body runs in this body's task, so that an element costs the same at any depth. If
  /// that body yields while it is being closed, the consumer that closes gets the error `ignoredExit`. One that was
  /// started is resumed for each element; it must take `Void` or an optional. Where its elements aren't `Sendable`,
  /// `inner` moves to the consumer, as they do. A request of other code for an `inner` whose body runs here, or which
  /// has lent a sequence, throws `alreadyExecuting`.
  ///
  /// - Parameter inner: The coroutine to delegate to.
  /// - Returns: What the body of `inner` returned.
  /// - Throws: The error that leaves the body of `inner`; `GeneratorError` of the kind `alreadyExecuting` during
  ///   another request, `alreadyStarted` if it waits for a value, and `closed` if it had ended before and its `Return`
  ///   isn't `Void`.
  /// - Complexity: No resumption of its own for an element of a coroutine that was not started; otherwise one.
  @discardableResult
  nonisolated(nonsending) public func callAsFunction<Return>(
    from inner: sending AsyncCoroutine<Element, Input, Return>
  ) async throws -> Return {
    try await delegate(to: inner.handle, isolation: #isolation)
  }

  /// Delegates to an async coroutine that takes nothing, from a body that is sent values.
  ///
  /// What is sent is ignored until `inner` has ended. In all else it is as the other `yield(from:)` of a coroutine.
  ///
  /// - Parameter inner: The coroutine to delegate to.
  /// - Returns: What the body of `inner` returned.
  /// - Throws: As the other.
  /// - Complexity: As the other.
  @_disfavoredOverload @discardableResult
  nonisolated(nonsending) public func callAsFunction<Return>(
    from inner: sending AsyncCoroutine<Element, Void, Return>
  ) async throws -> Return {
    try await AsyncYield<Element, Void>(core: core).delegate(
      to: inner.handle, isolation: #isolation)
  }

  /// Delegates to an async generator: Python's `async yield from`.
  ///
  /// Control leaves the body and returns when `inner` has ended. Until then errors that are thrown in go to `inner`,
  /// and closing closes it first. What is sent is ignored.
  ///
  /// ```swift
  /// func countdown(_ n: Int) -> AsyncGenerator<Int> {
  ///   AsyncGenerator { yield in
  ///     try await yield(n)
  ///     if n > 0 { try await yield(from: countdown(n - 1)) }
  ///   }
  /// }
  /// for await n in countdown(2) { print(n) }  // 2, 1, 0
  /// ```
  ///
  /// - Parameter inner: The generator to delegate to. If it has ended, it yields nothing.
  /// - Throws: The error that leaves the body of `inner`; `GeneratorError` of the kind `alreadyExecuting` during
  ///   another request.
  /// - Complexity: No resumption of its own for an element of a generator that was not started; otherwise one.
  nonisolated(nonsending) public func callAsFunction(
    from inner: sending AsyncGenerator<Element>
  ) async throws {
    try await AsyncYield<Element, Void>(core: core).delegate(
      to: inner.handle, isolation: #isolation)
  }

  /// Yields each element of a sequence or a generator: Python's `yield from`.
  ///
  /// The body lends the sequence to its consumer, which takes the elements itself until there are no more. So an
  /// element costs about as much as in a loop over the sequence, and the sequence's code runs in the isolation of the
  /// consumer. Control returns to the body after the last element. What is sent is ignored. An error that is thrown in
  /// leaves this call, unless the sequence is a `Generator`: that one gets it, and closing closes it.
  ///
  /// The compiler refuses a sequence with a closure of the body's actor, such as a lazy `map` that is written in a body
  /// on the main actor, since its consumer may be elsewhere. Yield the elements in a loop there.
  ///
  /// ```swift
  /// let g = AsyncGenerator { yield in
  ///   for page in 0..<2 {
  ///     await Task.yield()
  ///     try await yield(from: [page * 10, page * 10 + 1])
  ///   }
  /// }
  /// for await n in g { print(n) }  // 0, 1, 10, 11
  /// ```
  ///
  /// - Parameter source: The sequence; it moves to the consumer.
  /// - Throws: The error that is thrown in.
  /// - Complexity: One resumption for the sequence, none for an element; one allocation.
  @inlinable
  nonisolated(nonsending) public func callAsFunction(
    from source: sending some Sequence<Element>
  ) async throws {
    try await lend(LentSource(source), isolation: #isolation)
  }

  /// Yields each element of a source that may fail: Python's `yield from`.
  ///
  /// As `yield(from:)` of a sequence. An error of the source leaves this call. A `ThrowingGenerator` gets the errors
  /// that are thrown in.
  ///
  /// ```swift
  /// let g = AsyncThrowingGenerator<Int> { yield in
  ///   try await yield(from: numbers(in: ["10", "20"]))
  /// }
  /// for try await n in g { print(n) }  // 10, 20
  /// ```
  ///
  /// - Parameter source: The source; it moves to the consumer.
  /// - Throws: The error of the source; the error that is thrown in.
  /// - Complexity: One resumption for the source, none for an element; one allocation.
  @_disfavoredOverload @inlinable
  nonisolated(nonsending) public func callAsFunction<Source: ThrowingSource>(
    from source: sending Source
  ) async throws
  where Source.Element == Element {
    try await lend(LentSource(throwing: source), isolation: #isolation)
  }

  /// Delegates to a synchronous coroutine and returns what it returned: Python's `yield from`.
  ///
  /// Control leaves the body and returns when `inner` has ended. Until then everything that the consumer sends and
  /// throws goes to `inner`, and closing closes `inner` first.
  ///
  /// - Parameter inner: The coroutine to delegate to. If it was started before, it is resumed with nothing, so that
  ///   `Input` must be `Void` or optional.
  /// - Returns: What the body of `inner` returned.
  /// - Throws: The error that leaves the body of `inner`; `GeneratorError` as `yield(from:)` of an async coroutine.
  /// - Complexity: One resumption of each body for an element.
  @discardableResult
  nonisolated(nonsending) public func callAsFunction<Return>(
    from inner: sending Coroutine<Element, Input, Return>
  ) async throws -> Return
  where Element: Sendable {
    try await delegate(to: inner, isolation: #isolation)
  }

  /// Yields each element of an async sequence.
  ///
  /// The body takes each element and yields it. An error that is thrown in leaves this call, unless the sequence is an
  /// async generator: to that it delegates. What is sent is ignored.
  ///
  /// - Parameter source: The elements.
  /// - Throws: The error of the sequence; the error that is thrown in.
  /// - Complexity: One resumption for an element.
  @_disfavoredOverload
  nonisolated(nonsending) public func callAsFunction<Source: AsyncSequence>(
    from source: Source
  ) async throws
  where Source.Element == Element, Element: Sendable {
    try await relay(source, isolation: #isolation)
  }
}

extension AsyncYield where Input == Void {
  /// Delegates to a synchronous generator that may fail: Python's `yield from`.
  ///
  /// As `yield(from:)` of a source: the body lends the generator to its consumer. It gets the errors that are thrown in,
  /// and closing closes it.
  ///
  /// - Parameter source: The generator; it moves to the consumer. If it has ended, it yields nothing.
  /// - Throws: The error that leaves the body of `source`; `GeneratorError` of the kind `alreadyExecuting` if it runs.
  /// - Complexity: One resumption for the generator, none for an element; one allocation.
  @inlinable
  nonisolated(nonsending) public func callAsFunction(
    from source: sending ThrowingGenerator<Element>
  ) async throws {
    try await lend(LentSource(throwing: source), isolation: #isolation)
  }
}
