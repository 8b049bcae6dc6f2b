public import Generators

/// An async generator that receives values, may fail, and returns a value.
///
/// The body is `async`. It runs when the consumer resumes it, up to its next `yield`. The generic parameters
/// are the types of the elements that the body yields, of the values that the consumer sends, and of the
/// value that the body returns at its end. Python's `Generator[Yield, Send, Return]` has the same order.
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
/// Each call that resumes the body returns the element that the body yields, or `nil` when the body has
/// returned. An error that leaves the body ends the coroutine, and the call throws it. If `Element` is
/// optional, the result is a double optional: `if let answer = try await c.send(x)` unwraps the outer one.
///
/// **Where the body runs.** The body has a task of its own. In each step it runs on the consumer's thread
/// until it suspends for the first time. From there to its next `yield` it runs in Swift's global pool, or on
/// the actor that it is isolated to. A body that is isolated to the consumer's own actor needs no hop. A body
/// without isolation that computes for long occupies the consumer's thread. If that is the main thread, move
/// the computation to a child task (`async let`).
///
/// **Cancellation.** Cancelling the consumer's task cancels the body's task too. The body decides what
/// follows: if it throws an error, `next()` throws that; if it returns, `next()` returns `nil`. A cancelled
/// body stays cancelled.
///
/// **Task-local values and priority** come from the task that resumes the body first. A consumer that waits
/// raises the body to its own priority, also when that is escalated.
///
/// **One request at a time.** A coroutine is `Sendable` if its three types are, and several tasks may take
/// turns. A second request during the first throws
/// ``/Generators/GeneratorError/Kind-swift.enum/alreadyExecuting``.
///
/// **Release.** Like a `Coroutine`, it is a reference. When the last reference is released while the body is
/// suspended at a `yield`, that `yield` throws `GeneratorExit`. Clean-up that awaits nothing is complete
/// before the release returns. Other clean-up continues in the background. If the body has suspended during
/// its last step, all clean-up may run in the background, because the thread of that step may still be busy
/// with it. A body that is isolated to an actor cleans up on that actor, soon after the release, even if the
/// releasing code runs on the same actor. To wait for clean-up, use ``close()`` or
/// ``withAsyncGenerator(_:_:)-(AsyncCoroutine<Element,Input,Return>,_)``. An error of clean-up goes to
/// `UnraisableError.hook`. A body that yields during clean-up traps.
///
/// The rules are those of PEP 525, the Python proposal for async generators, and of PEP 828 for the return
/// value and delegation.
///
/// - Complexity: Making one takes three allocations. A step whose body doesn't suspend takes no allocation.
public struct AsyncCoroutine<Element, Input, Return> {
  /// The parameter of the body: calling it yields an element and returns the value that the consumer sends.
  public typealias Yield = AsyncYield<Element, Input>

  @usableFromInline let handle: AsyncHandle<Element, Input, Return>

  /// Creates a coroutine with a body.
  ///
  /// Doesn't run the body yet. ``start()`` does.
  ///
  /// - Parameters:
  ///   - fileID: The file to name in messages.
  ///   - line: The line to name in messages.
  ///   - body: The code that yields, receives values, and returns. A closure in actor-isolated code that uses
  ///     the actor is isolated to it. Its captured values move into the generator, which releases the closure
  ///     at its end.
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
  /// - Throws: The error that leaves the body; `GeneratorError` of the kind `alreadyStarted` if the coroutine
  ///   was started before and hasn't ended, or `alreadyExecuting` during another request.
  /// - Complexity: One resumption, and a task for the body.
  @inlinable @discardableResult
  nonisolated(nonsending) public func start() async throws -> Element? {
    try await handle.start(isolation: #isolation)
  }

  /// Sends `value` to the `yield` where the body is suspended, and returns the next element.
  ///
  /// Control goes to the body, where `yield` returns `value`, and returns at its next `yield`, or when the body ends.
  /// On a coroutine that has ended, does nothing and returns `nil`.
  ///
  /// A coroutine that wasn't started has no `yield` to take a value. Start it first with ``start()``. If
  /// `Input` is `Void` or optional, sending `()` or `nil` starts it too.
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
  /// Control goes to the body, where `yield` throws `error`. It returns at the next `yield`, or when the body
  /// ends. On a coroutine that wasn't started, closes it without running the body, and throws `error`. On a
  /// coroutine that has ended, does nothing and returns `nil`, as Python's `athrow` does.
  ///
  /// - Parameter error: The error that `yield` throws.
  /// - Returns: The next element, or `nil` if the body has returned.
  /// - Throws: The error that leaves the body, usually `error` itself; `GeneratorError` of the kind
  ///   `alreadyExecuting` during another request.
  /// - Complexity: One resumption.
  @discardableResult
  nonisolated(nonsending) public func `throw`(_ error: any Error) async throws -> Element? {
    try await handle.throw(error, isolation: #isolation)
  }

  /// Closes the coroutine: resumes its body once more, to clean up, and awaits its end.
  ///
  /// Control goes to the body, where `yield` throws `GeneratorExit`. It returns when the body has ended,
  /// after clean-up that awaits too. A body that wasn't started doesn't run. Closing a coroutine that has
  /// ended does nothing.
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
  /// - Returns: The value that the body returned, if the body caught the exit and returned; otherwise `nil`.
  ///   ``returnValue`` keeps the value.
  /// - Throws: An error other than `GeneratorExit` that leaves the body; `GeneratorError` of the kind
  ///   `ignoredExit` if the body yields instead and stays suspended there, or `alreadyExecuting` during
  ///   another request.
  /// - Complexity: One resumption.
  @discardableResult
  nonisolated(nonsending) public func close() async throws -> Return? {
    try await handle.close(isolation: #isolation)
  }

  /// The value that the body returned; `nil` before its end, and after an error.
  public var returnValue: Return? { handle.core.hasEnded ? handle.core.returned : nil }

  /// The state of the coroutine.
  ///
  /// The state is `running` during a request. If several tasks use the coroutine, the state may change before
  /// the caller looks at it.
  public var state: GeneratorState { handle.core.state }
}

extension AsyncCoroutine where Input: ExpressibleByNilLiteral {
  /// Resumes the body with `nil`, as Python's `anext` does with `None`.
  ///
  /// Control goes to the body and returns at its next `yield`, or when it ends. Starts a coroutine that
  /// wasn't started.
  ///
  /// - Returns: The element, or `nil` permanently when the body has returned.
  /// - Throws: The error that leaves the body; `GeneratorError` of the kind `alreadyExecuting` during another request.
  /// - Complexity: One resumption.
  @inlinable @discardableResult
  nonisolated(nonsending) public func next() async throws -> Element? {
    try await handle.send(nil, isolation: #isolation)
  }
}

extension AsyncCoroutine: CustomStringConvertible {
  /// A description with the type, the state, and the place where the coroutine was made.
  public var description: String { handle.core.describe(as: Self.self) }
}
