import Generators
import TestSupport
import Testing

extension TestGenerators {
  /// The states of a generator that delegates.
  @Suite struct YieldFromTests {
    @Test func test_generator_gi_yieldfrom() throws {
      let trace = Trace()
      var states: () -> String = { "" }
      let inner = Generator<Void> { yield in
        trace("inner: \(states())")
        try yield()
        trace("inner: \(states())")
      }
      let outer = Generator<Void> { yield in
        trace("outer: \(states())")
        try yield(from: inner)
        trace("outer: \(states())")
        try yield()
        trace("outer: \(states())")
      }
      states = { "\(outer.state)" }
      // The bodies refer to it, and it to them.
      defer { states = { "" } }
      expectEqual(outer.state, .created)
      outer.next()
      expectEqual(outer.state, .suspended)
      expectEqual(inner.state, .suspended)
      expectEqual(trace.take(), ["outer: running", "inner: running"])
      outer.next()
      expectEqual(outer.state, .suspended)
      expectEqual(inner.state, .closed)
      expectEqual(trace.take(), ["inner: running", "outer: running"])
      #expect(outer.next() == nil)
      expectEqual(outer.state, .closed)
      expectEqual(trace.take(), ["outer: running"])
    }
  }
}
