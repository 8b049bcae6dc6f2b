import Generators
import TestSupport
import Testing

@Suite struct ThrowingCollectTests {
  private let meter = Meter()

  @Test(arguments: [0, 1, 5, 1_000]) func `all in an array`(count: Int) throws {
    let g = meter.throwing(0..<count)
    try expectEqual(g.collect(), Array(0..<count))
    try expectEqual(g.collect(), [])
    expectEqual(meter.open, 0)
  }

  @Test func `the rest of a source`() throws {
    let g = meter.throwing(0..<5)
    _ = try g.next()
    try expectEqual(g.collect(), [1, 2, 3, 4])
  }

  @Test(arguments: 0..<3) func `an error of the source`(position: Int) throws {
    let g = meter.throwing(0..<3, failingAfter: position)
    #expect(throws: Failure(-1)) { try g.collect() }
    try expectEqual(g.collect(), [])
  }
}
