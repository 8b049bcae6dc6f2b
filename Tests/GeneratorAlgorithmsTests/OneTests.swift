import GeneratorAlgorithms
import Generators
import TestSupport
import Testing

/// `one`, `only`, `first`, `last`, `nth` and `elementCount`.
@Suite struct OneTests {
  private let meter = Meter()

  @Test func `exactly one`() throws {
    try expectEqual(meter([7]).one(), 7)
    #expect(throws: UnexpectedCount.none) { try meter([Int]()).one() }
    #expect(throws: UnexpectedCount.several("0", "1")) { try meter(0...).one() }
    expectEqual(meter.taken, 3)
    expectEqual(meter.open, 0)
    try expectEqual(CollectionOfOne("a").one(), "a")
  }

  @Test func `at most one`() throws {
    try expectEqual(meter([7]).only(), 7)
    try expectEqual(meter([Int]()).only(), nil)
    try expectEqual(meter([7]).only(default: 1), 7)
    try expectEqual(meter([Int]()).only(default: 1), 1)
    #expect(throws: UnexpectedCount.several("0", "1")) { try meter(0...).only() }
    #expect(throws: UnexpectedCount.several("0", "1")) { try meter(0...).only(default: 1) }
    expectEqual(meter.taken, 2 + 4)
    expectEqual(meter.open, 0)
  }

  @Test func `an element that is nil is one`() throws {
    try expectEqual([Int?.none].one(), nil)
    try expectEqual([Int?.none].only(), .some(nil))
    try expectEqual([Int?.none].only(default: 1), nil)
  }

  @Test func `the errors say what was found`() {
    expectEqual("\(UnexpectedCount.none)", "expected one element and found none")
    expectEqual(
      "\(UnexpectedCount.several("a", "b"))", "expected one element and found a, b and perhaps more"
    )
  }

  @Test func `the first`() {
    expectEqual(meter(5...).first(default: 0), 5)
    expectEqual(meter([Int]()).first(default: 0), 0)
    expectEqual(meter.taken, 1)
    expectEqual(meter.open, 0)
    expectEqual([nil, 1].first(default: 2), nil)
    var asked = false
    func value() -> Int {
      asked = true
      return 0
    }
    expectEqual([3].first(default: value()), 3)
    #expect(!asked)
  }

  @Test func `the last`() {
    expectEqual(meter(0..<5).last(default: -1), 4)
    expectEqual(meter([9]).last(default: -1), 9)
    expectEqual(meter([Int]()).last(default: -1), -1)
    expectEqual(meter.taken, 6)
    expectEqual(meter.open, 0)
    expectEqual([1, nil].last(default: 2), nil)
  }

  @Test(arguments: 0..<6) func `the nth`(index: Int) {
    expectEqual(meter(0...).nth(index), index)
    expectEqual(meter.taken, index + 1)
    expectEqual(meter(0..<3).nth(index), (index < 3 ? index : nil))
    expectEqual(meter(0..<3).nth(index, default: -1), (index < 3 ? index : -1))
    expectEqual(meter.open, 0)
    let g = meter(0...)
    expectEqual(g.nth(index), index)
    expectEqual(g.nth(0), index + 1)
  }

  @Test func `the nth that is nil`() {
    expectEqual([1, nil].nth(1), .some(nil))
    expectEqual([nil, nil, 1].nth(2, default: 2), 1)
    expectEqual([1, nil].nth(1, default: 2), nil)
  }

  @Test func `a negative index is a trap`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = [1].nth(-1)
    }
    expectEqual(result?.message.contains("the index of an element must not be negative"), true)
  }

  @Test(arguments: [0, 1, 1000]) func `the count`(n: Int) {
    expectEqual(meter(0..<n).elementCount(), n)
    expectEqual(meter.taken, n)
    expectEqual(meter.open, 0)
    expectEqual(Array(0..<n).elementCount(), n)
  }
}
