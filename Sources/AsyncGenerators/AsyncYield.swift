/// The parameter of an async generator's body: calling it yields a value to the consumer.
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
/// can't leave the body: the compiler refuses code that stores it, that captures it in an escaping closure,
/// or that uses it in a child task or another generator's body.
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
/// A body may yield inside of a task group's closure, of `withTaskCancellationHandler` or of a task-local's
/// `withValue`. If the consumer closes the generator there, the exit unwinds through them. So a task group
/// awaits its children before the close returns. (The Python proposal PEP 789 discusses the same case.)
public struct AsyncYield<Element, Input>: ~Escapable {
  @usableFromInline let core: ElementCore<Element>

  @_lifetime(immortal)
  init(core: ElementCore<Element>) { self.core = core }

  /// Yields `element` to the consumer, and suspends the body until the consumer resumes it.
  ///
  /// Control goes to the consumer. It returns when the consumer requests the next element, sends a value,
  /// throws an error in or closes the generator. The body continues in its own isolation.
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
  /// - Parameter element: The value for the consumer. If it isn't `Sendable`, the compiler refuses a body
  ///   that uses it afterwards.
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
  /// Yields `()` to the consumer.
  ///
  /// - Returns: The value that the consumer sends; `()` where `Input` is `Void`.
  /// - Throws: The errors that `yield(_:)` throws.
  /// - Complexity: O(1), without an allocation.
  @inlinable @discardableResult
  nonisolated(nonsending) public func callAsFunction() async throws -> Input {
    try await self(())
  }
}
