import Generators
import TestSupport
import Testing

/// An error with an identity.
private final class UniqueFailure: Error {}

extension TestGenerators {
  /// Errors that are thrown in while the body handles another one.
  ///
  /// Errors have no context here: the two errors stay separate.
  @Suite struct GeneratorThrowTest {
    @Test func test_exception_context_with_yield() throws {
      let trace = Trace()
      let g = ThrowingGenerator<Void> { yield in
        do {
          throw Failure(1)
        } catch {
          defer { trace("handles \(name(of: error))") }
          try yield()
        }
      }
      try g.next()
      #expect(throws: Failure(2)) { try g.throw(Failure(2)) }
      expectEqual(trace.events, ["handles E1"])
    }

    @Test func test_exception_context_with_yield_inside_generator() throws {
      let trace = Trace()
      let g = ThrowingGenerator<String> { yield in
        do {
          throw Failure(1)
        } catch let first {
          do {
            try yield("")
          } catch {
            trace("caught \(name(of: error)), handles \(name(of: first))")
            try yield("b")
          }
        }
      }
      try g.next()
      try expectEqual(g.throw(Failure(2)), "b")
      expectEqual(trace.events, ["caught E2, handles E1"])
    }

    @Test func test_exception_context_with_yield_from() throws {
      let trace = Trace()
      let inner = ThrowingGenerator<Void> { yield in try yield() }
      let outer = ThrowingGenerator<Void> { yield in
        do {
          throw Failure(1)
        } catch {
          defer { trace("handles \(name(of: error))") }
          try yield(from: inner)
        }
      }
      try outer.next()
      #expect(throws: Failure(2)) { try outer.throw(Failure(2)) }
      expectEqual(trace.events, ["handles E1"])
      expectEqual(inner.state, .closed)
    }

    /// The error that is thrown in is the one that the body is already handling.
    @Test func test_exception_context_with_yield_from_with_context_cycle() throws {
      let thrown = UniqueFailure()
      var caught: (first: UniqueFailure?, second: UniqueFailure?)
      let inner = ThrowingGenerator<Void> { yield in try yield() }
      let outer = ThrowingGenerator<Void> { yield in
        do {
          throw thrown
        } catch {
          caught.first = error as? UniqueFailure
          do { try yield(from: inner) } catch { caught.second = error as? UniqueFailure }
        }
        try yield()
      }
      try outer.next()
      #expect(try outer.throw(thrown) != nil)
      #expect(caught.first === thrown)
      #expect(caught.second === thrown)
      expectEqual(outer.state, .suspended)
    }

    @Test func test_throw_after_none_exc_type() throws {
      let g = ThrowingGenerator<Void> { yield in
        do { throw Failure(1) } catch {}
        do { try yield() } catch { throw Failure(3) }
      }
      try g.next()
      #expect(throws: Failure(3)) { try g.throw(Failure(2)) }
    }
  }
}
