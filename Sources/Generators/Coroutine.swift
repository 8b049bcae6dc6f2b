/// A generator that is also sent values, may fail, and returns a value: Python's whole protocol.
///
/// The parameters are in the order of Python's `Generator[Yield, Send, Return]`: what the body
/// yields, what it is sent for it, and what it returns at its end.
///
/// ```swift
/// let averager = Coroutine<Double, Double, Void> { yield in
///   var sum = 0.0, count = 0.0
///   var value = try yield(.nan)
///   while true {
///     sum += value
///     count += 1
///     value = try yield(sum / count)
///   }
/// }
/// print(try averager.start()!)   // nan
/// print(try averager.send(10)!)  // 10.0
/// print(try averager.send(20)!)  // 15.0
/// ```
///
/// Everything that resumes the body gives the element that it yields, or `nil` when it has
/// returned, and throws what leaves the body, whereupon the coroutine is closed.
///
/// A coroutine is a reference, as a ``Generator`` is, and is closed when the last reference goes.
/// An error other than ``GeneratorExit`` that leaves the body then goes to
/// ``UnraisableError/hook``.
///
/// PEP 255, 342 and 380; a `close()` that gives the return value is CPython 3.13's.
///
/// - Complexity: as of a ``Generator``, with one allocation more to make it.
public struct Coroutine<Element, Input, Return> {
  /// What the body is handed: calling it yields an element and returns what is sent for it.
  public typealias Yield = Generators.Yield<Element, Input>

  @usableFromInline let core: TypedCore<Element, Input, Return>

  /// Makes a coroutine with a body.
  ///
  /// The body does not run yet; it starts at ``start()``.
  ///
  /// - Parameters:
  ///   - stackSize: the least number of bytes of stack for the body, as in
  ///     ``Generator/init(stackSize:fileID:line:_:)``, with room for 16 of `Element`, `Input` and `Return`
  ///     more where these are large.
  ///   - fileID: the file to name in messages.
  ///   - line: the line to name in messages.
  ///   - body: the code that yields, takes what is sent, and returns. It is released when it has
  ///     ended.
  /// - Precondition: `stackSize` is positive. Where there is no memory for a stack, the start
  ///   traps.
  /// - Complexity: O(1), two allocations.
  @inlinable
  public init(
    stackSize: Int = defaultStackSize, fileID: StaticString = #fileID, line: UInt = #line,
    _ body: @escaping (Yield) throws -> Return
  ) {
    guard stackSize > 0 else { fatalError("stackSize must be positive, and is \(stackSize)") }
    let origin = GeneratorOrigin(fileID: fileID, line: line)
    core = TypedCore(returning: body, stackSize: stackSize, origin: origin)
  }
}

extension Coroutine {
  /// Runs the body to its first `yield`: Python's priming `next`.
  ///
  /// Control goes to the body and comes back at its first `yield`, or when it ends without one.
  ///
  /// ```swift
  /// let echo = Coroutine<Int, Int, Void> { yield in
  ///   var heard = try yield(0)
  ///   while true { heard = try yield(heard) }
  /// }
  /// print(try echo.start()!)  // 0
  /// print(try echo.send(7)!)  // 7
  /// ```
  ///
  /// - Returns: the first element; `nil` if the body has ended without one, or the coroutine was
  ///   closed.
  /// - Throws: what leaves the body; ``GeneratorError/Kind-swift.enum/alreadyStarted`` if it was
  ///   started before and has not ended.
  /// - Complexity: one resumption, and a stack from the pool.
  @inlinable @discardableResult
  public func start() throws -> Element? {
    if core.phase == .live { throw GeneratorError.alreadyStarted(core.origin) }
    return try core.resume(sending: nil)
  }

  /// Sends `value` to the `yield` where the body is suspended, and gives the next element.
  ///
  /// Control goes to the body, where `yield` returns `value`, and comes back at its next `yield`,
  /// or when it ends. On one that has ended it does nothing and gives `nil`.
  ///
  /// One that was not started has no `yield` to take a value. It must be started first, by
  /// ``start()``, or by sending nothing, `()` or `nil`, where `Input` is `Void` or optional.
  ///
  /// - Parameter value: what `yield` returns in the body.
  /// - Returns: the next element, or `nil` when the body has returned.
  /// - Throws: what leaves the body; ``GeneratorError-struct`` of the kind `notStarted`, after which the
  ///   coroutine is still usable, or `alreadyExecuting` inside the body.
  /// - Complexity: one resumption, without an allocation.
  @inlinable @inline(__always) @discardableResult
  public func send(_ value: consuming Input) throws -> Element? {
    try core.resume(passing: value)
  }

