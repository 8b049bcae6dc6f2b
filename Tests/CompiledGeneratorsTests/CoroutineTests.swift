import CompiledGenerators
import Generators
import TestSupport
import Testing

@Suite struct CoroutineTests {
  @Test func `it is started, sent values and returns one`() throws {
    var d = dialogue()
    expectEqual(d.state, .created)
    try expectEqual(d.start(), "first?")
    expectEqual(d.state, .suspended)
    try expectEqual(d.send(3), "second?")
    try expectEqual(d.throw(Failure()), "sorry")
    expectEqual(d.returnValue, nil)
    try expectEqual(d.send(0), nil)
    expectEqual(d.returnValue, true)
    expectEqual(d.state, .closed)
    try expectEqual(d.send(0), nil)
    try expectEqual(d.close(), nil)
  }

  @Test func `a misuse names the place of the body`() throws {
    var d = dialogue()
    let error = #expect(throws: GeneratorError.self) { try d.send(3) }
    expectEqual(error?.kind, .notStarted)
    expectEqual(error?.origin?.description, "M/Dialogue.swift:1")
    try d.start()
    #expect(throws: GeneratorError.alreadyStarted) { try d.start() }
    try expectEqual(d.send(1), "second?")
  }

  @Test func `a copy is a fork`() throws {
    var d = dialogue()
    try d.start()
    try d.send(3)
    var e = d
    try expectEqual(d.send(0), nil)
    try expectEqual(e.throw(Failure()), "sorry")
    expectEqual(e.state, .suspended)
    try e.send(0)
    expectEqual(e.returnValue, true)
  }

  @Test func `an error thrown into one that was not started closes it`() throws {
    var d = dialogue()
    #expect(throws: Failure(1)) { try d.throw(Failure(1)) }
    expectEqual(d.state, .closed)
    try expectEqual(d.start(), nil)
  }

  @Test func `one that yields when it is closed has ignored the exit`() throws {
    var d = dialogue()
    try d.start()
    try d.send(1)
    #expect(throws: GeneratorError.ignoredExit) { try d.close() }
    expectEqual(d.state, .suspended)
    try expectEqual(d.close(), nil)
    expectEqual(d.state, .closed)
  }

  @Test func `the release of the last reference runs pending defers`() throws {
    let trace = Trace()
    do {
      var s = session(trace)
      try s.start()
      try s.send("word")
      let same = s
      expectEqual(same.state, .suspended)
    }
    expectEqual(trace.take(), ["after word", "closed at 4"])
    _ = session(trace)
    expectEqual(trace.take(), [])
  }

  /// ```
  /// do { try yield(1) } catch { throw Failure(7) }
  /// ```
  private struct FailingMachine: _ResumableMachine {
    var _origin: GeneratorOrigin { GeneratorOrigin(_fileID: "M/Failing.swift", line: 7) }
    var _hasCleanup: Bool { true }
    var _pc = 0

    mutating func _resume(
      _ message: __owned _Message<Void, any Error>
    ) throws -> _Step<Int, Void> {
      switch _pc {
      case 0:
        _pc = 1
        return .yielded(1)
      default:
        do { try message._input() } catch { throw Failure(7) }
        return .returned(())
      }
    }
  }

  @Test func `an error of release goes to the hook`() throws {
    let errors = try unraisableErrors {
      let frame = _CoroutineFrame(FailingMachine())
      _ = try frame._resume(.start)
      let source = CompiledThrowingGenerator(FailingMachine())
      try source.next()
      let abandoned = CompiledThrowingGenerator(FailingMachine())
      try abandoned.next()
      abandoned.abandon()
      try expectEqual(abandoned.next(), nil)
    }
    expectEqual(errors.map { $0.error as? Failure }, [Failure(7), Failure(7), Failure(7)])
    expectEqual(errors.map { $0.origin.line }, [7, 7, 7])
  }

  /// Resumes itself.
  private struct ReentrantMachine: _ResumableMachine {
    var _origin: GeneratorOrigin { GeneratorOrigin(_fileID: "M/Reentrant.swift", line: 1) }
    var _pc = 0
    let resume: () throws -> Void

    mutating func _resume(
      _ message: __owned _Message<Void, any Error>
    ) throws -> _Step<Int, Void> {
      _pc = 1
      try resume()
      return .yielded(1)
    }
  }

  @Test func `a reference that is resumed by its own body refuses`() throws {
    final class Place {
      var frame: (_CoroutineFrame<ReentrantMachine>)?
      var source: CompiledThrowingGenerator<ReentrantMachine>?
    }
    let place = Place()
    defer { (place.frame, place.source) = (nil, nil) }
    place.frame = _CoroutineFrame(
      ReentrantMachine {
        var frame = place.frame!
        expectEqual(frame.state, .running)
        try frame.send(())
      })
    var frame = place.frame!
    #expect(throws: GeneratorError.alreadyExecuting) { try frame.start() }
    expectEqual(frame.state, .closed)
    place.source = CompiledThrowingGenerator(ReentrantMachine { try place.source!.next() })
    #expect(throws: GeneratorError.alreadyExecuting) { try place.source!.next() }
    try expectEqual(place.source!.next(), nil)
  }

  /// Yields what it is sent, nothing at first.
  private struct EchoMachine: _ResumableMachine {
    var _origin: GeneratorOrigin { GeneratorOrigin(_fileID: "M/Echo.swift", line: 1) }
    var _pc = 0

    mutating func _resume(
      _ message: __owned _Message<Int?, any Error>
    ) throws -> _Step<Int?, Void> {
      if _pc == 0 {
        _pc = 1
        return .yielded(nil)
      }
      return .yielded(try message._input())
    }
  }

  @Test func `nothing starts one, and an element may be nil`() throws {
    var echo = _CoroutineValue(EchoMachine())
    try expectEqual(echo.next(), .some(nil))
    try expectEqual(echo.send(3), .some(3))
    try expectEqual(echo.next(), .some(nil))
    var other = _CoroutineValue(EchoMachine())
    try expectEqual(other.send(nil), .some(nil))
    let wrapped = Coroutine(_CoroutineValue(EchoMachine()))
    try expectEqual(wrapped.next(), .some(nil))
    try expectEqual(wrapped.send(3), .some(3))
    try expectEqual(wrapped.next(), .some(nil))
  }

  @Test func `a coroutine of the engine goes on where a compiled one stands`() throws {
    var d = dialogue()
    try d.start()
    let c = Coroutine(d)
    expectEqual(c.state, .suspended)
    try expectEqual(c.send(-1), "second?")
    try expectEqual(c.send(0), nil)
    expectEqual(c.returnValue, false)
    try d.send(1)
    try d.send(0)
    let closed = Coroutine(d)
    expectEqual(closed.state, .closed)
    expectEqual(closed.returnValue, true)
    try expectEqual(closed.send(0), nil)
  }

  @Test func `the release of a coroutine of the engine closes a value`() throws {
    let trace = Trace()
    do {
      let c = Coroutine(_CoroutineValue(InnerMachine(trace, "v")))
      try c.start()
    }
    expectEqual(trace.take(), ["inner v ends"])
  }

  @Test func `a body with a stack delegates to it`() throws {
    let trace = Trace()
    let outer = Coroutine<String, Int, Int> { yield in
      try yield(from: Coroutine(inner(trace, "z"))) + 100
    }
    try expectEqual(outer.start(), "z1")
    try expectEqual(outer.send(1), "z2")
    try expectEqual(outer.send(2), nil)
    expectEqual(outer.returnValue, 103)
    expectEqual(trace.take(), ["inner z ends"])
  }
}
