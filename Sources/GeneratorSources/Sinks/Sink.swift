public import Generators

/// A coroutine that is sent elements and makes something of them: a file, a sum, a choice for the next.
///
/// It is the other end of a generator: data is pushed into it, where a generator has data pulled out.
/// The body receives an element at each ``Generators/Yield/receive()``, which is `nil` when there are
/// no more, and returns what became of them.
///
/// ```swift
/// let longest = Sink<String, Int> { yield in
///   var length = 0
///   while let word = try yield.receive() { length = max(length, word.count) }
///   return length
/// }
/// try longest.send("to")
/// try longest.send("push")
/// print(try longest.close())  // 4
/// ```
///
/// Sinks make pipelines. Each stage is given the one behind it, and `push(_:into:)` sends what a source
/// has into the first:
///
/// ```swift
/// let log = ["GET /a 200", "GET /b 404", "GET /c 404"]  // or lines(of: "access.log")
/// let (found, bytes) = try push(
///   log, into: grep(" 404", into: broadcast(to: counting(), writer(to: "missing.log"))))
/// print("\(found) lines, \(bytes) bytes")               // 2 lines, 22 bytes
/// ```
///
/// The stages of this module keep four rules, so that a pipeline is as one sink:
/// - To start or to close one starts or closes those behind it, in order. What a pipeline returns is
///   what its last stage returns.
/// - When the one behind it has ended, a stage ends too: ``send(_:)`` gives `false`.
/// - An error never passes for the end of the data. One that is thrown in goes to the last stage, which
///   may catch it and go on; one that a stage meets itself is thrown into those behind it, and then
///   comes out of the call that met it.
/// - Each stage ends once. One that is dropped while it waits is closed, with those behind it. An error
///   that it meets then has nobody to go to but `UnraisableError.hook`.
///
/// So a stage that stands behind two others ends with the first of them that ends.
///
/// A sink is started, as Python's coroutines are by Beazley's `@coroutine`, by whatever is done with it
/// first; until then it has no stack, and no file is open. One that is never used does nothing.
///
/// A sink is a reference, as its ``coroutine`` is: a copy is another name for the same one. PEP 342.
///
/// - Complexity: two allocations to make one, and a stack from the pool when it starts.
public struct Sink<Input, Return> {
  /// The coroutine that the sink is.
  ///
  /// It yields nothing but the turn, and can be delegated to:
  ///
  /// ```swift
  /// let twoSums = Sink<Int, [Int]> { yield in
  ///   let first = head(2, into: reducing(into: 0) { $0 += $1 })
  ///   let second = head(2, into: reducing(into: 0) { $0 += $1 })
  ///   return [try yield(from: first.coroutine), try yield(from: second.coroutine)]
  /// }
  /// print(try push(1...4, into: twoSums))  // [3, 7]
  /// ```
  ///
  /// Whoever delegates is closed with it: the delegation closes it and throws
  /// `GeneratorExit`, as PEP 380 has it, and its result is in ``returnValue``.
  public let coroutine: Coroutine<Void, Input, Return>

  /// Makes a sink with a body.
  ///
  /// The body does not run yet; it starts when the sink is used.
  ///
  /// - Parameters:
  ///   - stackSize: the least number of bytes of stack for the body.
  ///   - fileID: the file to name in messages.
  ///   - line: the line to name in messages.
  ///   - body: receives the elements, and returns what became of them. It is released when it has
  ///     ended.
  /// - Precondition: `stackSize` is positive.
  /// - Complexity: O(1), two allocations.
  @inlinable
  public init(
    stackSize: Int = defaultStackSize, fileID: StaticString = #fileID, line: UInt = #line,
    _ body: @escaping (Yield<Void, Input>) throws -> Return
  ) {
    coroutine = Coroutine(stackSize: stackSize, fileID: fileID, line: line, body)
  }

  /// Makes a sink of a coroutine, which may have been started.
  ///
  /// - Parameter coroutine: what is to be sent elements.
  @inlinable
  public init(_ coroutine: Coroutine<Void, Input, Return>) { self.coroutine = coroutine }
}

