import Generators
import TestSupport
import Testing

extension TestGenerators {
  /// Errors that are being handled, on either side, while control goes to the other one.
  ///
  /// CPython reads the current exception; here it is the constant of the `catch`.
  @Suite struct ExceptionTest {
    @Test func test_except_throw() throws {
      let trace = Trace()
      let g = ThrowingGenerator<Void> { yield in
        do {
          try yield()
        } catch {
          trace("caught \(name(of: error))")
          try yield()
          trace("still \(name(of: error))")
          try yield()
          throw error
        }
      }
      try g.next()
      do { throw Failure(1) } catch { try g.throw(error) }
      expectEqual(trace.take(), ["caught E1"])
      try g.next()
      expectEqual(trace.take(), ["still E1"])
      #expect(throws: Failure(1)) { try g.next() }
      expectEqual(g.state, .closed)
    }

    @Test func test_except_next() throws {
      let g = ThrowingGenerator { yield in try yield("done") }
      do {
        throw Failure(1)
      } catch {
        try expectEqual(g.next(), "done")
        expectEqual(error as? Failure, Failure(1))
      }
    }

    @Test func test_except_gen_except() throws {
      let trace = Trace()
      let g = ThrowingGenerator<String> { yield in
        do {
          try yield("")
          throw Failure(2)
        } catch {
          trace("caught \(name(of: error))")
        }
        try yield("")
        try yield("done")
      }
      try g.next()
      do {
        throw Failure(1)
      } catch {
        try g.next()
        trace("handles \(name(of: error))")
      }
      try expectEqual(g.next(), "done")
      expectEqual(trace.events, ["caught E2", "handles E1"])
    }

    @Test func test_nested_gen_except_loop() {
      let trace = Trace()
      let outer = Generator { yield in
        do {
          throw Failure(2)
        } catch {
          let inner = Generator { yield in for _ in 0..<100 { try yield("doing") } }
          for element in inner { try yield(element) }
          trace("inner one handles \(name(of: error))")
        }
      }
      do {
        throw Failure(1)
      } catch {
        var count = 0
        for element in outer {
          expectEqual(element, "doing")
          count += 1
        }
        expectEqual(count, 100)
        trace("outer one handles \(name(of: error))")
      }
      expectEqual(trace.events, ["inner one handles E2", "outer one handles E1"])
    }

    @Test func test_except_throw_exception_context() throws {
      let trace = Trace()
      let g = ThrowingGenerator<String> { yield in
        do {
          do {
            try yield("")
          } catch is Failure {
            trace("caught E1")
            throw Failure(2)
          }
        } catch {
          trace("caught \(name(of: error))")
        }
        try yield("")
        try yield("done")
      }
      try g.next()
      do {
        throw Failure(1)
      } catch {
        try g.throw(error)
        trace("handles \(name(of: error))")
      }
      try expectEqual(g.next(), "done")
      expectEqual(trace.events, ["caught E1", "caught E2", "handles E1"])
    }

    /// A tuple of one value is the value itself in Swift, so that it is a tuple of two here.
    @Test func test_return_tuple() throws {
      let g = Coroutine<Int, (Int, Int), (Int, Int)> { yield in try yield(1) }
      try expectEqual(g.start(), 1)
      try expectEqual(g.send((2, 3)), nil)
      let returned = try #require(g.returnValue)
      #expect(returned == (2, 3))
    }

    /// An error that is returned is a value.
    @Test func test_return_stopiteration() throws {
      let g = Coroutine<Int, any Error, any Error> { yield in try yield(1) }
      try expectEqual(g.start(), 1)
      try expectEqual(g.send(Failure(2)), nil)
      expectEqual(g.returnValue as? Failure, Failure(2))
    }
  }
}
