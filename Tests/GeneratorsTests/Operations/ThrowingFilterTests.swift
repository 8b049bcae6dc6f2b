import Generators
import TestSupport
import Testing

@Suite struct ThrowingFilterTests {
  private let meter = Meter()

  @Test(arguments: [0, 1, 5, 1_000]) func `the included elements`(count: Int) throws {
    let g = meter.throwing(0..<count).filter { $0 % 3 == 1 }
    try expectEqual(g.collect(), (0..<count).filter { $0 % 3 == 1 })
    expectEqual(meter.open, 0)
  }

  @Test func `it takes elements up to the next that is included`() throws {
    let g = meter.throwing(0...).filter { $0 % 10 == 3 }
    try expectEqual(g.next(), 3)
    expectEqual(meter.taken, 4)
    try expectEqual(g.next(), 13)
    expectEqual(meter.taken, 14)
  }

  @Test func `no included element is the end`() throws {
    let source = meter.throwing(0..<5)
    let g = ThrowingGenerator(source.filter { _ in false })
    try expectEqual(g.next(), nil)
    expectEqual(g.state, .closed)
    expectEqual(source.state, .closed)
  }

  @Test func `an error among the skipped elements`() throws {
    let source = meter.throwing(0...)
    let g = source.filter { if $0 == 3 { throw Failure(3) } else { false } }
    #expect(throws: Failure(3)) { try g.next() }
    try expectEqual(g.next(), nil)
    expectEqual(source.state, .closed)
    expectEqual(meter.taken, 4)
  }

  @Test func `the skipped elements are released at once`() throws {
    let tracker = Tracker()
    let source = ThrowingGenerator { yield in for n in 0... { try yield(tracker.object(n)) } }
    let g = source.filter { $0.id == 5 }
    do { try expectEqual(g.next()?.id, 5) }
    expectEqual(tracker.alive, 0)
    expectEqual(tracker.gone, [0, 1, 2, 3, 4, 5])
  }
}
