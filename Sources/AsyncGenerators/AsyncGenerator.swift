public import Generators

/// An async sequence that straight-line code produces, and that never fails.
///
/// The body runs when an element is requested, up to its next `yield`. Nothing is buffered, and nothing runs before
/// the first request.
///
/// ```swift
/// let ticks = AsyncGenerator { yield in
///   for n in 1... {
///     try await Task.sleep(for: .milliseconds(1))
///     try await yield("tick \(n)")
///   }
/// }
/// for await tick in ticks.prefix(2) { print(tick) }  // tick 1, tick 2
/// ```
///
/// The body must not let an error out, since `next()` can't throw. An error is a trap that names it and the place where
/// the generator was made. `GeneratorExit` ends the body, and so does a `CancellationError` after the body's task was
/// cancelled. Then `next()` returns `nil`, as `AsyncStream` does, and a consumer that must know whether the elements
/// are complete checks `Task.isCancelled`. For a body that may fail there is ``AsyncThrowingGenerator``, for one that
/// is sent values ``AsyncCoroutine``.
///
/// A second request during the first is a trap. See ``AsyncCoroutine`` for where the body runs, cancellation,
/// task-local values and release.
///
/// - Complexity: Making one takes three allocations. An element whose body doesn't suspend takes no allocation.
public struct AsyncGenerator<Element> {
  /// What the body is handed: calling it yields an element.
  public typealias Yield = AsyncYield<Element, Void>

  @usableFromInline let handle: AsyncHandle<Element, Void, Void>

  /// Makes a generator whose elements `body` yields.
  ///
  /// The body doesn't run yet. It starts when the first element is requested.
  ///
  /// - Parameters:
  ///   - fileID: The file to name in messages.
  ///   - line: The line to name in messages.
  ///   - body: The code that yields the elements. A closure that is written in code isolated to an actor is isolated
  ///     to it if it uses it. What it captures moves into the generator. It is released when it has ended.
  /// - Complexity: O(1), three allocations.
  public init(
    fileID: StaticString = #fileID, line: UInt = #line,
    @_inheritActorContext
    _ body: sending @escaping @isolated(any) (Yield) async throws -> sending Void
  ) {
    handle = AsyncHandle(fileID: fileID, line: line, body: body)
  }
}

extension AsyncGenerator: Sendable where Element: Sendable {}

extension AsyncGenerator: AsyncSequence, AsyncIteratorProtocol {
  /// The type of the errors: none.
  public typealias Failure = Never
  /// The generator's own type.
  public typealias AsyncIterator = Self

  /// Returns the generator itself, which is its own iterator: a loop takes the elements that are left.
  public func makeAsyncIterator() -> Self { self }

  /// Resumes the body until it yields or ends, and returns the element, or `nil` at the end.
  ///
  /// Control goes to the body and returns at its next `yield`, or when it ends. Afterwards it is `nil` permanently.
  ///
  /// Traps if an error other than those that end the body leaves it, and if it is called during another request.
  ///
  /// - Returns: The element, or `nil` when the body has ended.
  /// - Complexity: One resumption, without an allocation unless the body suspends.
  @inlinable @inline(__always) @discardableResult
  nonisolated(nonsending) public func next() async -> Element? {
    await next(isolation: #isolation)
  }

  /// Resumes the body until it yields or ends, in the isolation of the caller: see `next()`.
  ///
  /// A loop calls it.
  @inlinable @inline(__always)
  public func next(isolation: isolated (any Actor)?) async -> Element? {
    do {
      return try await handle.resume(isolation: isolation)
    } catch {
      handle.end(with: error, in: "next()")
      return nil
    }
  }
}

extension AsyncGenerator {
  /// Throws `error` at the `yield` where the body is suspended, and returns the next element.
  ///
  /// Control goes to the body, where `yield` throws `error`, and returns as from ``next()``. A body that
  /// catches it and yields again goes on. A generator that was not started doesn't run: it is closed, and this throws
  /// `error`. On one that has ended it does nothing and returns `nil`, as Python's `athrow` does.
  ///
  /// ```swift
  /// let g = AsyncGenerator { yield in
  ///   do { try await yield(1) } catch is CancellationError { try await yield(-1) }
  /// }
  /// _ = await g.next()
  /// print(try await g.throw(CancellationError())!)  // -1
  /// ```
  ///
  /// - Parameter error: The error that `yield` throws.
  /// - Returns: The next element, or `nil` if the body has ended.
  /// - Throws: The error that leaves the body, mostly `error` itself; `GeneratorError` of the kind `alreadyExecuting`
  ///   during another request.
  /// - Complexity: One resumption.
  @discardableResult
  nonisolated(nonsending) public func `throw`(_ error: any Error) async throws -> Element? {
    try await handle.throw(error, isolation: #isolation)
  }

  /// Closes the generator: resumes its body once more, to clean up, and awaits its end.
  ///
  /// Control goes to the body, where `yield` throws `GeneratorExit`, and returns when the body has ended, also where
  /// its clean-up awaits. A body that was not started doesn't run. Closing a generator that has ended does nothing.
  ///
  /// ```swift
  /// let g = AsyncGenerator { yield in
  ///   do {
  ///     while true { try await yield(1) }
  ///   } catch is GeneratorExit {
  ///     await Task.yield()
  ///     print("closed")
  ///   }
  /// }
  /// _ = await g.next()
  /// await g.close()  // prints "closed"
  /// ```
  ///
  /// Traps if the body yields instead, if another error leaves it, and if it is called during another request.
  ///
  /// - Complexity: One resumption.
  nonisolated(nonsending) public func close() async {
    do {
      _ = try await handle.close(isolation: #isolation)
    } catch {
      handle.end(with: error, in: "close()")
    }
  }

  /// The stage of its life that the generator is in.
  ///
  /// `running` during a request. Where several tasks use the generator, the state may have changed when this returns.
  public var state: GeneratorState { handle.core.state }
}

extension AsyncGenerator: CustomStringConvertible {
  /// The type and state, and where the generator was made.
  public var description: String { handle.core.describe(as: Self.self) }
}