extension Sink {
  /// Runs the body until it waits for its first element, if it has not been started.
  ///
  /// Control goes to the body and comes back when it receives, or ends. There is seldom a need to call
  /// it, since ``send(_:)`` and ``close()`` do. Python's priming `next`.
  ///
  /// - Returns: whether it takes elements; `false` if it has ended.
  /// - Throws: what leaves the body.
  /// - Complexity: one resumption, and a stack from the pool.
  @inlinable @discardableResult
  public func start() throws -> Bool {
    switch coroutine.state {
    case .created: try coroutine.start() != nil
    case .closed: false
    case .running, .suspended: true
    }
  }

  /// Sends an element, and tells whether the sink takes another.
  ///
  /// Control goes to the body, where `receive()` returns the element, and comes back when it receives
  /// again, or ends. A sink that was not started is, first. One that has ended takes nothing.
  ///
  /// ```swift
  /// let two = head(2, into: collecting(Int.self))
  /// print(try two.send(7))    // true
  /// print(try two.send(8))    // false
  /// print(two.returnValue!)   // [7, 8]
  /// ```
  ///
  /// - Parameter element: what `receive()` returns in the body.
  /// - Returns: `false` if it has ended, with this element or before it.
  /// - Throws: what leaves the body, whereupon the sink has ended; `GeneratorError` of the
  ///   kind `alreadyExecuting` inside the body.
  /// - Complexity: one resumption of each stage that the element comes to, without an allocation.
  @inlinable @discardableResult
  public func send(_ element: consuming Input) throws -> Bool {
    guard try start() else { return false }
    return try coroutine.send(element) != nil
  }

  /// Throws an error into the sink: what it was sent is not all that there was.
  ///
  /// Control goes to the body, where `receive()` throws the error, and comes back when it receives
  /// again, or ends. The body of one that was not started does not run: the sink is closed, and the
  /// error comes back, as it does from one that has ended.
  ///
  /// ```swift
  /// let tolerant = Sink<Int, [String]> { yield in
  ///   var seen: [String] = []
  ///   while true {
  ///     do {
  ///       guard let n = try yield.receive() else { return seen }
  ///       seen.append("\(n)")
  ///     } catch {
  ///       seen.append("\(error)")
  ///     }
  ///   }
  /// }
  /// try tolerant.send(1)
  /// try tolerant.throw(Errno.canceled)
  /// try tolerant.send(2)
  /// print(try tolerant.close())  // ["1", "Operation canceled", "2"]
  /// ```
  ///
  /// - Parameter error: what `receive()` throws in the body.
  /// - Returns: `false` if it has ended.
  /// - Throws: the error that leaves the body, mostly `error` itself; `GeneratorError` of
  ///   the kind `alreadyExecuting` inside the body.
  /// - Complexity: one resumption of each stage.
  @inlinable @discardableResult
  public func `throw`(_ error: any Error) throws -> Bool {
    try coroutine.throw(error) != nil
  }

  /// Tells the sink that there are no more elements, and gives what became of them.
  ///
  /// Control goes to the body, where `receive()` returns `nil`, and comes back when it has ended. One
  /// that was not started is, first, so that a sink that is sent nothing has a result too. One that has
  /// ended gives what it returned, as often as it is closed.
  ///
  /// - Returns: what the body returned.
  /// - Throws: what leaves the body; `GeneratorError` of the kind `closed` if the sink has
  ///   no result because its body failed before, or let `GeneratorExit` out, except where
  ///   the result is `Void`; of the kind `ignoredExit` if the body receives again, and
  ///   `alreadyExecuting` inside the body.
  /// - Complexity: one resumption of each stage.
  @inlinable @discardableResult
  public func close() throws -> Return {
    try start()
    try coroutine.close()
    if let result = coroutine.returnValue { return result }
    guard let nothing = () as? Return else { throw GeneratorError.closed }
    return nothing
  }

  /// What the body returned; `nil` before that, and where it ended with an error.
  @inlinable
  public var returnValue: Return? { coroutine.returnValue }

  /// Where the sink stands in its life; it has ended when this is `closed`.
  @inlinable
  public var state: GeneratorState { coroutine.state }
}

extension Sink {
  /// Ends the sink with an error, if it has not ended: its data is not complete.
  ///
  /// Throws what leaves the sink, and `error` if nothing does.
  @usableFromInline
  func fail(with error: any Error) throws -> Never {
    if try self.throw(error) { try coroutine.close() }
    throw error
  }
}

extension Sink: CustomStringConvertible {
  /// The state, and where the sink was made.
  public var description: String { "\(coroutine)" }
}
