public import Generators

/// An async sequence with a synchronous body, whose consumer awaits on its behalf.
///
/// The body runs on a stack of its own, like that of a `Generator`, and isn't `async`. To await an operation,
/// it passes the operation to its consumer with ``AwaitingYield/await(_:)``. The consumer awaits the
/// operation in its own task and resumes the body with the result. So code that can't be `async`, such as a
/// parser, a visitor or a callback from C, can yield elements of asynchronous data, at any depth of calls:
///
/// ```swift
/// func words(of source: Page) -> AwaitingGenerator<Substring> {
///   AwaitingGenerator { yield in
///     var page: Page? = source
///     while let current = page {
///       for word in current.text.split(separator: " ") { try yield(word) }
///       page = try yield.await { try await current.following() }
///     }
///   }
/// }
/// for try await word in words(of: Page(of: ["to be", "or not"])) { print(word) }  // to, be, or, not
/// ```
///
/// For each element, cancellation, task-local values, priority and isolation are those of the consumer that
/// requests it. Nothing crosses between tasks, so neither elements nor captured values need to be `Sendable`.
/// An element takes a small part of the time that one of an ``AsyncThrowingGenerator`` takes.
///
/// Choose it for hot loops, for code that can't be `async`, and for values that aren't `Sendable`. The
/// generator itself isn't `Sendable`. If the body starts child tasks, or several tasks share the generator,
/// use an ``AsyncThrowingGenerator``.
///
/// **Release.** Releasing the last reference while the body is suspended closes the body at once. There is no
/// consumer then, so an ``AwaitingYield/await(_:)`` in its clean-up throws ``NoConsumerError``. During
/// ``close()``, the caller awaits such operations.
///
/// - Complexity: Creating a generator takes four allocations and no stack. An element takes no allocation.
public struct AwaitingGenerator<Element> {
  /// The parameter of the body: calling it yields an element, and its `await` awaits.
  public typealias Yield = AwaitingYield<Element>

  @usableFromInline let core: ThrowingGenerator<AwaitingStep<Element>>
  @usableFromInline let service: AwaitingService

  /// Creates a generator with a body.
  ///
  /// Doesn't run the body yet. The first request of an element does.
  ///
  /// - Parameters:
  ///   - stackSize: The least number of bytes of stack for the body, as for a `Generator`.
  ///   - fileID: The file to name in messages.
  ///   - line: The line to name in messages.
  ///   - body: The code that yields and awaits. The generator releases the closure at its end.
  /// - Precondition: `stackSize` is positive.
  /// - Complexity: O(1), four allocations.
  @inlinable
  public init(
    stackSize: Int = defaultStackSize, fileID: StaticString = #fileID, line: UInt = #line,
    _ body: @escaping (Yield) throws -> Void
  ) {
    let service = AwaitingService(fileID: fileID, line: line)
    self.service = service
    core = ThrowingGenerator(stackSize: stackSize, fileID: fileID, line: line) { yield in
      try body(AwaitingYield(yield: yield, service: service))
    }
  }
}

extension AwaitingGenerator: AsyncSequence, AsyncIteratorProtocol {
  /// The type of the errors: `any Error`.
  public typealias Failure = any Error
  /// The generator's own type.
  public typealias AsyncIterator = Self

  /// Returns the generator itself, because it is its own iterator.
  ///
  /// A loop takes the elements that are left.
  public func makeAsyncIterator() -> Self { self }

