/// What the body of an async generator is handed: calling it yields a value to the consumer.
///
/// ```swift
/// let letters = AsyncGenerator { yield in
///   try await yield("a")
///   try await yield("b")
/// }
/// for await letter in letters { print(letter) }  // a, b
/// ```
///
/// A body may pass it to functions that it calls, at any depth, and use it in closures that don't escape. It
/// can't leave the body: the compiler refuses to store it, to use it in a child task or another generator's
/// body, and to let an escaping closure capture it.
///
/// ```swift
/// func walk(_ node: Node?, _ yield: AsyncYield<Int, Void>) async throws {
///   guard let node else { return }
///   try await walk(node.left, yield)
///   try await yield(node.value)
///   try await walk(node.right, yield)
/// }
/// let tree = Node(Node(nil, 1, nil), 2, Node(nil, 3, nil))
/// for await n in AsyncGenerator<Int>({ yield in try await walk(tree, yield) }) { print(n) }  // 1, 2, 3
/// ```
///
/// A `yield` inside of a task group's closure, of `withTaskCancellationHandler` or of a task-local's `withValue`
/// suspends the body there. If the consumer closes the generator then, the exit unwinds through them: a group
/// awaits its children before the close returns (PEP 789 discusses the same of Python).
public struct AsyncYield<Element, Input>: ~Escapable {
  @usableFromInline let core: ElementCore<Element>

  @_lifetime(immortal)
  init(core: ElementCore<Element>) { self.core = core }

  /// Hands `element` to the consumer, and suspends the body until it is resumed.
  ///
  /// Control goes to the consumer and returns when it requests the next element, sends a value, throws an
  /// error or closes the generator. The body goes on in its own isolation.
  ///
  /// ```swift
  /// let upper = AsyncCoroutine<String, String, Void> { yield in
  ///   var heard = try await yield("ready")
  ///   while true { heard = try await yield(heard.uppercased()) }
  /// }
  /// print(try await upper.start()!)        // ready
  /// print(try await upper.send("hello")!)  // HELLO
  /// ```
  ///
  /// - Parameter element: The value that the consumer receives. A value that isn't `Sendable` must not be used by the
  ///   body afterwards, which the compiler checks.
  /// - Returns: The value that the consumer sends; `()` where `Input` is `Void`.
  /// - Throws: The error that the consumer throws in, or `GeneratorExit` when the generator is closed or released.
  /// - Complexity: O(1), without an allocation.
  @inlinable @inline(__always) @discardableResult
  nonisolated(nonsending) public func callAsFunction(
    _ element: sending Element
  ) async throws -> Input {
    try await core.yield(element)
  }
}

extension AsyncYield where Element == Void {
  /// Yields only the turn to the consumer.
  ///
  /// - Returns: The value that the consumer sends; `()` where `Input` is `Void`.
  /// - Throws: As `yield(_:)`.
  /// - Complexity: O(1), without an allocation.
  @inlinable @discardableResult
  nonisolated(nonsending) public func callAsFunction() async throws -> Input {
    try await self(())
  }
}
