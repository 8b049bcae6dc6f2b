import Generators
import TestSupport
import Testing

@Suite struct ThrowingMapTests {
  private let meter = Meter()

  @Test(arguments: [0, 1, 5, 1_000]) func `each element is transformed`(count: Int) throws {
    let g = meter.throwing(0..<count).map { "\($0)" }
    try expectEqual(g.collect(), (0..<count).map { "\($0)" })
    try expectEqual(g.next(), nil)
    expectEqual(meter.open, 0)
  }

  @Test func `infinite elements, one transformed at a time`() throws {
    var transformed: [Int] = []
    let g = meter.throwing(0...).map {
      transformed.append($0)
      return $0 * $0
    }
    expectEqual(transformed, [])
    try expectEqual(g.next(), 0)
    try expectEqual(g.next(), 1)
    expectEqual(transformed, [0, 1])
    expectEqual(meter.taken, 2)
  }

  @Test func `into optionals, nil is an element`() throws {
    let g = meter.throwing(["1", "x", "3"]).map { Int($0) }
    try expectEqual(g.collect(), [1, nil, 3])
  }

  @Test func `an error in the middle`() throws {
    let source = meter.throwing(["1", "2", "x", "4"])
    let g = source.map { text in
      guard let n = Int(text) else { throw Failure(9) }
      return n
    }
    try expectEqual(g.next(), 1)
    try expectEqual(g.next(), 2)
    #expect(throws: Failure(9)) { try g.next() }
    try expectEqual(g.next(), nil)
    expectEqual(source.state, .closed)
    expectEqual(meter.taken, 3)
  }
}
