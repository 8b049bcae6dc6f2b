public import Generators

/// An async generator that is also sent values, may fail, and returns a value.
///
/// The body is `async`. It runs when the consumer resumes it, up to its next `yield`. The parameters are in the order
/// of Python's `Generator[Yield, Send, Return]`: what the body yields, what it is sent for that, and what it returns at
/// its end.
///
/// ```swift
/// let averager = AsyncCoroutine<Double, Double, Void> { yield in
///   var sum = 0.0, count = 0.0
///   var value = try await yield(.nan)
///   while true {
///     sum += value
///     count += 1
///     value = try await yield(sum / count)
///   }
/// }
/// print(try await averager.start()!)   // nan
/// print(try await averager.send(10)!)  // 10.0
/// print(try await averager.send(20)!)  // 15.0
/// ```
///
/// Each call that resumes the body returns the element that it yields, or `nil` when it has returned, and throws
/// the error that leaves it, which ends the coroutine. If `Element` is optional, the result is a double optional:
/// `if let answer = try await c.send(x)` unwraps the call's.
///
/// **Where the body runs.** The body is a task of its own, but it runs on the thread of the consumer that resumes it
/// until it suspends for the first time in that step. From there to its next `yield` it runs in Swift's global
/// pool, or on the actor that it is isolated to. A body isolated to the consumer's own actor needs no hop. A body
/// that is not isolated and computes for long keeps the thread of its consumer; where that is the main actor, move the
/// computation to a child task (`async let`).
///
/// **Cancellation.** When the consumer's task is cancelled, the body's task is, too. The body decides what follows: an
/// error that it throws is thrown by `next()`, and if it returns, `next()` returns `nil`. A cancelled body stays
/// cancelled.
///
/// **Task-local values and priority** are those of the task that resumes the body first. A consumer that waits raises
/// the body to its own priority, also when that is escalated.
///
/// **One request at a time.** It is `Sendable` if its three types are, and several tasks may take turns. A
/// second request during the first throws ``/Generators/GeneratorError/Kind-swift.enum/alreadyExecuting``.
///
/// **Release.** Like a `Coroutine`, it is a reference. When the last one is released while the body is suspended at a
/// `yield`, that `yield` throws `GeneratorExit`. Clean-up that awaits nothing is done before the release returns. The
/// rest runs in the background. If the body's last step had suspended, all of it may: the thread of that step may still
/// be busy with it. A body that is isolated to an actor cleans up there, soon after the release, even if the actor
/// is that of the code which releases the generator. To await clean-up, use ``close()`` or
/// ``withAsyncGenerator(_:_:)-(AsyncCoroutine<Element,Input,Return>,_)``. An error of clean-up goes to
/// `UnraisableError.hook`. To yield during it is a trap.
///
/// The rules are those of PEP 525 and, for the return value and delegation, PEP 828.
///
/// - Complexity: Making one takes three allocations. A step whose body doesn't suspend takes no allocation.
public struct AsyncCoroutine<Element, Input, Return> {
  /// What the body is handed: calling it yields an element and returns what is sent for it.
  public typealias Yield = AsyncYield<Element, Input>

  @usableFromInline let handle: AsyncHandle<Element, Input, Return>

  /// Makes a coroutine with a body.
  ///
  /// The body doesn't run yet. It starts at ``start()``.
  ///
  /// - Parameters:
  ///   - fileID: The file to name in messages.
  ///   - line: The line to name in messages.
  ///   - body: The code that yields, takes what is sent, and returns. A closure that is written in code isolated to an
  ///     actor is isolated to it if it uses it. What it captures moves into the generator. It is released when it has
  ///     ended.
  /// - Complexity: O(1), three allocations.
  public init(
    fileID: StaticString = #fileID, line: UInt = #line,
    @_inheritActorContext
    _ body: sending @escaping @isolated(any) (Yield) async throws -> sending Return
  ) {
    handle = AsyncHandle(fileID: fileID, line: line, body: body)
  }
}

extension AsyncCoroutine: Sendable where Element: Sendable, Input: Sendable, Return: Sendable {}

