import Generators

/// Calls a closure with an async generator, and awaits the generator's clean-up on each way out.
///
/// When the closure has returned or thrown, closes the generator, and returns when its body has ended.
/// Without it, after a `break` in a loop, clean-up that awaits continues in the background. The counterpart
/// of Python's `contextlib.aclosing`.
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
///   - body: The closure that uses the generator.
/// - Returns: The result of the closure.
/// - Throws: The error of the closure, in which case an error of closing goes to `UnraisableError.hook`.
///   Otherwise the error of closing.
/// - Complexity: One resumption after the closure.
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

/// Calls a closure with an awaiting generator, and awaits the generator's clean-up on each way out.
///
/// Behaves like `withAsyncGenerator(_:_:)` of an ``AsyncThrowingGenerator``. During a release, awaits in the
/// body's clean-up throw ``NoConsumerError``. Here the caller awaits their operations.
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
///   - body: The closure that uses the generator.
/// - Returns: The result of the closure.
/// - Throws: The error of the closure, in which case an error of closing goes to `UnraisableError.hook`.
///   Otherwise the error of closing.
/// - Complexity: One resumption after the closure, and one more for each await.
nonisolated(nonsending)
  public func withAsyncGenerator<Element, Result>(
    _ generator: AwaitingGenerator<Element>,
    _ body: nonisolated(nonsending) (AwaitingGenerator<Element>) async throws -> Result
  ) async throws -> Result
{
  try await closing(
    generator.core.origin, { try await body(generator) }, close: { try await generator.close() })
}

/// Calls `body`, and then `close`.
///
/// Throws the error of `body`, or else that of `close`.
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

/// Calls a closure with an async generator that never fails, and awaits its clean-up on each way out.
///
/// Behaves like `withAsyncGenerator(_:_:)` of an ``AsyncThrowingGenerator``, without an error of closing.
///
/// - Parameters:
///   - generator: The generator.
///   - body: The closure that uses the generator.
/// - Returns: The result of the closure.
/// - Throws: The error of the closure.
/// - Complexity: One resumption after the closure.
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
