import Generators
import TestSupport
import Testing

@Suite struct ThrowingReduceTests {
  private let meter = Meter()

  @Test(arguments: [0, 1, 5, 1_000]) func `the combined result of all elements`(count: Int) throws {
    let sum = (0..<count).reduce(0, +)
    try expectEqual(meter.throwing(0..<count).reduce(0, +), sum)
    let all = try meter.throwing(0..<count).reduce(into: []) { $0.append($1) }
    expectEqual(all, Array(0..<count))
    expectEqual(meter.open, 0)
  }

  @Test func `the combined result of the rest`() throws {
    let g = meter.throwing(0..<5)
    _ = try g.next()
    _ = try g.next()
    try expectEqual(g.reduce(0, +), 9)
    try expectEqual(g.reduce(7, +), 7)
  }

  @Test(arguments: 0..<3) func `an error of the source`(position: Int) throws {
    let g = meter.throwing(0..., failingAfter: position)
    #expect(throws: Failure(-1)) { try g.reduce(0, +) }
    expectEqual(g.state, .closed)
  }

  @Test(arguments: 0..<3) func `an error of the closure closes the source`(position: Int) throws {
    let g = meter.throwing(0...)
    #expect(throws: Failure(position)) {
      try g.reduce(0) { if $1 == position { throw Failure($1) } else { $0 + $1 } }
    }
    expectEqual(g.state, .closed)
    expectEqual(meter.taken, position + 1)
    let h = meter.throwing(0...)
    #expect(throws: Failure(position)) {
      try h.reduce(into: 0) { if $1 == position { throw Failure($1) } else { $0 += $1 } }
    }
    expectEqual(h.state, .closed)
    expectEqual(meter.open, 0)
  }

  @Test func `an array grows in place`() throws {
    let start: [Int] = []
    let all = try meter.throwing(0..<100_000).reduce(into: start) { $0.append($1) }
    expectEqual(all.count, 100_000)
    expectEqual(start, [])
  }
}
