import Generators
import TestSupport
import Testing

@Suite struct ThrowingFirstTests {
  private let meter = Meter()

  @Test func `the next element, and the generator continues`() throws {
    let g = meter.throwing(0..<2)
    try expectEqual(g.first(), 0)
    expectEqual(meter.taken, 1)
    try expectEqual(g.first(), 1)
    try expectEqual(g.first(), nil)
    try expectEqual(g.first(), nil)
  }

  @Test func `the next that satisfies, and the generator continues after it`() throws {
    let g = meter.throwing(0...)
    try expectEqual(g.first { $0 > 3 }, 4)
    expectEqual(meter.taken, 5)
    expectEqual(g.state, .suspended)
    try expectEqual(g.first { _ in true }, 5)
  }

  @Test(arguments: [0, 1, 5]) func `nil where there is none`(count: Int) throws {
    let g = meter.throwing(0..<count)
    try expectEqual(g.first { $0 > 10 }, nil)
    expectEqual(meter.taken, count)
    expectEqual(g.state, .closed)
  }

  @Test func `the end of a pipeline closes it`() throws {
    try expectEqual(meter.throwing(0...).map { $0 + 1 }.first(), 1)
    try expectEqual(meter.throwing(0...).map { $0 + 1 }.first { $0 > 4 }, 5)
    expectEqual(meter.open, 0)
  }

  @Test(arguments: 0..<3) func `an error of the source`(position: Int) throws {
    #expect(throws: Failure(-1)) {
      try meter.throwing(0..., failingAfter: position).first { _ in false }
    }
    #expect(throws: Failure(-1)) { try meter.throwing(0..., failingAfter: 0).first() }
    expectEqual(meter.open, 0)
  }

  @Test(arguments: 0..<3) func `an error of the closure closes the source`(position: Int) throws {
    let g = meter.throwing(0...)
    #expect(throws: Failure(position)) {
      try g.first { if $0 == position { throw Failure($0) } else { false } }
    }
    expectEqual(g.state, .closed)
    expectEqual(meter.taken, position + 1)
  }
}
