/// An async sequence that may fail, whose elements straight-line code yields.
///
/// The body runs when the consumer requests an element, up to its next `yield`. It doesn't run before the
/// first request, and nothing is buffered.
///
/// ```swift
/// func pages(from first: Page) -> AsyncThrowingGenerator<String> {
///   AsyncThrowingGenerator { yield in
///     var next: Page? = first
///     while let page = next {
///       try await yield(page.text)
///       next = try await page.following()
///     }
///   }
/// }
/// for try await text in pages(from: Page(of: ["one", "two"])) { print(text) }  // one, two
/// ```
///
/// Leaving the loop releases the generator, if nothing else refers to it. The release closes it: the body's
/// `yield` throws `GeneratorExit`, and its `defer` blocks run. The type is an alias for ``AsyncCoroutine``,
/// which describes where a body runs, cancellation and closing.
public typealias AsyncThrowingGenerator<Element> = AsyncCoroutine<Element, Void, Void>

extension AsyncCoroutine: AsyncSequence, AsyncIteratorProtocol where Input == Void {
  /// The type of the errors: `any Error`.
  public typealias Failure = any Error
  /// The generator's own type.
  public typealias AsyncIterator = Self

  /// Returns the generator itself, because it is its own iterator.
  ///
  /// A loop takes the elements that are left.
  public func makeAsyncIterator() -> Self { self }

  /// Resumes the body until it yields or ends, as Python's `anext` does.
  ///
  /// Control goes to the body and returns at its next `yield`, or when it ends. Starts a generator that
  /// wasn't started.
  ///
  /// ```swift
  /// let g = AsyncThrowingGenerator { yield in
  ///   try await yield(1)
  ///   throw CancellationError()
  /// }
  /// while let n = try await g.next() { print(n) }  // 1, then CancellationError is thrown
  /// ```
  ///
  /// - Returns: The element, or `nil` permanently when the body has returned.
  /// - Throws: The error that leaves the body; `GeneratorError` of the kind `alreadyExecuting` during another request.
  /// - Complexity: One resumption, without an allocation unless the body suspends.
  @inlinable @inline(__always) @discardableResult
  nonisolated(nonsending) public func next() async throws -> Element? {
    try await next(isolation: #isolation)
  }

  /// Resumes the body until it yields or ends, in the isolation of the caller: see `next()`.
  ///
  /// A `for try await` loop calls it.
  @inlinable @inline(__always)
  public func next(isolation: isolated (any Actor)?) async throws -> Element? {
    try await handle.resume(isolation: isolation)
  }
}
