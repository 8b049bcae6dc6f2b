import Generators
import TestSupport
import Testing

@Suite struct ThrowingMinMaxTests {
  private let meter = Meter()

  @Test func `the least and the greatest`() throws {
    var random = SeededRandom(seed: 1)
    for count in [0, 1, 2, 3, 10, 100] {
      let numbers = (0..<count).map { _ in Int.random(in: 0..<20, using: &random) }
      try expectEqual(meter.throwing(numbers).min(), numbers.min())
      try expectEqual(meter.throwing(numbers).max(), numbers.max())
      try expectEqual(meter.throwing(numbers).min { $0 > $1 }, numbers.max())
      try expectEqual(meter.throwing(numbers).max { $0 > $1 }, numbers.min())
    }
    expectEqual(meter.open, 0)
  }

  @Test func `the first of several that are equal, as of an array`() throws {
    let words = ["two", "one", "three", "eight", "six"]
    try expectEqual(meter.throwing(words).min { $0.count < $1.count }, "two")
    try expectEqual(meter.throwing(words).max { $0.count < $1.count }, "three")
    expectEqual(words.max { $0.count < $1.count }, "three")
  }

  @Test(arguments: 0..<3) func `an error of the source`(position: Int) throws {
    #expect(throws: Failure(-1)) { try meter.throwing(0..., failingAfter: position).min() }
    #expect(throws: Failure(-1)) { try meter.throwing(0..., failingAfter: position).max() }
    expectEqual(meter.open, 0)
  }

  @Test(arguments: 1..<4) func `an error of the closure closes the source`(position: Int) throws {
    let g = meter.throwing(0...)
    #expect(throws: Failure(position)) {
      try g.min { n, _ in if n == position { throw Failure(n) } else { false } }
    }
    expectEqual(g.state, .closed)
    let h = meter.throwing(0...)
    #expect(throws: Failure(position)) {
      try h.max { _, n in if n == position { throw Failure(n) } else { false } }
    }
    expectEqual(h.state, .closed)
    expectEqual(meter.taken, 2 * position + 2)
  }
}
