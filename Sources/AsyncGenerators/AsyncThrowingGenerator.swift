/// An async sequence that straight-line code produces, and that may fail.
///
/// The body runs when an element is requested, up to its next `yield`. Nothing is buffered, and nothing runs before
/// the first request.
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
/// `break` in the loop, like the end of the last other reference, closes the generator: its `yield` throws
/// `GeneratorExit`, and the body's `defer` blocks run. See ``AsyncCoroutine``, which it is, for where a body runs,
/// cancellation and closing.
public typealias AsyncThrowingGenerator<Element> = AsyncCoroutine<Element, Void, Void>

extension AsyncCoroutine: AsyncSequence, AsyncIteratorProtocol where Input == Void {
  /// The type of the errors: any.
  public typealias Failure = any Error
  /// The generator's own type.
  public typealias AsyncIterator = Self

  /// Returns the generator itself, which is its own iterator: a loop takes the elements that are left.
  public func makeAsyncIterator() -> Self { self }

  /// Resumes the body until it yields or ends: Python's `anext`.
  ///
  /// Control goes to the body and returns at its next `yield`, or when it ends. It starts a generator that was not
  /// started.
  ///
  /// ```swift
  /// let g = AsyncThrowingGenerator { yield in
  ///   try await yield(1)
  ///   throw CancellationError()
  /// }
  /// while let n = try await g.next() { print(n) }  // 1, then CancellationError is thrown
  /// ```
  ///
  /// - Returns: The element, or `nil` when the body has returned, and permanently after that.
  /// - Throws: The error that leaves the body; `GeneratorError` of the kind `alreadyExecuting` during another request.
  /// - Complexity: One resumption, without an allocation unless the body suspends.
  @inlinable @inline(__always) @discardableResult
  nonisolated(nonsending) public func next() async throws -> Element? {
    try await next(isolation: #isolation)
  }

  /// Resumes the body until it yields or ends, in the isolation of the caller: see `next()`.
  ///
  /// A loop calls it.
  @inlinable @inline(__always)
  public func next(isolation: isolated (any Actor)?) async throws -> Element? {
    try await handle.resume(isolation: isolation)
  }
}
