/// A generator that can also be sent values, may fail, and returns a value: Python's whole
/// protocol.
///
/// The parameters have the order of Python's `Generator[Yield, Send, Return]`: the elements that
/// the body yields, the values that it is sent, and the value that it returns at its end.
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
/// Each method that resumes the body returns the element that the body yields, or `nil` when it has
/// returned. An error that leaves the body closes the coroutine, and the method throws it.
///
/// A coroutine is a reference, as a ``Generator`` is, and is closed when the last reference is
/// released. An error other than ``GeneratorExit`` that leaves the body then goes to
/// ``UnraisableError/hook``.
///
/// The protocol is that of PEP 255, 342 and 380, the proposals that added generators, `send` and
/// `yield from` to Python. A `close()` that returns the body's value is CPython 3.13's.
///
/// - Complexity: As of a ``Generator``, with one allocation more to create it.
public struct Coroutine<Element, Input, Return> {
  /// The type of the value by which the body yields: calling it yields an element and returns the
  /// value that is sent for it.
  public typealias Yield = Generators.Yield<Element, Input>

  @usableFromInline let core: TypedCore<Element, Input, Return>

  /// Creates a coroutine with a body.
  ///
  /// The body does not run yet; it starts at ``start()``.
  ///
  /// - Parameters:
  ///   - stackSize: The least number of bytes of stack for the body, as in
  ///     ``Generator/init(stackSize:fileID:line:_:)``, with room for 16 of `Element`, `Input` and
  ///     `Return` more if these are large.
  ///   - fileID: The file to name in messages.
  ///   - line: The line to name in messages.
  ///   - body: The code that yields, receives values, and returns. It is released when it has
  ///     ended.
  /// - Precondition: `stackSize` is positive. If there is no memory for a stack, the start traps.
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
  /// Runs the body to its first `yield`: the first `next()` in Python, called priming.
  ///
  /// Control returns at the first `yield`, or when the body ends without one.
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
  /// - Returns: The first element; `nil` if the body has ended without one, or the coroutine was
  ///   closed.
  /// - Throws: An error that leaves the body; ``GeneratorError/Kind-swift.enum/alreadyStarted`` if
  ///   the body was started before and has not ended.
  /// - Complexity: One resumption, and a stack from the pool.
  @inlinable @discardableResult
  public func start() throws -> Element? {
    if core.phase == .live { throw GeneratorError.alreadyStarted(core.origin) }
    return try core.resume(sending: nil)
  }

  /// Sends `value` to the `yield` where the body is suspended, and returns the next element.
  ///
  /// In the body, `yield` returns `value`. Control returns at the next `yield`, or when the body
  /// ends. If the body has ended, `send` does nothing and returns `nil`.
  ///
  /// A body that has not started has no `yield` that could receive a value. Start it first, by
  /// ``start()``, or by sending nothing: `()` or `nil`, where `Input` is `Void` or optional.
  ///
  /// - Parameter value: The value that `yield` returns in the body.
  /// - Returns: The next element, or `nil` when the body has returned.
  /// - Throws: An error that leaves the body; ``GeneratorError-struct`` of the kind `notStarted`,
  ///   after which the coroutine is still usable, or `alreadyExecuting` inside the body.
  /// - Complexity: One resumption, without an allocation.
  @inlinable @inline(__always) @discardableResult
  public func send(_ value: consuming Input) throws -> Element? {
    try core.resume(passing: value)
  }

  /// Throws `error` at the `yield` where the body is suspended, and returns the next element.
  ///
  /// In the body, `yield` throws `error`. Control returns as from ``send(_:)``. If the body has not
  /// started, it does not run: the coroutine is closed, and this call throws the error. It also
  /// throws the error if the body has ended. While the body delegates, the error goes to the
  /// generator to which it delegates. ``GeneratorExit`` closes that generator first (PEP 380).
  ///
  /// - Parameter error: The error that `yield` throws.
  /// - Returns: The next element, or `nil` if the body has returned.
  /// - Throws: The error that leaves the body, mostly `error` itself;
  ///   ``GeneratorError/Kind-swift.enum/alreadyExecuting`` inside the body.
  /// - Complexity: One resumption.
  @inlinable @inline(__always) @discardableResult
  public func `throw`(_ error: consuming any Error) throws -> Element? {
    try core.resume(throwing: error)
  }

  /// Closes the coroutine: resumes its body once more, to clean up.
  ///
  /// In the body, `yield` throws ``GeneratorExit``. Control returns when the body has ended. A body
  /// that has not started does not run. Closing a coroutine that has ended does nothing.
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
  /// - Returns: The value that the body returned if it caught the exit and returned; otherwise
  ///   `nil`. ``returnValue`` keeps it.
  /// - Throws: An error other than ``GeneratorExit`` that leaves the body;
  ///   ``GeneratorError-struct`` of the kind `ignoredExit` if the body yields instead and stays
  ///   suspended there, or `alreadyExecuting` inside the body.
  /// - Complexity: One resumption of each body in the chain of delegations.
  @inlinable @discardableResult
  public func close() throws -> Return? {
    try core.close()
  }

  /// The value that the body returned; `nil` before that, and if the body ended with an error.
  public var returnValue: Return? { core.returned }

  /// The state of the coroutine: created, suspended, running or closed.
  ///
  /// - Complexity: O(1); O(*n*) inside of *n* delegations.
  public var state: GeneratorState { core.state }
}

extension Coroutine where Input == Void {
  /// Resumes the body until it yields or ends: Python's `next`.
  ///
  /// Control returns at the next `yield`, or when the body ends. If the body has not started, this
  /// call starts it.
  ///
  /// ```swift
  /// let g = ThrowingGenerator { yield in
  ///   try yield(1)
  ///   throw CancellationError()
  /// }
  /// while let n = try g.next() { print(n) }  // 1, then CancellationError is thrown
  /// ```
  ///
  /// - Returns: The element, or `nil` when the body has returned, and at each later call.
  /// - Throws: An error that leaves the body; ``GeneratorError/Kind-swift.enum/alreadyExecuting``
  ///   inside the body.
  /// - Complexity: One resumption, without an allocation.
  @inlinable @inline(__always) @discardableResult
  public func next() throws -> Element? {
    try core.resume(sending: nil)
  }
}

extension Coroutine where Input: ExpressibleByNilLiteral {
  /// Resumes the body with `nil`: Python's `next`, which sends `None`.
  ///
  /// Control returns at the next `yield`, or when the body ends. If the body has not started, this
  /// call starts it.
  ///
  /// - Returns: The element, or `nil` when the body has returned, and at each later call.
  /// - Throws: An error that leaves the body; ``GeneratorError/Kind-swift.enum/alreadyExecuting``
  ///   inside the body.
  /// - Complexity: One resumption, without an allocation.
  @inlinable @discardableResult
  public func next() throws -> Element? {
    // A body that has not started has no `yield` that could receive `nil`.
    core.phase == .created ? try core.resume(sending: nil) : try core.resume(passing: nil)
  }
}

extension Coroutine {
  /// Unavailable, because the `yield` of this body must be sent a value.
  @available(*, unavailable, message: "use start() for the first element, and then send(_:)")
  @_disfavoredOverload @discardableResult
  public func next() throws -> Element? { fatalError("unavailable") }

  /// Where the coroutine was created.
  package var origin: GeneratorOrigin { core.origin }
}

extension Coroutine: CustomStringConvertible {
  /// The state, the function in which the body is suspended, and where the coroutine was created:
  /// see ``Generator/description``.
  public var description: String { core.describe(as: Self.self) }
}
