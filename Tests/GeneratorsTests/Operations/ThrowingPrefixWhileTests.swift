import Generators
import TestSupport
import Testing

@Suite struct ThrowingPrefixWhileTests {
  private let meter = Meter()

  @Test(arguments: [0, 1, 3, 10, 11])
  func `elements up to the first that does not satisfy`(bound: Int) throws {
    let g = meter.throwing(0..<10).prefix { $0 < bound }
    try expectEqual(g.collect(), Array((0..<10).prefix { $0 < bound }))
    expectEqual(meter.taken, min(bound + 1, 10))
    expectEqual(meter.open, 0)
  }

  @Test func `the element that ends it is taken and lost`() throws {
    let source = meter.throwing(0...)
    try expectEqual(source.prefix { $0 < 2 }.collect(), [0, 1])
    expectEqual(source.state, .suspended)
    try expectEqual(source.next(), 3)
  }

  @Test func `the predicate is not asked again`() throws {
    var asked: [Int] = []
    let g = meter.throwing(0...).prefix {
      asked.append($0)
      return $0 != 1
    }
    try expectEqual([g.next(), g.next(), g.next(), g.next()], [0, nil, nil, nil])
    expectEqual(asked, [0, 1])
  }

  @Test func `an error of the predicate in the middle`() throws {
    let source = meter.throwing(0...)
    let g = source.prefix { if $0 == 2 { throw Failure(2) } else { true } }
    try expectEqual([g.next(), g.next()], [0, 1])
    #expect(throws: Failure(2)) { try g.next() }
    try expectEqual(g.next(), nil)
    expectEqual(source.state, .closed)
  }
}
