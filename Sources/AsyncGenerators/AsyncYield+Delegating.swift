public import Generators

// `yield(from:)`: delegation as of Python's PEP 380, and for async bodies PEP 828.

extension AsyncYield {
  /// Delegates to an async coroutine and returns its return value, as Python's `async yield from` does.
  ///
  /// Control leaves the body and returns when `inner` has ended. Until then `inner` receives the values and
  /// errors from the consumer, and closing closes `inner` first.
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
  /// If `inner` wasn't started, its body runs in this body's task, so an element costs the same at any depth.
  /// If that body yields while the consumer closes it, the consumer gets the error `ignoredExit`. If `inner`
  /// was started before, this body resumes it for each element, and `Input` must be `Void` or optional. If
  /// the elements aren't `Sendable`, `inner` moves to the consumer, as they do. A request of other code for
  /// `inner` throws `alreadyExecuting` while its body runs here and while it has lent a sequence.
  ///
  /// - Parameter inner: The coroutine to delegate to.
  /// - Returns: The value that the body of `inner` returned.
  /// - Throws: The error that leaves the body of `inner`; `GeneratorError` of the kind `alreadyExecuting`
  ///   during another request, `alreadyStarted` if `inner` waits for a value, and `closed` if `inner` ended
  ///   before and its `Return` isn't `Void`.
  /// - Complexity: No extra resumption for an element if `inner` wasn't started; otherwise one.
  @discardableResult
  nonisolated(nonsending) public func callAsFunction<Return>(
    from inner: sending AsyncCoroutine<Element, Input, Return>
  ) async throws -> Return {
    try await delegate(to: inner.handle, isolation: #isolation)
  }

  /// Delegates to an async coroutine without input, from a body that receives values.
  ///
  /// Discards the values that the consumer sends until `inner` has ended. Otherwise it behaves like
  /// `yield(from:)` of a coroutine with the same input.
  ///
  /// - Parameter inner: The coroutine to delegate to.
  /// - Returns: The value that the body of `inner` returned.
  /// - Throws: The errors of `yield(from:)` of a coroutine with the same input.
  /// - Complexity: That of `yield(from:)` of a coroutine with the same input.
  @_disfavoredOverload @discardableResult
  nonisolated(nonsending) public func callAsFunction<Return>(
    from inner: sending AsyncCoroutine<Element, Void, Return>
  ) async throws -> Return {
    try await AsyncYield<Element, Void>(core: core).delegate(
      to: inner.handle, isolation: #isolation)
  }

  /// Delegates to an async generator, as Python's `async yield from` does.
  ///
  /// Control leaves the body and returns when `inner` has ended. Until then `inner` receives the errors that
  /// the consumer throws in, and closing closes `inner` first. Discards the values that the consumer sends.
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
  /// - Parameter inner: The generator to delegate to. If it has ended, there are no elements.
  /// - Throws: The error that leaves the body of `inner`; `GeneratorError` of the kind `alreadyExecuting` during
  ///   another request.
  /// - Complexity: No extra resumption for an element if `inner` wasn't started; otherwise one.
  nonisolated(nonsending) public func callAsFunction(
    from inner: sending AsyncGenerator<Element>
  ) async throws {
    try await AsyncYield<Element, Void>(core: core).delegate(
      to: inner.handle, isolation: #isolation)
  }

  /// Yields each element of a sequence or a generator, as Python's `yield from` does.
  ///
  /// The body lends the sequence to its consumer, which takes the elements itself. So an element costs about
  /// as much as in a loop over the sequence, and the sequence's code runs in the consumer's isolation.
  /// Control returns to the body after the last element. Discards the values that the consumer sends. If the
  /// sequence is a `Generator`, it receives an error that the consumer throws in, and closing closes it.
  /// Otherwise the error leaves this call.
  ///
  /// The compiler refuses a sequence with a closure of the body's actor, for instance a lazy `map` in a body
  /// on the main actor, because the consumer may run elsewhere. Yield the elements in a loop there.
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
  /// - Parameter source: The sequence, which moves to the consumer.
  /// - Throws: The error that the consumer throws in.
  /// - Complexity: One resumption for the sequence, none for an element; one allocation.
  @inlinable
  nonisolated(nonsending) public func callAsFunction(
    from source: sending some Sequence<Element>
  ) async throws {
    try await lend(LentSource(source), isolation: #isolation)
  }

  /// Yields each element of a source that may fail, as Python's `yield from` does.
  ///
  /// Behaves like `yield(from:)` of a sequence. An error of the source leaves this call. A
  /// `ThrowingGenerator` receives the errors that the consumer throws in.
  ///
  /// ```swift
  /// let g = AsyncThrowingGenerator<Int> { yield in
  ///   try await yield(from: numbers(in: ["10", "20"]))
  /// }
  /// for try await n in g { print(n) }  // 10, 20
  /// ```
  ///
  /// - Parameter source: The source, which moves to the consumer.
  /// - Throws: The error of the source; the error that the consumer throws in.
  /// - Complexity: One resumption for the source, none for an element; one allocation.
  @_disfavoredOverload @inlinable
  nonisolated(nonsending) public func callAsFunction<Source: ThrowingSource>(
    from source: sending Source
  ) async throws
  where Source.Element == Element {
    try await lend(LentSource(throwing: source), isolation: #isolation)
  }

  /// Delegates to a synchronous coroutine and returns its return value, as Python's `yield from` does.
  ///
  /// Control leaves the body and returns when `inner` has ended. Until then `inner` receives the values and
  /// errors from the consumer, and closing closes `inner` first.
  ///
  /// - Parameter inner: The coroutine to delegate to. If it was started before, this body resumes it with
  ///   `()` or `nil`, so `Input` must be `Void` or optional.
  /// - Returns: The value that the body of `inner` returned.
  /// - Throws: The error that leaves the body of `inner`; `GeneratorError` as from `yield(from:)` of an async
  ///   coroutine.
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
  /// The body takes each element and yields it. If the sequence is an async generator, delegates to it.
  /// Otherwise an error that the consumer throws in leaves this call. Discards the values that the consumer
  /// sends.
  ///
  /// - Parameter source: The elements.
  /// - Throws: The error of the sequence; the error that the consumer throws in.
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
  /// Delegates to a synchronous generator that may fail, as Python's `yield from` does.
  ///
  /// Behaves like `yield(from:)` of a source: the body lends the generator to its consumer. The generator
  /// receives the errors that the consumer throws in, and closing closes it.
  ///
  /// - Parameter source: The generator, which moves to the consumer. If it has ended, there are no elements.
  /// - Throws: The error that leaves the body of `source`; `GeneratorError` of the kind `alreadyExecuting` if
  ///   it runs.
  /// - Complexity: One resumption for the generator, none for an element; one allocation.
  @inlinable
  nonisolated(nonsending) public func callAsFunction(
    from source: sending ThrowingGenerator<Element>
  ) async throws {
    try await lend(LentSource(throwing: source), isolation: #isolation)
  }
}