  /// Resumes the body until it yields or ends, and awaits the operations that the body passes on.
  ///
  /// Control goes to the body and returns at its next `yield`, or when it ends. Starts a generator that
  /// wasn't started.
  ///
  /// - Returns: The element, or `nil` permanently when the body has returned.
  /// - Throws: The error that leaves the body; `GeneratorError` of the kind `alreadyExecuting` during another
  ///   request, also while that request awaits.
  /// - Complexity: One resumption, and one more for each await.
  @inlinable @inline(__always) @discardableResult
  nonisolated(nonsending) public func next() async throws -> Element? {
    try await next(isolation: #isolation)
  }

  /// Resumes the body until it yields or ends, in the isolation of the caller: see `next()`.
  ///
  /// A `for try await` loop calls it.
  @inlinable @inline(__always)
  public func next(isolation: isolated (any Actor)?) async throws -> Element? {
    guard service.begin() else { throw misuse(.alreadyExecuting) }
    defer { service.end() }
    var step = try core.next()
    while let current = step {
      if case .element(let element) = current { return element }
      step = try await serve(current, isolation: isolation)
    }
    return nil
  }
}

extension AwaitingGenerator {
  /// Throws `error` at the `yield` where the body is suspended, and returns the next element.
  ///
  /// Control goes to the body, where `yield` throws `error`. It returns at the next `yield`, or when the body
  /// ends. On a generator that wasn't started, closes it without running the body, and throws `error`. On a
  /// generator that has ended, throws `error`.
  ///
  /// - Parameter error: The error that `yield` throws.
  /// - Returns: The next element, or `nil` if the body has returned.
  /// - Throws: The error that leaves the body, usually `error` itself; `GeneratorError` of the kind
  ///   `alreadyExecuting` during another request.
  /// - Complexity: One resumption, and one more for each await.
  @discardableResult
  nonisolated(nonsending) public func `throw`(_ error: any Error) async throws -> Element? {
    try await finish(throwing: error, isolation: #isolation)
  }

  /// Closes the generator: resumes its body once more, to clean up, and awaits the operations of the
  /// clean-up.
  ///
  /// Control goes to the body, where `yield` throws `GeneratorExit`. It returns when the body has ended. A
  /// body that wasn't started doesn't run. Closing a generator that has ended does nothing.
  ///
  /// ```swift
  /// let g = AwaitingGenerator<Int> { yield in
  ///   do {
  ///     try yield(1)
  ///   } catch is GeneratorExit {
  ///     try yield.await { await Task.yield() }
  ///     print("closed")
  ///   }
  /// }
  /// _ = try await g.next()
  /// try await g.close()  // prints "closed"
  /// ```
  ///
  /// - Throws: An error other than `GeneratorExit` that leaves the body; `GeneratorError` of the kind
  ///   `ignoredExit` if the body yields instead and stays suspended there, or `alreadyExecuting` during
  ///   another request.
  /// - Complexity: One resumption, and one more for each await.
  nonisolated(nonsending) public func close() async throws {
    try await finish(isolation: #isolation)
  }

  /// The state of the generator, which is `running` also while the consumer awaits an operation of the body.
  public var state: GeneratorState {
    service.isBusy ? .running : core.state
  }

  // These methods have an isolated parameter, so they go to the consumer's actor first. Swift 6.3 may omit
  // the hop to that actor before it calls a `nonisolated(nonsending)` function.

  /// Closes the body, and awaits the operations that it passes on.
  private func finish(isolation: isolated (any Actor)?) async throws {
    // A body that isn't suspended has no clean-up, or is running.
    guard service.isBusy || core.state == .suspended else {
      try core.close()
      return
    }
    do {
      if try await finish(throwing: GeneratorExit(), isolation: isolation) != nil {
        throw misuse(.ignoredExit)
      }
    } catch is GeneratorExit {}
  }

  /// Throws an error in, and awaits the body's operations until the body yields an element or ends.
  private func finish(
    throwing error: any Error, isolation: isolated (any Actor)?
  ) async throws -> Element? {
    guard service.begin() else { throw misuse(.alreadyExecuting) }
    defer { service.end() }
    service.isExiting = error is GeneratorExit
    defer { service.isExiting = false }
    // A plain exit would close the bodies that this one delegates to at once, and they couldn't await.
    var step = try core.throw(service.isExiting && core.state == .suspended ? ServedExit() : error)
    while let current = step {
      if case .element(let element) = current { return element }
      step = try await serve(current, isolation: isolation)
    }
    return nil
  }

  /// Awaits an operation, and resumes the body with its result.
  @inlinable
  func serve(
    _ step: AwaitingStep<Element>, isolation: isolated (any Actor)?
  ) async throws -> AwaitingStep<Element>? {
    if case .operation(let operation) = step { await operation.run!() }
    return try core.next()
  }

  @usableFromInline @inline(never)
  func misuse(_ kind: GeneratorError.Kind) -> any Error {
    GeneratorError(kind, core.origin, isAsync: true)
  }
}

extension AwaitingGenerator: CustomStringConvertible {
  /// A description with the type, the state, and the place where the generator was made.
  public var description: String { "<\(Self.self) \(state), made at \(core.origin)>" }
}
