import GeneratorAlgorithms
import Generators
import TestSupport
import Testing

@Suite struct ThrowingCountTests {
  private let meter = Meter()

  @Test(arguments: [0, 1, 5, 1_000]) func `how many are left`(count: Int) throws {
    let g = meter.throwing(0..<count)
    try expectEqual(g.elementCount(), count)
    try expectEqual(g.elementCount(), 0)
    try expectEqual(meter.throwing(0..<count).count { $0 % 2 == 1 }, count / 2)
    expectEqual(meter.open, 0)
  }

  @Test(arguments: 0..<3) func `an error of the source`(position: Int) throws {
    #expect(throws: Failure(-1)) { try meter.throwing(0..., failingAfter: position).elementCount() }
    #expect(throws: Failure(-1)) {
      try meter.throwing(0..., failingAfter: position).count { _ in true }
    }
    expectEqual(meter.open, 0)
  }

  @Test(arguments: 0..<3) func `an error of the closure closes the source`(position: Int) throws {
    let g = meter.throwing(0...)
    #expect(throws: Failure(position)) {
      try g.count { if $0 == position { throw Failure($0) } else { true } }
    }
    expectEqual(g.state, .closed)
    expectEqual(meter.taken, position + 1)
  }
}
