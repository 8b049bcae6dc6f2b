import Generators
import TestSupport
import Testing

@Suite struct ThrowingDropFirstTests {
  private let meter = Meter()

  @Test(arguments: [0, 1, 3, 10, 11, .max])
  func `all but the first`(count: Int) throws {
    let g = meter.throwing(0..<10).dropFirst(count)
    try expectEqual(g.collect(), Array((0..<10).dropFirst(count)))
    try expectEqual(g.next(), nil)
    expectEqual(meter.open, 0)
  }

  @Test func `the first, if no count is passed`() throws {
    try expectEqual(meter.throwing(0..<3).dropFirst().collect(), [1, 2])
  }

  @Test func `an infinite source`() throws {
    let g = meter.throwing(0...).dropFirst(5)
    expectEqual(meter.taken, 0)
    try expectEqual(g.next(), 5)
    expectEqual(meter.taken, 6)
    try expectEqual(g.next(), 6)
    expectEqual(meter.taken, 7)
  }

  @Test(arguments: 0..<5) func `an error among the skipped elements`(position: Int) throws {
    let source = meter.throwing(0..., failingAfter: position)
    let g = source.dropFirst(4)
    #expect(throws: Failure(-1)) { while try g.next() != nil {} }
    try expectEqual(g.next(), nil)
    expectEqual(source.state, .closed)
  }

  @Test func `the skipped elements are released at once`() throws {
    let tracker = Tracker()
    let source = ThrowingGenerator { yield in
      for n in 0... {
        expectEqual(tracker.alive, 0)
        try yield(tracker.object(n))
      }
    }
    let g = source.dropFirst(5)
    do { try expectEqual(g.next()?.id, 5) }
    expectEqual(tracker.alive, 0)
  }

  @Test func `a negative count is a trap`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = ThrowingGenerator([1]).dropFirst(-1)
    }
    expectEqual(
      result?.message.contains("the count of elements to drop must not be negative, and is -1"),
      true)
  }
}
