import Generators
import TestSupport
import Testing

@Suite struct ThrowingDropWhileTests {
  private let meter = Meter()

  @Test(arguments: [0, 1, 3, 10, 11])
  func `elements from the first that does not satisfy`(bound: Int) throws {
    let g = meter.throwing(0..<10).drop { $0 < bound }
    try expectEqual(g.collect(), Array((0..<10).drop { $0 < bound }))
    try expectEqual(g.next(), nil)
    expectEqual(meter.open, 0)
  }

  @Test func `the predicate is not asked again, and is released`() throws {
    let tracker = Tracker()
    var asked: [Int] = []
    func make() -> some ThrowingSource<Int, any Error> {
      let object = tracker.object()
      return meter.throwing([1, 2, 0, 3]).drop {
        asked.append($0)
        return $0 != object.id
      }
    }
    let g = make()
    try expectEqual(g.next(), 0)
    expectEqual(tracker.alive, 0)
    try expectEqual(g.next(), 3)
    expectEqual(asked, [1, 2, 0])
  }

  @Test func `an infinite source`() throws {
    let g = meter.throwing(0...).drop { $0 < 5 }
    try expectEqual(g.next(), 5)
    expectEqual(meter.taken, 6)
    try expectEqual(g.next(), 6)
    expectEqual(meter.taken, 7)
  }

  @Test(arguments: 0..<4) func `an error among the skipped elements`(position: Int) throws {
    let source = meter.throwing(0...)
    let g = source.drop { if $0 == position { throw Failure(position) } else { true } }
    #expect(throws: Failure(position)) { try g.next() }
    try expectEqual(g.next(), nil)
    expectEqual(source.state, .closed)
    expectEqual(meter.taken, position + 1)
  }

  @Test func `the skipped elements are released at once`() throws {
    let tracker = Tracker()
    let source = ThrowingGenerator { yield in
      for n in 0... {
        expectEqual(tracker.alive, 0)
        try yield(tracker.object(n))
      }
    }
    let g = source.drop { $0.id < 5 }
    do { try expectEqual(g.next()?.id, 5) }
    expectEqual(tracker.alive, 0)
  }
}
