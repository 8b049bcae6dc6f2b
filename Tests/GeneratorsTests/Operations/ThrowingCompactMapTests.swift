import Generators
import TestSupport
import Testing

@Suite struct ThrowingCompactMapTests {
  private let meter = Meter()

  @Test(arguments: [0, 1, 5, 1_000]) func `nil is skipped`(count: Int) throws {
    let odd = { (n: Int) in n % 2 == 1 ? "\(n)" : nil }
    let g = meter.throwing(0..<count).compactMap(odd)
    try expectEqual(g.collect(), (0..<count).compactMap(odd))
    expectEqual(meter.open, 0)
  }

  @Test func `it takes elements up to the next result`() throws {
    let g = meter.throwing(0...).compactMap { $0 % 10 == 3 ? $0 : nil }
    try expectEqual(g.next(), 3)
    expectEqual(meter.taken, 4)
    try expectEqual(g.next(), 13)
    expectEqual(meter.taken, 14)
  }

  @Test func `skipping all is the end`() throws {
    let g = ThrowingGenerator(meter.throwing(0..<5).compactMap { _ in Int?.none })
    try expectEqual(g.next(), nil)
    expectEqual(g.state, .closed)
    expectEqual(meter.taken, 5)
  }

  @Test func `nil of an optional element is skipped once`() throws {
    let g = meter.throwing([0, 1, 2]).compactMap { (n: Int) -> Int?? in
      switch n {
      case 0: nil
      case 1: .some(nil)
      default: n
      }
    }
    try expectEqual(g.collect(), [nil, 2])
  }

  @Test func `an error among the skipped elements`() throws {
    let g = meter.throwing(0..., failingAfter: 3).compactMap { _ in Int?.none }
    #expect(throws: Failure(-1)) { try g.next() }
    try expectEqual(g.next(), nil)
  }
}
