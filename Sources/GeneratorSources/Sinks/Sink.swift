public import Generators

/// A coroutine that receives elements and makes something of them: a file, a sum, or a selection for the
/// next stage.
///
/// It is the counterpart of a generator: elements are pushed into a sink, and pulled out of a generator. The
/// body receives an element at each ``Generators/Yield/receive()``, which returns `nil` when there are no
/// more, and then returns the sink's result.
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
/// Sinks form pipelines. Each stage is created with the stage after it, and `push(_:into:)` sends the elements
/// of a source into the first stage:
///
/// ```swift
/// let log = ["GET /a 200", "GET /b 404", "GET /c 404"]  // or lines(of: "access.log")
/// let (found, bytes) = try push(
///   log, into: grep(" 404", into: broadcast(to: counting(), writer(to: "missing.log"))))
/// print("\(found) lines, \(bytes) bytes")               // 2 lines, 22 bytes
/// ```
///
/// The stages of this module follow four rules, so that a pipeline behaves like a single sink:
/// - Starting or closing a stage starts or closes the stages after it, in order. The result of a pipeline is
///   that of its last stage.
/// - When the next stage has ended, a stage ends too: its ``send(_:)`` returns `false`.
/// - An error is never mistaken for the end of the data. If it is thrown into the pipeline, it goes to the
///   last stage, which may catch it and continue. If a stage causes it, it is thrown into the stages after
///   that one, and then by the call that caused it.
/// - Each stage ends once. A stage that is dropped while it waits is closed, together with the stages after
///   it. An error that occurs then goes to `UnraisableError.hook`.
///
/// If two stages have the same next stage, that stage ends as soon as one of the two ends.
///
/// The first use of a sink starts it; Beazley's decorator `@coroutine` does the same for Python's coroutines.
/// Before that, a sink has no stack and no open file. An unused sink does nothing.
///
/// A sink is a reference, like its ``coroutine``: a copy is the same sink. It follows PEP 342, which gave
/// Python's generators `send`, `throw` and `close`.
///
/// - Complexity: Two allocations for each sink, and a stack from the pool when it starts.
public struct Sink<Input, Return> {
  /// The coroutine of the sink.
  ///
  /// It yields only control, no values, and can be delegated to:
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
  /// Closing the delegating sink also closes the inner one: the delegation closes it and then throws
  /// `GeneratorExit`, as Python's `yield from` does (PEP 380). The inner result is in ``returnValue``.
  public let coroutine: Coroutine<Void, Input, Return>

  /// Creates a sink with a body.
  ///
  /// The body doesn't run yet. The first use of the sink starts it.
  ///
  /// - Parameters:
  ///   - stackSize: The minimum stack size in bytes for the body.
  ///   - fileID: The file to name in messages.
  ///   - line: The line to name in messages.
  ///   - body: Receives the elements, and returns the result. It is released when it has ended.
  /// - Precondition: `stackSize` is positive.
  /// - Complexity: O(1), two allocations.
  @inlinable
  public init(
    stackSize: Int = defaultStackSize, fileID: StaticString = #fileID, line: UInt = #line,
    _ body: @escaping (Yield<Void, Input>) throws -> Return
  ) {
    coroutine = Coroutine(stackSize: stackSize, fileID: fileID, line: line, body)
  }

  /// Creates a sink of a coroutine, which may have been started.
  ///
  /// - Parameter coroutine: The coroutine that receives the elements.
  @inlinable
  public init(_ coroutine: Coroutine<Void, Input, Return>) { self.coroutine = coroutine }
}

extension Sink {
  /// Runs the body until it waits for its first element, unless the sink was started before.
  ///
  /// Control goes to the body, and comes back when the body receives or ends. Calling it is rarely necessary,
  /// because ``send(_:)`` and ``close()`` do it. It is the `next()` with which Python primes a coroutine.
  ///
  /// - Returns: `true` if the sink takes elements, `false` if it has ended.
  /// - Throws: The error that leaves the body.
  /// - Complexity: One resumption, and one stack from the pool.
  @inlinable @discardableResult
  public func start() throws -> Bool {
    switch coroutine.state {
    case .created: try coroutine.start() != nil
    case .closed: false
    case .running, .suspended: true
    }
  }

  /// Sends an element, and returns whether the sink takes another.
  ///
  /// Control goes to the body, where `receive()` returns the element. It comes back when the body receives
  /// again or ends. The sink is started first if necessary. A sink that has ended ignores the element.
  ///
  /// ```swift
  /// let two = head(2, into: collecting(Int.self))
  /// print(try two.send(7))    // true
  /// print(try two.send(8))    // false
  /// print(two.returnValue!)   // [7, 8]
  /// ```
  ///
  /// - Parameter element: The element that `receive()` returns in the body.
  /// - Returns: `false` if the sink has ended, with this element or before it.
  /// - Throws: The error that leaves the body, after which the sink has ended; `GeneratorError` of the kind
  ///   `alreadyExecuting` inside of the body.
  /// - Complexity: One resumption of each stage that the element reaches, without an allocation.
  @inlinable @discardableResult
  public func send(_ element: consuming Input) throws -> Bool {
    guard try start() else { return false }
    return try coroutine.send(element) != nil
  }

  /// Throws an error into the sink, to tell it that its elements are incomplete.
  ///
  /// Control goes to the body, where `receive()` throws the error. It comes back when the body receives again
  /// or ends. If the sink wasn't started, its body never runs: the sink is closed, and the error is thrown to
  /// the caller. A sink that has ended also throws the error to the caller.
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
  /// - Parameter error: The error that `receive()` throws in the body.
  /// - Returns: `false` if the sink has ended.
  /// - Throws: The error that leaves the body, usually `error` itself; `GeneratorError` of the kind
  ///   `alreadyExecuting` inside of the body.
  /// - Complexity: One resumption of each stage.
  @inlinable @discardableResult
  public func `throw`(_ error: any Error) throws -> Bool {
    try coroutine.throw(error) != nil
  }

  /// Closes the sink, to tell it that there are no more elements, and returns its result.
  ///
  /// Control goes to the body, where `receive()` returns `nil`. It comes back when the body has ended. The sink
  /// is started first if necessary, so a sink without elements has a result too. Closing a sink that has ended
  /// returns its result again.
  ///
  /// - Returns: The result of the body.
  /// - Throws: The error that leaves the body; `GeneratorError` of the kind `ignoredExit` if the body receives
  ///   again, and `alreadyExecuting` inside of the body. If the sink has no result, because its body failed
  ///   before or let `GeneratorExit` leave it, throws the kind `closed`, unless the result is `Void`.
  /// - Complexity: One resumption of each stage.
  @inlinable @discardableResult
  public func close() throws -> Return {
    try start()
    try coroutine.close()
    if let result = coroutine.returnValue { return result }
    guard let nothing = () as? Return else { throw GeneratorError.closed }
    return nothing
  }

  /// The result of the body, or `nil` before it has returned or if it ended with an error.
  @inlinable
  public var returnValue: Return? { coroutine.returnValue }

  /// The state of the sink; `closed` after it has ended.
  @inlinable
  public var state: GeneratorState { coroutine.state }
}

extension Sink {
  /// Ends the sink with an error, unless it has ended, because its elements are incomplete.
  ///
  /// Throws the error that leaves the sink; otherwise `error`.
  @usableFromInline
  func fail(with error: any Error) throws -> Never {
    if try self.throw(error) { try coroutine.close() }
    throw error
  }
}

extension Sink: CustomStringConvertible {
  /// The state, and the place where the sink was created.
  public var description: String { "\(coroutine)" }
}
