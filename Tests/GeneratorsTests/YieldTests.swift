import Generators
import TestSupport
import Testing

@Suite struct YieldTests {
  @Test func `yielding nothing passes the turn`() {
    var trace: [String] = []
    let g = Generator<Void> { yield in
      trace.append("first")
      try yield()
      trace.append("second")
      try yield()
      trace.append("third")
    }
    #expect(trace.isEmpty)
    g.next()
    expectEqual(trace, ["first"])
    expectEqual(Array(g).count, 1)
    expectEqual(trace, ["first", "second", "third"])
  }

  @Test func `yielding nothing returns the sent value`() throws {
    let c = Coroutine<Void, Int, Int> { yield in try yield() + yield() }
    try c.start()
    try c.send(1)
    #expect(try c.send(2) == nil)
    expectEqual(c.returnValue, 3)
  }
}
