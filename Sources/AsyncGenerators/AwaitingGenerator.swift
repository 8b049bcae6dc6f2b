public import Generators

/// An async sequence whose body is synchronous code, and whose consumer awaits for it.
///
/// The body runs on a stack of its own, as that of a `Generator`, and is not `async`. Where it needs to await, it
/// hands the operation to its consumer by ``AwaitingYield/await(_:)``. The consumer awaits it in its own task and
/// resumes the body with the result. So a parser, a visitor or a callback from C, which can't be `async`, yields
/// elements of data that arrives asynchronously, at any depth of calls:
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
/// Cancellation, task-local values, priority and isolation are those of the consumer that requests an element, each
/// time. Nothing crosses between tasks, so neither elements nor captured values need be `Sendable`. An element
/// takes a small part of the time of one of an ``AsyncThrowingGenerator``.
///
/// Choose it for hot loops, for code that can't be `async`, and for values that aren't `Sendable`. It isn't `Sendable`
/// itself. A body that starts child tasks or is shared by consumers is an ``AsyncThrowingGenerator``.
///
/// **Release.** When the last reference is released while the body is suspended, the body is closed at once. There is
/// no consumer then, so an ``AwaitingYield/await(_:)`` in its clean-up throws ``NoConsumerError``. ``close()`` serves
/// such awaits.
///
/// - Complexity: Making one takes four allocations and no stack. An element takes none.
public struct AwaitingGenerator<Element> {
  /// What the body is handed: calling it yields an element, and its `await` awaits.
  public typealias Yield = AwaitingYield<Element>

  @usableFromInline let core: ThrowingGenerator<AwaitingStep<Element>>
  @usableFromInline let service: AwaitingService

  /// Makes a generator with a body.
  ///
  /// The body doesn't run yet. It starts when the first element is requested.
  ///
  /// - Parameters:
  ///   - stackSize: The least number of bytes of stack for the body, as of a `Generator`.
  ///   - fileID: The file to name in messages.
  ///   - line: The line to name in messages.
  ///   - body: The code that yields and awaits. It is released when it has ended.
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
  /// The type of the errors: any.
  public typealias Failure = any Error
  /// The generator's own type.
  public typealias AsyncIterator = Self

  /// Returns the generator itself, which is its own iterator: a loop takes the elements that are left.
  public func makeAsyncIterator() -> Self { self }

  /// Resumes the body until it yields or ends, and awaits what it hands over meanwhile.
  ///
  /// Control goes to the body and returns at its next `yield`, or when it ends. It starts a generator that was not
  /// started.
  ///
  /// - Returns: The element, or `nil` when the body has returned, and permanently after that.
  /// - Throws: The error that leaves the body; `GeneratorError` of the kind `alreadyExecuting` during another request,
  ///   also while that awaits.
  /// - Complexity: One resumption, and one more for each await.
  @inlinable @inline(__always) @discardableResult
  nonisolated(nonsending) public func next() async throws -> Element? {
    try await next(isolation: #isolation)
  }

  /// Resumes the body until it yields or ends, in the isolation of the caller: see `next()`.
  ///
  /// A loop calls it.
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
  /// Control goes to the body, where `yield` throws `error`, and returns as from ``next()``. A generator that was not
  /// started doesn't run: it is closed, and this throws `error`, as on one that has ended.
  ///
  /// - Parameter error: The error that `yield` throws.
  /// - Returns: The next element, or `nil` if the body has returned.
  /// - Throws: The error that leaves the body, mostly `error` itself; `GeneratorError` of the kind `alreadyExecuting`
  ///   during another request.
  /// - Complexity: One resumption, and one more for each await.
  @discardableResult
  nonisolated(nonsending) public func `throw`(_ error: any Error) async throws -> Element? {
    try await finish(throwing: error, isolation: #isolation)
  }

  /// Closes the generator: resumes its body once more, to clean up, and serves its awaits.
  ///
  /// Control goes to the body, where `yield` throws `GeneratorExit`, and returns when the body has ended. A body that
  /// was not started doesn't run. Closing a generator that has ended does nothing.
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
  /// - Throws: An error other than `GeneratorExit` that leaves the body; `GeneratorError` of the kind `ignoredExit` if
  ///   the body yields instead, where it stays suspended, or `alreadyExecuting` during another request.
  /// - Complexity: One resumption, and one more for each await.
  nonisolated(nonsending) public func close() async throws {
    try await finish(isolation: #isolation)
  }

  /// The stage of its life that the generator is in: `running` also while its consumer awaits for it.
  public var state: GeneratorState {
    service.isBusy ? .running : core.state
  }

  // These have an isolated parameter, and so go to the consumer's actor first. Swift 6.3 may leave out the hop to it
  // before it calls what is `nonisolated(nonsending)`.

  /// Closes the body, and awaits what it hands over.
  private func finish(isolation: isolated (any Actor)?) async throws {
    // One that is not suspended has no clean-up, or is running.
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

  /// Throws an error in, and awaits what the body hands over until it yields an element or ends.
  private func finish(
    throwing error: any Error, isolation: isolated (any Actor)?
  ) async throws -> Element? {
    guard service.begin() else { throw misuse(.alreadyExecuting) }
    defer { service.end() }
    service.isExiting = error is GeneratorExit
    defer { service.isExiting = false }
    // An exit would close the bodies that this one delegates to at once, and they could not await.
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
  /// The type and state, and where the generator was made.
  public var description: String { "<\(Self.self) \(state), made at \(core.origin)>" }
}
