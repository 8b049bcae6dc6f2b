import Generators

/// Uses an async generator, and awaits its clean-up on each way out.
///
/// When the closure has returned or thrown, the generator is closed, and this returns after its body has ended.
/// `break` in a loop alone leaves clean-up that awaits to the background. Python's `contextlib.aclosing`.
///
/// ```swift
/// let rows = AsyncThrowingGenerator { yield in
///   do {
///     for n in 1... { try await yield(n) }
///   } catch is GeneratorExit {
///     await Task.yield()
///     print("connection closed")
///   }
/// }
/// try await withAsyncGenerator(rows) { rows in
///   for try await row in rows where row == 2 { break }
/// }
/// print("done")
/// // prints connection closed, done
/// ```
///
/// - Parameters:
///   - generator: The generator.
///   - body: Uses the generator.
/// - Returns: What the closure returns.
/// - Throws: The error of the closure; then an error of closing goes to `UnraisableError.hook`. Otherwise the error of
///   closing.
/// - Complexity: One resumption beyond what the closure does.
nonisolated(nonsending)
  public func withAsyncGenerator<Element, Input, Return, Result>(
    _ generator: AsyncCoroutine<Element, Input, Return>,
    _ body: nonisolated(nonsending) (AsyncCoroutine<Element, Input, Return>) async throws -> Result
  ) async throws -> Result
{
  try await closing(
    generator.handle.core.origin, { try await body(generator) },
    close: { _ = try await generator.close() })
}

/// Uses an awaiting generator, and awaits its clean-up on each way out.
///
/// As `withAsyncGenerator(_:_:)` of an ``AsyncThrowingGenerator``. A release can't serve the awaits of the body's
/// clean-up, which throw ``NoConsumerError`` then. Here the caller awaits for them.
///
/// ```swift
/// let rows = AwaitingGenerator<Int> { yield in
///   do {
///     for n in 1... { try yield(n) }
///   } catch is GeneratorExit {
///     try yield.await { await Task.yield() }
///     print("connection closed")
///   }
/// }
/// try await withAsyncGenerator(rows) { rows in
///   for try await row in rows where row == 2 { break }
/// }
/// print("done")
/// // prints connection closed, done
/// ```
///
/// - Parameters:
///   - generator: The generator.
///   - body: Uses the generator.
/// - Returns: What the closure returns.
/// - Throws: The error of the closure; then an error of closing goes to `UnraisableError.hook`. Otherwise the error of
///   closing.
/// - Complexity: One resumption beyond what the closure does, and one more for each await.
nonisolated(nonsending)
  public func withAsyncGenerator<Element, Result>(
    _ generator: AwaitingGenerator<Element>,
    _ body: nonisolated(nonsending) (AwaitingGenerator<Element>) async throws -> Result
  ) async throws -> Result
{
  try await closing(
    generator.core.origin, { try await body(generator) }, close: { try await generator.close() })
}

/// Calls `body`, and then `close`, whose error is thrown unless that of `body` is.
nonisolated(nonsending)
  private func closing<Result>(
    _ origin: GeneratorOrigin, _ body: nonisolated(nonsending) () async throws -> Result,
    close: nonisolated(nonsending) () async throws -> Void
  ) async throws -> Result
{
  let result: Result
  do {
    result = try await body()
  } catch {
    do {
      try await close()
    } catch let closing {
      UnraisableError.hook(UnraisableError(error: closing, origin: origin))
    }
    throw error
  }
  try await close()
  return result
}

/// Uses an async generator that never fails, and awaits its clean-up on each way out.
///
/// As `withAsyncGenerator(_:_:)` of an ``AsyncThrowingGenerator``, without an error of closing.
///
/// - Parameters:
///   - generator: The generator.
///   - body: Uses the generator.
/// - Returns: What the closure returns.
/// - Throws: The error of the closure.
/// - Complexity: One resumption beyond what the closure does.
nonisolated(nonsending)
  public func withAsyncGenerator<Element, Result, Failure: Error>(
    _ generator: AsyncGenerator<Element>,
    _ body: nonisolated(nonsending) (AsyncGenerator<Element>) async throws(Failure) -> Result
  ) async throws(Failure) -> Result
{
  let result: Result
  do {
    result = try await body(generator)
  } catch {
    await generator.close()
    throw error
  }
  await generator.close()
  return result
}
