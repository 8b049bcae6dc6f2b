import CompiledGenerators
import Generators
import TestSupport
import Testing

#if Macros
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
      expectEqual(error?.origin?.description, "CompiledGeneratorsTests/CoroutineBodies.swift:29")
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

    @Generator private static func failing() -> some CompiledCoroutine<Int, Void, Void> {
      defer {}
      do { try yield(1) } catch { throw Failure(7) }
    }

    @Generator private static func failingSource() -> some ThrowingSource<Int, any Error> {
      do { try yield(1) } catch { throw Failure(7) }
    }

    @Test func `an error of release goes to the hook`() throws {
      let errors = try unraisableErrors {
        var frame = Self.failing()
        try expectEqual(frame.start(), 1)
        let source = Self.failingSource()
        try expectEqual(source.next(), 1)
        let abandoned = Self.failingSource()
        try expectEqual(abandoned.next(), 1)
        abandoned.abandon()
        try expectEqual(abandoned.next(), nil)
      }
      expectEqual(errors.map { $0.error as? Failure }, [Failure(7), Failure(7), Failure(7)])
      #expect(
        errors.allSatisfy {
          "\($0.origin)".hasPrefix("CompiledGeneratorsTests/CoroutineTests.swift:")
        })
    }

    @Generator private static func reentrant(
      _ resume: @escaping () throws -> Void
    ) -> some CompiledCoroutine<Int, Void, Void> {
      defer {}
      try resume()
      yield(1)
    }

    @Generator private static func reentrantSource(
      _ resume: @escaping () throws -> Void
    ) -> some ThrowingSource<Int, any Error> {
      try resume()
      yield(1)
    }

    @Test func `a reference that is resumed by its own body refuses`() throws {
      final class Place {
        var frame: (any CompiledCoroutine<Int, Void, Void>)?
        var source: (any ThrowingSource<Int, any Error>)?
      }
      let place = Place()
      defer { (place.frame, place.source) = (nil, nil) }
      place.frame = Self.reentrant {
        var frame = place.frame!
        expectEqual(frame.state, .running)
        try frame.send(())
      }
      var frame = place.frame!
      #expect(throws: GeneratorError.alreadyExecuting) { try frame.start() }
      expectEqual(frame.state, .closed)
      place.source = Self.reentrantSource { _ = try place.source!.next() }
      let source = place.source!
      #expect(throws: GeneratorError.alreadyExecuting) { _ = try source.next() }
      try expectEqual(source.next(), nil)
    }

    /// Yields what it is sent, nothing at first.
    @Generator private static func echo() -> some CompiledCoroutine<Int?, Int?, Void> {
      var last: Int? = nil
      while true { last = try yield(last) }
    }

    @Test func `nothing starts one, and an element may be nil`() throws {
      var echo = Self.echo()
      try expectEqual(echo.next(), .some(nil))
      try expectEqual(echo.send(3), .some(3))
      try expectEqual(echo.next(), .some(nil))
      var other = Self.echo()
      try expectEqual(other.send(nil), .some(nil))
      let wrapped = Coroutine(Self.echo())
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

    @Generator private static func cleaning(
      _ trace: Trace
    ) -> some CompiledCoroutine<Int, Void, Void> {
      do { try yield(1) } catch { trace(name(of: error)) }
    }

    @Test func `the release of a coroutine of the engine closes a value`() throws {
      let trace = Trace()
      do {
        let c = Coroutine(Self.cleaning(trace))
        try c.start()
      }
      expectEqual(trace.take(), ["exit"])
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
#endif
