import Generators
import TestSupport
import Testing

@Suite struct ThrowingContainsTests {
  private let meter = Meter()

  @Test func `it stops at the first, and the generator continues after it`() throws {
    let g = meter.throwing(0...)
    #expect(try g.contains(3))
    expectEqual(meter.taken, 4)
    #expect(try g.contains { $0 > 5 })
    try expectEqual(g.next(), 7)
    #expect(try !g.allSatisfy { $0 < 10 })
    try expectEqual(g.next(), 11)
  }

  @Test(arguments: [0, 1, 5]) func `if there is none, all are taken`(count: Int) throws {
    #expect(try !meter.throwing(0..<count).contains(10))
    #expect(try !meter.throwing(0..<count).contains { $0 > 10 })
    #expect(try meter.throwing(0..<count).allSatisfy { $0 < 10 })
    expectEqual(meter.taken, 3 * count)
    expectEqual(meter.open, 0)
  }

  @Test(arguments: 0..<3) func `an error of the source`(position: Int) throws {
    #expect(throws: Failure(-1)) { try meter.throwing(0..., failingAfter: position).contains(-5) }
    #expect(throws: Failure(-1)) {
      try meter.throwing(0..., failingAfter: position).contains { _ in false }
    }
    #expect(throws: Failure(-1)) {
      try meter.throwing(0..., failingAfter: position).allSatisfy { _ in true }
    }
    expectEqual(meter.open, 0)
  }

  @Test(arguments: 0..<3) func `an error of the closure closes the source`(position: Int) throws {
    let g = meter.throwing(0...)
    #expect(throws: Failure(position)) {
      try g.contains { if $0 == position { throw Failure($0) } else { false } }
    }
    expectEqual(g.state, .closed)
    let h = meter.throwing(0...)
    #expect(throws: Failure(position)) {
      try h.allSatisfy { if $0 == position { throw Failure($0) } else { true } }
    }
    expectEqual(h.state, .closed)
    expectEqual(meter.taken, 2 * position + 2)
  }
}
