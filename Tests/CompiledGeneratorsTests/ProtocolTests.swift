import CompiledGenerators
import Generators
import TestSupport
import Testing

// What CPython's test suite asserts of PEP 342, 380 and 479, for compiled coroutines, by themselves and as bodies of
// the engine.

#if Macros
  @Generator private func counting(_ trace: Trace) -> some CompiledCoroutine<Int, Int?, String> {
    var n = 0
    while n < 3 {
      do {
        let sent = try yield(n)
        n = sent ?? n + 1
      } catch is Failure {
        trace("caught")
        n = 10
        try yield(-1)
      }
    }
    return "done at \(n)"
  }

  @Generator private func plain() -> some CompiledCoroutine<Int, Void, String> {
    try yield(1)
    try yield(2)
    return "end"
  }

  @Generator private func returningAtOnce() -> some CompiledCoroutine<Int, Void, Int> { return 7 }

  @Generator private func failingAtOnce() -> some CompiledCoroutine<Int, Void, Int> {
    throw Failure(1)
  }

  /// Yields when it is closed.
  @Generator private func stubborn() -> some CompiledCoroutine<Int, Void, Void> {
    while true {
      do { try yield(1) } catch is GeneratorExit {}
    }
  }

  @Generator private func converting() -> some CompiledCoroutine<Int, Void, Int> {
    do { try yield(1) } catch is GeneratorExit { return 5 }
    return 0
  }

  @Generator private func failingToClose() -> some CompiledCoroutine<Int, Void, Int> {
    do { try yield(1) } catch { throw Failure(9) }
    return 0
  }

  @Generator private func delegating(
    _ trace: Trace
  ) -> some CompiledCoroutine<Int, Int?, String> {
    defer { trace("outer ends") }
    do {
      let text = try yield(from: counting(trace))
      trace(text)
    } catch {
      trace("outer caught \(name(of: error))")
      throw error
    }
    return "outer"
  }

  @Generator private func chain(_ trace: Trace) -> some CompiledCoroutine<Int, Int?, String> {
    let text = try yield(from: delegating(trace))
    return text + "!"
  }

  @Generator private func delegatingToStubborn() -> some CompiledCoroutine<Int, Void, Void> {
    try yield(from: stubborn())
  }

  @Generator private func expression() -> some CompiledCoroutine<String, Int, Int> {
    let a = yield("a")
    let b = yield("b")
    yield("sum \(a + b)")
    var total = 0
    total = yield("more")
    return total
  }

  @Generator private func delegatingToASequence() -> some CompiledCoroutine<Int, Int, Int> {
    try yield(from: [1, 2])
    let sent = try yield(3)
    return sent
  }

  @Generator private func ignoringErrors() -> some CompiledCoroutine<Int, Void, Void> {
    for n in 0..<3 { do { try yield(n) } catch is Failure {} }
  }

  /// One coroutine with the methods of both kinds.
  private protocol Dialogue<Element, Input, Return> {
    associatedtype Element
    associatedtype Input
    associatedtype Return
    mutating func first() throws -> Element?
    mutating func tell(_ value: Input) throws -> Element?
    mutating func interrupt(_ error: any Error) throws -> Element?
    mutating func end() throws -> Return?
    var result: Return? { get }
    var stands: GeneratorState { get }
  }

  private struct Compiled<Base: CompiledCoroutine>: Dialogue {
    var base: Base
    mutating func first() throws -> Base.Element? { try base.start() }
    mutating func tell(_ value: Base.Input) throws -> Base.Element? { try base.send(value) }
    mutating func interrupt(_ error: any Error) throws -> Base.Element? { try base.throw(error) }
    mutating func end() throws -> Base.Return? { try base.close() }
    var result: Base.Return? { base.returnValue }
    var stands: GeneratorState { base.state }
  }

  private struct Engine<Element, Input, Return>: Dialogue {
    var base: Coroutine<Element, Input, Return>
    mutating func first() throws -> Element? { try base.start() }
    mutating func tell(_ value: Input) throws -> Element? { try base.send(value) }
    mutating func interrupt(_ error: any Error) throws -> Element? { try base.throw(error) }
    mutating func end() throws -> Return? { try base.close() }
    var result: Return? { base.returnValue }
    var stands: GeneratorState { base.state }
  }

  private func each<C: CompiledCoroutine>(
    _ make: () -> C, _ body: (inout any Dialogue<C.Element, C.Input, C.Return>) throws -> Void
  ) rethrows {
    var compiled: any Dialogue<C.Element, C.Input, C.Return> = Compiled(base: make())
    try body(&compiled)
    var engine: any Dialogue<C.Element, C.Input, C.Return> = Engine(base: Coroutine(make()))
    try body(&engine)
  }

  @Suite struct ProtocolTests {
    let trace = Trace()

    @Test func `send returns the next element, and nil at the end`() throws {
      try each({ counting(trace) }) { g in
        try expectEqual(g.first(), 0)
        try expectEqual(g.tell(nil), 1)
        try expectEqual(g.tell(2), 2)
        expectEqual(g.stands, .suspended)
        try expectEqual(g.tell(7), nil)
        expectEqual(g.stands, .closed)
        expectEqual(g.result, "done at 7")
        try expectEqual(g.tell(1), nil)
        expectEqual(g.result, "done at 7")
      }
    }

    @Test func `a value can't be sent to one that was not started, which stays usable`() throws {
      try each({ counting(trace) }) { g in
        #expect(throws: GeneratorError.notStarted) { _ = try g.tell(3) }
        expectEqual(g.stands, .created)
        try expectEqual(g.tell(nil), 0)
        try expectEqual(g.tell(nil), 1)
        #expect(throws: GeneratorError.alreadyStarted) { _ = try g.first() }
        try expectEqual(g.tell(2), 2)
      }
    }

    @Test func `an error thrown in is thrown by yield`() throws {
      try each({ counting(trace) }) { g in
        try expectEqual(g.first(), 0)
        try expectEqual(g.interrupt(Failure(1)), -1)
        expectEqual(trace.take(), ["caught"])
        try expectEqual(g.tell(nil), nil)
        expectEqual(g.result, "done at 10")
      }
      try each({ ignoringErrors() }) { g in
        try expectEqual(g.first(), 0)
        try expectEqual(g.interrupt(Failure(1)), 1)
        try expectEqual(g.tell(()), 2)
        try expectEqual(g.interrupt(Failure(1)), nil)
        expectEqual(g.stands, .closed)
      }
    }

    @Test func `an error that the body doesn't catch comes back and closes it`() throws {
      try each({ plain() }) { g in
        try expectEqual(g.first(), 1)
        #expect(throws: Failure(4)) { _ = try g.interrupt(Failure(4)) }
        expectEqual(g.stands, .closed)
        expectEqual(g.result, nil)
        try expectEqual(g.tell(()), nil)
        #expect(throws: Failure(5)) { _ = try g.interrupt(Failure(5)) }
      }
    }

    @Test func `an error thrown into one that was not started closes it`() throws {
      try each({ counting(trace) }) { g in
        #expect(throws: Failure(4)) { _ = try g.interrupt(Failure(4)) }
        expectEqual(g.stands, .closed)
        try expectEqual(g.first(), nil)
      }
      expectEqual(trace.take(), [])
    }

    @Test func `close throws the exit at the yield`() throws {
      try each({ plain() }) { g in
        try expectEqual(g.end(), nil)
        expectEqual(g.stands, .closed)
        try expectEqual(g.first(), nil)
      }
      try each({ plain() }) { g in
        try expectEqual(g.first(), 1)
        try expectEqual(g.end(), nil)
        expectEqual(g.stands, .closed)
        try expectEqual(g.end(), nil)
      }
      try each({ converting() }) { g in
        try expectEqual(g.first(), 1)
        try expectEqual(g.end(), 5)
        expectEqual(g.result, 5)
        expectEqual(g.stands, .closed)
      }
      try each({ failingToClose() }) { g in
        try expectEqual(g.first(), 1)
        #expect(throws: Failure(9)) { _ = try g.end() }
        expectEqual(g.stands, .closed)
      }
    }

    @Test func `a body that yields when it is closed has ignored the exit`() throws {
      var compiled = stubborn()
      try expectEqual(compiled.start(), 1)
      #expect(throws: GeneratorError.ignoredExit) { try compiled.close() }
      expectEqual(compiled.state, .suspended)
      var outer = delegatingToStubborn()
      try expectEqual(outer.start(), 1)
      #expect(throws: GeneratorError.ignoredExit) { try outer.close() }
    }

    @Test func `a body may return or throw before its first yield`() throws {
      try each({ returningAtOnce() }) { g in
        try expectEqual(g.first(), nil)
        expectEqual(g.result, 7)
        expectEqual(g.stands, .closed)
      }
      try each({ failingAtOnce() }) { g in
        #expect(throws: Failure(1)) { _ = try g.first() }
        expectEqual(g.stands, .closed)
        expectEqual(g.result, nil)
        try expectEqual(g.tell(()), nil)
      }
    }

    @Test func `a delegate is sent values and thrown errors, and its value comes back`() throws {
      try each({ delegating(trace) }) { g in
        try expectEqual(g.first(), 0)
        try expectEqual(g.tell(2), 2)
        try expectEqual(g.interrupt(Failure(1)), -1)
        try expectEqual(g.tell(nil), nil)
        expectEqual(g.result, "outer")
        expectEqual(trace.take(), ["caught", "done at 10", "outer ends"])
      }
    }

    @Test func `an error that the delegate doesn't catch is thrown where it was delegated to`()
      throws
    {
      struct Other: Error {}
      try each({ delegating(trace) }) { g in
        try expectEqual(g.first(), 0)
        #expect(throws: Other.self) { _ = try g.interrupt(Other()) }
        expectEqual(trace.take(), ["outer caught Other()", "outer ends"])
        expectEqual(g.stands, .closed)
      }
    }

    @Test func `closing goes through the chain from the innermost`() throws {
      try each({ chain(trace) }) { g in
        try expectEqual(g.first(), 0)
        try expectEqual(g.end(), nil)
        expectEqual(trace.take(), ["outer caught exit", "outer ends"])
        expectEqual(g.stands, .closed)
      }
      try each({ chain(trace) }) { g in
        try expectEqual(g.first(), 0)
        try expectEqual(g.tell(3), nil)
        expectEqual(g.result, "outer!")
        expectEqual(trace.take(), ["done at 3", "outer ends"])
      }
    }

    @Test func `the release of one that is suspended closes it`() throws {
      do {
        var compiled = chain(trace)
        try expectEqual(compiled.start(), 0)
        var inner = delegating(trace)
        try expectEqual(inner.start(), 0)
      }
      let released = trace.take()
      #expect(released.contains("outer ends"))
      do {
        let engine = Coroutine(delegating(trace))
        try expectEqual(engine.start(), 0)
      }
      expectEqual(trace.take(), ["outer caught exit", "outer ends"])
    }

    @Test func `yield is an expression`() throws {
      try each({ expression() }) { g in
        try expectEqual(g.first(), "a")
        try expectEqual(g.tell(1), "b")
        try expectEqual(g.tell(2), "sum 3")
        try expectEqual(g.tell(0), "more")
        try expectEqual(g.tell(9), nil)
        expectEqual(g.result, 9)
      }
    }

    @Test func `a sequence can't be sent values`() throws {
      var g = delegatingToASequence()
      try expectEqual(g.start(), 1)
      try expectEqual(g.send(5), 2)
      try expectEqual(g.send(5), 3)
      try expectEqual(g.send(8), nil)
      expectEqual(g.returnValue, 8)
    }

    @Test func `bodies with a stack and compiled ones delegate to each other`() throws {
      let stackful = Coroutine<Int, Int?, String> { yield in
        try yield(from: Coroutine(counting(trace))) + "?"
      }
      try expectEqual(stackful.start(), 0)
      try expectEqual(stackful.throw(Failure(2)), -1)
      try expectEqual(stackful.send(nil), nil)
      expectEqual(stackful.returnValue, "done at 10?")
      expectEqual(trace.take(), ["caught"])

      @Generator func compiled(
        _ base: Coroutine<Int, Int?, String>
      ) -> some CompiledCoroutine<Int, Int?, String> {
        let text = try yield(from: base)
        return text + "!"
      }
      let inner = Coroutine<Int, Int?, String> { [trace] yield in
        defer { trace("inner ends") }
        let sent = try yield(1)
        return "\(sent ?? 0)"
      }
      var outer = compiled(inner)
      try expectEqual(outer.start(), 1)
      try expectEqual(outer.send(4), nil)
      expectEqual(outer.returnValue, "4!")
      expectEqual(trace.take(), ["inner ends"])
      let suspended = Coroutine<Int, Int?, String> { [trace] yield in
        defer { trace("closed") }
        _ = try yield(1)
        return ""
      }
      let wrapped = Coroutine(compiled(suspended))
      try expectEqual(wrapped.start(), 1)
      try expectEqual(wrapped.close(), nil)
      expectEqual(trace.take(), ["closed"])
      expectEqual(suspended.state, .closed)
    }

    @Test func `a fork of a coroutine goes on alone`() throws {
      var a = expression()
      try a.start()
      try a.send(1)
      var b = a
      try expectEqual(a.send(10), "sum 11")
      try expectEqual(b.send(20), "sum 21")
      try b.close()
      try expectEqual(a.send(0), "more")
    }
  }
#endif
