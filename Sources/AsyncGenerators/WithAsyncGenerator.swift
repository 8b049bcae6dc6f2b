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
  let result: Result
  do {
    result = try await body(generator)
  } catch {
    do {
      try await generator.close()
    } catch let closing {
      UnraisableError.hook(UnraisableError(error: closing, origin: generator.handle.core.origin))
    }
    throw error
  }
  try await generator.close()
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
