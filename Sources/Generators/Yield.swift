/// The value by which a body yields: calling it hands an element to the consumer.
///
/// ```swift
/// let letters = Generator { yield in
///   try yield("a")
///   try yield("b")
/// }
/// print(Array(letters))  // ["a", "b"]
/// ```
///
/// A body may pass it to the functions that it calls, at any depth, and use it in nested functions
/// and in closures that don't escape, such as that of `forEach`. It can't leave the body. The
/// compiler rejects code that stores it, captures it in an escaping closure, or uses it in another
/// generator's body. It also rejects a closure that uses it and has a name, because such a closure
/// might escape.
///
/// ```swift
/// func walk(_ node: Node?, _ yield: Generator<Int>.Yield) throws {
///   guard let node else { return }
///   try walk(node.left, yield)
///   try yield(node.value)
///   try walk(node.right, yield)
/// }
/// let tree = Node(Node(nil, 1, Node(nil, 2, nil)), 3, Node(nil, 4, nil))
/// print(Array(Generator { yield in try walk(tree, yield) }))  // [1, 2, 3, 4]
/// ```
///
/// The consumer runs while a `yield` waits. So a body must not yield while it holds something that
/// belongs to the thread or the task, such as a lock or a task-local value set by `withValue`. The
/// compiler accepts such code; <doc:HoldingAcrossYields> says what happens then.
public struct Yield<Element, Input>: ~Escapable {
  @usableFromInline let point: YieldPoint

  @_lifetime(immortal)
  init(point: YieldPoint) { self.point = point }

  /// Yields `element` to the consumer and waits until the consumer resumes the body.
  ///
  /// Control leaves the body here. It returns when the consumer asks for the next element, sends a
  /// value, throws an error or closes the generator.
  ///
  /// ```swift
  /// let upper = Coroutine<String, String, Void> { yield in
  ///   var heard = try yield("ready")
  ///   while true { heard = try yield(heard.uppercased()) }
  /// }
  /// print(try upper.start()!)        // ready
  /// print(try upper.send("hello")!)  // HELLO
  /// ```
  ///
  /// - Parameter element: The element for the consumer, which becomes its only owner.
  /// - Returns: The value that the consumer sends; `()` where `Input` is `Void`.
  /// - Throws: The error that the consumer throws in, or ``GeneratorExit`` when the generator is
  ///   closed or released. If the body yields again while it is being closed, the call that closes
  ///   it fails with ``GeneratorError/Kind-swift.enum/ignoredExit``.
  /// - Complexity: O(1), without an allocation, for any number of delegations in between.
  @inlinable @inline(__always) @discardableResult
  public func callAsFunction(_ element: consuming Element) throws -> Input {
    try point.suspend(yielding: element, awaiting: Input.self)
  }
}

extension Yield where Element == Void {
  /// Yields nothing but the turn to the consumer.
  ///
  /// ```swift
  /// let task = Generator { yield in
  ///   print("first half")
  ///   try yield()
  ///   print("second half")
  /// }
  /// task.next()  // prints "first half"
  /// task.next()  // prints "second half"
  /// ```
  ///
  /// - Returns: The value that the consumer sends; `()` where `Input` is `Void`.
  /// - Throws: As ``callAsFunction(_:)``.
  /// - Complexity: O(1), without an allocation.
  @inlinable @inline(__always) @discardableResult
  public func callAsFunction() throws -> Input {
    try self(())
  }
}
