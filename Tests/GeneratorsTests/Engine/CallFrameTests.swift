@testable import Generators
import TestSupport
import Testing

/// Bodies that are resumed by calls and take messages as a body with a stack does: the form that a
/// compiler would make of this body.
@Suite struct CallFrameTests {
  /// ```
  /// { yield in
  ///   defer { trace("defer") }
  ///   var n = 0
  ///   while n < 10 {
  ///     do { n += try yield(n) ?? 1 } catch let error as Failure { n += 100 * error.code }
  ///   }
  ///   return "end"
  /// }
  /// ```
  private final class Counter {
    let trace: Trace
    /// Whether it yields when it is closed, and the error that its cleanup throws.
    let (ignoresExit, failure): (Bool, Failure?)
    private var isStarted = false
    private var n = 0

    init(_ trace: Trace, ignoresExit: Bool = false, failure: Failure? = nil) {
      self.trace = trace
      self.ignoresExit = ignoresExit
      self.failure = failure
    }

    func resume(
      _ message: Message, _ element: inout Int?, _ result: inout Box<String>?
    ) throws {
      switch message {
      case .send(let place):
        if isStarted { n += place.flatMap { Slot<Int?>.take(from: $0) } ?? 1 }
        isStarted = true
      case .raise(let error as Failure): n += 100 * error.code
      case .raise(let error):
        trace("defer")
        throw error
      case .close:
        trace("defer")
        if let failure { throw failure }
        if ignoresExit { element = -1 }
        return
      }
      if n < 10 || n >= 100 {
        element = n
        n %= 100
      } else {
        trace("defer")
        result = Box("end")
      }
    }
  }

  private static func coroutine(_ counter: Counter) -> Coroutine<Int, Int?, String> {
    Coroutine(
      frame: CallFrame { try counter.resume($0, &$1, &$2) }, hasCleanup: true,
      origin: GeneratorOrigin(fileID: #fileID, line: #line))
  }

  @Test func `it is started, sent values and returns a value`() throws {
    let trace = Trace()
    let c = Self.coroutine(Counter(trace))
    expectEqual(c.state, .created)
    #expect(throws: GeneratorError.notStarted) { try c.send(4) }
    try expectEqual(c.start(), 0)
    #expect(throws: GeneratorError.alreadyStarted) { try c.start() }
    try expectEqual(c.send(4), 4)
    try expectEqual(c.next(), 5)
    expectEqual(c.state, .suspended)
    try expectEqual(c.send(5), nil)
    expectEqual(c.returnValue, "end")
    expectEqual(c.state, .closed)
    expectEqual(trace.events, ["defer"])
    try expectEqual(c.next(), nil)
  }

  @Test func `it catches an error that is thrown into it and continues`() throws {
    let trace = Trace()
    let c = Self.coroutine(Counter(trace))
    _ = try c.next()
    try expectEqual(c.throw(Failure(2)), 200)
    expectEqual(c.state, .suspended)
    #expect(throws: CancellationError.self) { try c.throw(CancellationError()) }
    expectEqual(c.state, .closed)
    expectEqual(trace.events, ["defer"])
  }

  @Test func `closed, it runs its cleanup`() throws {
    let trace = Trace()
    let c = Self.coroutine(Counter(trace))
    _ = try c.next()
    try expectEqual(c.close(), nil)
    expectEqual(c.state, .closed)
    expectEqual(trace.events, ["defer"])
    #expect(throws: Failure(1)) { try c.throw(Failure(1)) }
  }

  @Test func `a frame that yields when it is closed has ignored the exit`() throws {
    let c = Self.coroutine(Counter(Trace(), ignoresExit: true))
    _ = try c.next()
    #expect(throws: GeneratorError.ignoredExit) { try c.close() }
    expectEqual(c.state, .suspended)
    try expectEqual(c.next(), 1)
    #expect(throws: GeneratorExit.self) { try c.throw(GeneratorExit()) }
  }

  @Test func `its error of closing is thrown`() throws {
    let c = Self.coroutine(Counter(Trace(), failure: Failure(7)))
    _ = try c.next()
    #expect(throws: Failure(7)) { try c.close() }
    expectEqual(c.state, .closed)
  }

  @Test func `dropped while it is suspended, it runs its cleanup`() throws {
    let trace = Trace()
    var c: Coroutine<Int, Int?, String>? = Self.coroutine(Counter(trace))
    _ = try c!.next()
    c = nil
    expectEqual(trace.events, ["defer"])
    c = Self.coroutine(Counter(trace))
    c = nil
    #expect(trace.events == ["defer"], "one that was not started has nothing to clean up")
  }

  @Test func `the error of a released frame is reported`() throws {
    let errors = try unraisableErrors {
      let c = Self.coroutine(Counter(Trace(), failure: Failure(7)))
      _ = try c.next()
    }
    expectEqual(errors.map { $0.error as? Failure }, [Failure(7)])
  }

  @Test func `a list of any length of frames with cleanup is dropped, each closed`() throws {
    final class Link {
      let next: Coroutine<Int, Int?, String>?
      let closed: Trace
      init(_ next: Coroutine<Int, Int?, String>?, _ closed: Trace) {
        self.next = next
        self.closed = closed
      }
    }
    let (trace, count) = (Trace(), 100_000)
    var list: Coroutine<Int, Int?, String>?
    for _ in 0..<count {
      let link = Link(list, trace)
      list = Coroutine(
        frame: CallFrame { message, element, _ in
          if case .close = message { link.closed("closed") } else { element = 1 }
        }, hasCleanup: true, origin: GeneratorOrigin(fileID: #fileID, line: #line))
      _ = try list!.next()
    }
    list = nil
    expectEqual(trace.events.count, count)
  }

  @Test func `a body that delegates to it passes on all that is asked`() throws {
    let trace = Trace()
    let outer = Coroutine<Int, Int?, String> { yield in
      try yield(from: Self.coroutine(Counter(trace))) + "!"
    }
    try expectEqual(outer.next(), 0)
    try expectEqual(outer.send(3), 3)
    try expectEqual(outer.throw(Failure(1)), 103)
    try expectEqual(outer.send(9), nil)
    expectEqual(outer.returnValue, "end!")

    let closed = Coroutine<Int, Int?, String> { yield in
      try yield(from: Self.coroutine(Counter(trace)))
    }
    _ = trace.take()
    _ = try closed.next()
    try closed.close()
    expectEqual(trace.events, ["defer"])
  }

  @Test func `used from inside of itself it is executing`() throws {
    var own: Coroutine<Int, Int?, String>?
    var states: [GeneratorState] = []
    var errors: [GeneratorError.Kind] = []
    own = Coroutine(
      frame: CallFrame { _, element, _ in
        states.append(own!.state)
        do { try own!.next() } catch let error as GeneratorError { errors.append(error.kind) }
        do { try own!.close() } catch let error as GeneratorError { errors.append(error.kind) }
        element = 1
      }, origin: GeneratorOrigin(fileID: #fileID, line: #line))
    try expectEqual(own!.next(), 1)
    expectEqual(states, [.running])
    expectEqual(errors, [.alreadyExecuting, .alreadyExecuting])
    own = nil
  }
}