extension AsyncCoroutine {
  /// Runs the body to its first `yield`.
  ///
  /// Control goes to the body and returns at its first `yield`, or when it ends without one.
  ///
  /// ```swift
  /// let echo = AsyncCoroutine<Int, Int, Void> { yield in
  ///   var heard = try await yield(0)
  ///   while true { heard = try await yield(heard) }
  /// }
  /// print(try await echo.start()!)  // 0
  /// print(try await echo.send(7)!)  // 7
  /// ```
  ///
  /// - Returns: The first element; `nil` if the body has ended without one, or the coroutine was closed.
  /// - Throws: The error that leaves the body; `GeneratorError` of the kind `alreadyStarted` if it was started before
  ///   and has not ended, or `alreadyExecuting` during another request.
  /// - Complexity: One resumption, and a task for the body.
  @inlinable @discardableResult
  nonisolated(nonsending) public func start() async throws -> Element? {
    try await handle.start(isolation: #isolation)
  }

  /// Sends `value` to the `yield` where the body is suspended, and returns the next element.
  ///
  /// Control goes to the body, where `yield` returns `value`, and returns at its next `yield`, or when the body ends.
  /// On a coroutine that has ended it does nothing and returns `nil`.
  ///
  /// A coroutine that was not started has no `yield` to take a value. Start it first, by ``start()``, or
  /// by sending nothing, `()` or `nil`, where `Input` is `Void` or optional.
  ///
  /// - Parameter value: The value that `yield` returns in the body.
  /// - Returns: The next element, or `nil` when the body has returned.
  /// - Throws: The error that leaves the body; `GeneratorError` of the kind `notStarted`, after which the coroutine is
  ///   still usable, or `alreadyExecuting` during another request.
  /// - Complexity: One resumption.
  @inlinable @inline(__always) @discardableResult
  nonisolated(nonsending) public func send(_ value: sending Input) async throws -> Element? {
    try await handle.send(consume value, isolation: #isolation)
  }

  /// Throws `error` at the `yield` where the body is suspended, and returns the next element.
  ///
  /// Control goes to the body, where `yield` throws `error`, and returns as from `send(_:)`. A coroutine that was not
  /// started doesn't run: it is closed, and this throws `error`. On one that has ended it does nothing and returns
  /// `nil`, as Python's `athrow` does.
  ///
  /// - Parameter error: The error that `yield` throws.
  /// - Returns: The next element, or `nil` if the body has returned.
  /// - Throws: The error that leaves the body, mostly `error` itself; `GeneratorError` of the kind `alreadyExecuting`
  ///   during another request.
  /// - Complexity: One resumption.
  @discardableResult
  nonisolated(nonsending) public func `throw`(_ error: any Error) async throws -> Element? {
    try await handle.throw(error, isolation: #isolation)
  }

  /// Closes the coroutine: resumes its body once more, to clean up, and awaits its end.
  ///
  /// Control goes to the body, where `yield` throws `GeneratorExit`, and returns when the body has ended, also where
  /// its clean-up awaits. A body that was not started doesn't run. Closing a coroutine that has ended does nothing.
  ///
  /// ```swift
  /// let sum = AsyncCoroutine<Void, Int, Int> { yield in
  ///   var total = 0
  ///   do { while true { total += try await yield() } } catch is GeneratorExit { return total }
  /// }
  /// try await sum.start()
  /// try await sum.send(1)
  /// try await sum.send(2)
  /// print(try await sum.close()!)  // 3
  /// ```
  ///
  /// - Returns: What the body returned if it caught the exit and returned; otherwise `nil`. ``returnValue`` keeps it.
  /// - Throws: An error other than `GeneratorExit` that leaves the body; `GeneratorError` of the kind `ignoredExit` if
  ///   the body yields instead, where it stays suspended, or `alreadyExecuting` during another request.
  /// - Complexity: One resumption.
  @discardableResult
  nonisolated(nonsending) public func close() async throws -> Return? {
    try await handle.close(isolation: #isolation)
  }

  /// The value that the body returned; `nil` before that, and if the body ended with an error.
  public var returnValue: Return? { handle.core.hasEnded ? handle.core.returned : nil }

  /// The stage of its life that the coroutine is in.
  ///
  /// `running` during a request. Where several tasks use the coroutine, the state may have changed when this returns.
  public var state: GeneratorState { handle.core.state }
}

extension AsyncCoroutine where Input: ExpressibleByNilLiteral {
  /// Resumes the body with `nil`: Python's `anext`, which sends `None`.
  ///
  /// Control goes to the body and returns at its next `yield`, or when it ends. It starts a coroutine that was not
  /// started.
  ///
  /// - Returns: The element, or `nil` when the body has returned, and permanently after that.
  /// - Throws: The error that leaves the body; `GeneratorError` of the kind `alreadyExecuting` during another request.
  /// - Complexity: One resumption.
  @inlinable @discardableResult
  nonisolated(nonsending) public func next() async throws -> Element? {
    try await handle.send(nil, isolation: #isolation)
  }
}

extension AsyncCoroutine: CustomStringConvertible {
  /// The type and state, and where the coroutine was made.
  public var description: String { handle.core.describe(as: Self.self) }
}
