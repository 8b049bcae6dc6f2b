/// What a body is handed: calling it yields a value to the consumer.
///
/// ```swift
/// let letters = Generator { yield in
///   try yield("a")
///   try yield("b")
/// }
/// print(Array(letters))  // ["a", "b"]
/// ```
///
/// A body may pass it on to functions that it calls, at any depth, and use it in closures that do
/// not escape, such as that of `forEach`, and in nested functions. It cannot leave the body: the
/// compiler refuses to store it, to let an escaping closure capture it, to use it in another
/// generator's body, and to make a closure of it that has a name, since such a one might escape.
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
/// The consumer runs while a `yield` waits. So a body must not yield while it holds a lock, inside of
/// `withValue` of a task-local value, or with anything else acquired that the thread or the task keeps.
/// The compiler accepts all of these; <doc:HoldingAcrossYields> says what happens then.
public struct Yield<Element, Input>: ~Escapable {
  @usableFromInline let point: YieldPoint

  @_lifetime(immortal)
  init(point: YieldPoint) { self.point = point }

  /// Hands `element` to the consumer and waits to be resumed.
  ///
  /// Control leaves the body here and comes back when the consumer asks for the next element,
  /// sends a value, throws an error or closes the generator.
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
  /// - Parameter element: what the consumer receives; it becomes its only owner.
  /// - Returns: what the consumer sends; `()` where `Input` is `Void`.
  /// - Throws: what the consumer throws in, or ``GeneratorExit`` when the generator is closed or
  ///   dropped. To yield again while it is being closed is an error of the one who closes:
  ///   ``GeneratorError/Kind-swift.enum/ignoredExit``.
  /// - Complexity: O(1), without an allocation, however many delegations lie between.
  @inlinable @inline(__always) @discardableResult
  public func callAsFunction(_ element: consuming Element) throws -> Input {
    try point.suspend(yielding: element, awaiting: Input.self)
  }
}

extension Yield where Element == Void {
  /// Gives way to the consumer: yields nothing but the turn.
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
  /// - Returns: what the consumer sends; `()` where `Input` is `Void`.
  /// - Throws: as ``callAsFunction(_:)``.
  /// - Complexity: O(1), without an allocation.
  @inlinable @inline(__always) @discardableResult
  public func callAsFunction() throws -> Input {
    try self(())
  }
}
