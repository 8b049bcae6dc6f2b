public import Generators

/// An async sequence that never fails, whose elements straight-line code yields.
///
/// The body runs when the consumer requests an element, up to its next `yield`. It doesn't run before the
/// first request, and nothing is buffered.
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
/// `next()` can't throw, so an error that leaves the body traps, with a message that names the error and the
/// place where the generator was made. There are two exceptions, after which `next()` returns `nil`:
/// `GeneratorExit`, and a `CancellationError` after the body's task was cancelled. A consumer that must know
/// whether the elements are complete checks `Task.isCancelled`. For a body that may fail, use
/// ``AsyncThrowingGenerator``. For a body that receives values, use ``AsyncCoroutine``.
///
/// A second request during the first traps. ``AsyncCoroutine`` describes where the body runs, cancellation,
/// task-local values and release.
///
/// - Complexity: Making one takes three allocations. An element whose body doesn't suspend takes no allocation.
public struct AsyncGenerator<Element> {
  /// The parameter of the body: calling it yields an element.
  public typealias Yield = AsyncYield<Element, Void>

  @usableFromInline let handle: AsyncHandle<Element, Void, Void>

  /// Creates a generator whose elements `body` yields.
  ///
  /// Doesn't run the body yet. The first request of an element does.
  ///
  /// - Parameters:
  ///   - fileID: The file to name in messages.
  ///   - line: The line to name in messages.
  ///   - body: The code that yields the elements. A closure in actor-isolated code that uses the actor is
  ///     isolated to it. Its captured values move into the generator, which releases the closure at its end.
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
  /// The type of the errors: `Never`.
  public typealias Failure = Never
  /// The generator's own type.
  public typealias AsyncIterator = Self

  /// Returns the generator itself, because it is its own iterator.
  ///
  /// A loop takes the elements that are left.
  public func makeAsyncIterator() -> Self { self }

  /// Resumes the body until it yields or ends, and returns the element, or `nil` at the end.
  ///
  /// Control goes to the body and returns at its next `yield`, or when it ends.
  ///
  /// Traps if an error leaves the body, with the exceptions at ``AsyncGenerator``, and during another
  /// request.
  ///
  /// - Returns: The element, or `nil` permanently when the body has ended.
  /// - Complexity: One resumption, without an allocation unless the body suspends.
  @inlinable @inline(__always) @discardableResult
  nonisolated(nonsending) public func next() async -> Element? {
    await next(isolation: #isolation)
  }

  /// Resumes the body until it yields or ends, in the isolation of the caller: see `next()`.
  ///
  /// A `for await` loop calls it.
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
  /// Control goes to the body, where `yield` throws `error`. It returns at the next `yield`, or when the body
  /// ends. On a generator that wasn't started, closes it without running the body, and throws `error`. On a
  /// generator that has ended, does nothing and returns `nil`, as Python's `athrow` does.
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
  /// - Throws: The error that leaves the body, usually `error` itself; `GeneratorError` of the kind
  ///   `alreadyExecuting` during another request.
  /// - Complexity: One resumption.
  @discardableResult
  nonisolated(nonsending) public func `throw`(_ error: any Error) async throws -> Element? {
    try await handle.throw(error, isolation: #isolation)
  }

  /// Closes the generator: resumes its body once more, to clean up, and awaits its end.
  ///
  /// Control goes to the body, where `yield` throws `GeneratorExit`. It returns when the body has ended,
  /// after clean-up that awaits too. A body that wasn't started doesn't run. Closing a generator that has
  /// ended does nothing.
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
  /// Traps if the body yields instead of ending, if another error leaves it, and during another request.
  ///
  /// - Complexity: One resumption.
  nonisolated(nonsending) public func close() async {
    do {
      _ = try await handle.close(isolation: #isolation)
    } catch {
      handle.end(with: error, in: "close()")
    }
  }

  /// The state of the generator.
  ///
  /// The state is `running` during a request. If several tasks use the generator, the state may change before
  /// the caller looks at it.
  public var state: GeneratorState { handle.core.state }
}

extension AsyncGenerator: CustomStringConvertible {
  /// A description with the type, the state, and the place where the generator was made.
  public var description: String { handle.core.describe(as: Self.self) }
}
