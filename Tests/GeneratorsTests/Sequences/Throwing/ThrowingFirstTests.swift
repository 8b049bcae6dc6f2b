import Generators
import TestSupport
import Testing

@Suite struct ThrowingFirstTests {
  private let meter = Meter()

  @Test func `the next element, and the generator goes on`() throws {
    let g = meter.throwing(0..<2)
    #expect(try g.first() == 0)
    #expect(meter.taken == 1)
    #expect(try g.first() == 1)
    #expect(try g.first() == nil)
    #expect(try g.first() == nil)
  }

  @Test func `the next that satisfies, and the generator goes on behind it`() throws {
    let g = meter.throwing(0...)
    #expect(try g.first { $0 > 3 } == 4)
    #expect(meter.taken == 5)
    #expect(g.state == .suspended)
    #expect(try g.first { _ in true } == 5)
  }

  @Test(arguments: [0, 1, 5]) func `nil where there is none`(count: Int) throws {
    let g = meter.throwing(0..<count)
    #expect(try g.first { $0 > 10 } == nil)
    #expect(meter.taken == count)
    #expect(g.state == .closed)
  }

  @Test func `the end of a pipeline closes it`() throws {
    #expect(try meter.throwing(0...).map { $0 + 1 }.first() == 1)
    #expect(try meter.throwing(0...).map { $0 + 1 }.first { $0 > 4 } == 5)
    #expect(meter.open == 0)
  }

  @Test(arguments: 0..<3) func `an error of the source`(position: Int) throws {
    #expect(throws: Failure(-1)) {
      try meter.throwing(0..., failingAfter: position).first { _ in false }
    }
    #expect(throws: Failure(-1)) { try meter.throwing(0..., failingAfter: 0).first() }
    #expect(meter.open == 0)
  }

  @Test(arguments: 0..<3) func `an error of the closure closes the source`(position: Int) throws {
    let g = meter.throwing(0...)
    #expect(throws: Failure(position)) {
      try g.first { if $0 == position { throw Failure($0) } else { false } }
    }
    #expect(g.state == .closed)
    #expect(meter.taken == position + 1)
  }
}