  /// Throws `error` at the `yield` where the body is suspended, and gives the next element.
  ///
  /// Control goes to the body, where `yield` throws `error`, and comes back as from ``send(_:)``.
  /// One that was not started does not run: it is closed, and the error comes back; so it does
  /// from one that has ended. While the body delegates, the error goes to whom it delegates to,
  /// but ``GeneratorExit`` closes that one first (PEP 380).
  ///
  /// - Parameter error: what `yield` throws.
  /// - Returns: the next element, or `nil` if the body has returned.
  /// - Throws: the error that leaves the body, mostly `error` itself;
  ///   ``GeneratorError/Kind-swift.enum/alreadyExecuting`` inside the body.
  /// - Complexity: one resumption.
  @inlinable @inline(__always) @discardableResult
  public func `throw`(_ error: consuming any Error) throws -> Element? {
    try core.resume(throwing: error)
  }

  /// Ends the coroutine: its body is resumed once more, to clean up.
  ///
  /// Control goes to the body, where `yield` throws ``GeneratorExit``, and comes back when the
  /// body has ended. One that was not started does not run; to close one that has ended does
  /// nothing.
  ///
  /// ```swift
  /// let sum = Coroutine<Void, Int, Int> { yield in
  ///   var total = 0
  ///   do { while true { total += try yield(()) } } catch is GeneratorExit { return total }
  /// }
  /// try sum.start()
  /// try sum.send(1)
  /// try sum.send(2)
  /// print(try sum.close()!)  // 3
  /// ```
  ///
  /// - Returns: what the body returned if it caught the exit and returned; otherwise `nil`. It is
  ///   kept in ``returnValue``.
  /// - Throws: an error other than ``GeneratorExit`` that leaves the body; ``GeneratorError-struct`` of
  ///   the kind `ignoredExit` if the body yields instead, where it stays suspended, or
  ///   `alreadyExecuting` inside the body.
  /// - Complexity: one resumption of each body in the chain of delegations.
  @inlinable @discardableResult
  public func close() throws -> Return? {
    try core.close()
  }

  /// What the body returned; `nil` before that, and where it ended with an error.
  public var returnValue: Return? { core.returned }

  /// Where the coroutine stands in its life.
  ///
  /// - Complexity: O(1); O(*n*) inside of *n* delegations.
  public var state: GeneratorState { core.state }
}

extension Coroutine where Input == Void {
  /// Resumes the body until it yields or ends: Python's `next`.
  ///
  /// Control goes to the body and comes back at its next `yield`, or when it ends. It starts one
  /// that was not started.
  ///
  /// ```swift
  /// let g = ThrowingGenerator { yield in
  ///   try yield(1)
  ///   throw CancellationError()
  /// }
  /// while let n = try g.next() { print(n) }  // 1, then CancellationError is thrown
  /// ```
  ///
  /// - Returns: the element, or `nil` when the body has returned, and for ever after.
  /// - Throws: what leaves the body; ``GeneratorError/Kind-swift.enum/alreadyExecuting`` inside the
  ///   body.
  /// - Complexity: one resumption, without an allocation.
  @inlinable @inline(__always) @discardableResult
  public func next() throws -> Element? {
    try core.resume(sending: nil)
  }
}

extension Coroutine where Input: ExpressibleByNilLiteral {
  /// Resumes the body with `nil`: Python's `next`, which sends `None`.
  ///
  /// Control goes to the body and comes back at its next `yield`, or when it ends. It starts one
  /// that was not started.
  ///
  /// - Returns: the element, or `nil` when the body has returned, and for ever after.
  /// - Throws: what leaves the body; ``GeneratorError/Kind-swift.enum/alreadyExecuting`` inside the
  ///   body.
  /// - Complexity: one resumption, without an allocation.
  @inlinable @discardableResult
  public func next() throws -> Element? {
    // Nothing is sent to one that was not started: it has no `yield` to take it.
    core.phase == .created ? try core.resume(sending: nil) : try core.resume(passing: nil)
  }
}

extension Coroutine {
  /// Where the coroutine was made.
  package var origin: GeneratorOrigin { core.origin }
}

extension Coroutine: CustomStringConvertible {
  /// The state, the function in which the body is suspended, and where the coroutine was made: see
  /// ``Generator/description``.
  public var description: String { core.describe(as: Self.self) }
}
