import Generators
import TestSupport
import Testing

/// `one`, `only`, `first`, `last`, `nth` and `elementCount`.
@Suite struct OneTests {
  private let meter = Meter()

  @Test func `exactly one`() throws {
    #expect(try meter([7]).one() == 7)
    #expect(throws: UnexpectedCount.none) { try meter([Int]()).one() }
    #expect(throws: UnexpectedCount.several("0", "1")) { try meter(0...).one() }
    #expect(meter.taken == 3)
    #expect(meter.open == 0)
    #expect(try CollectionOfOne("a").one() == "a")
  }

  @Test func `at most one`() throws {
    #expect(try meter([7]).only() == 7)
    #expect(try meter([Int]()).only() == nil)
    #expect(try meter([7]).only(default: 1) == 7)
    #expect(try meter([Int]()).only(default: 1) == 1)
    #expect(throws: UnexpectedCount.several("0", "1")) { try meter(0...).only() }
    #expect(throws: UnexpectedCount.several("0", "1")) { try meter(0...).only(default: 1) }
    #expect(meter.taken == 2 + 4)
    #expect(meter.open == 0)
  }

  @Test func `an element that is nil is one`() throws {
    #expect(try [Int?.none].one() == nil)
    #expect(try [Int?.none].only() == .some(nil))
    #expect(try [Int?.none].only(default: 1) == nil)
  }

  @Test func `the errors say what was found`() {
    #expect("\(UnexpectedCount.none)" == "expected one element and found none")
    #expect(
      "\(UnexpectedCount.several("a", "b"))"
        == "expected one element and found a, b and perhaps more")
  }

  @Test func `the first`() {
    #expect(meter(5...).first(default: 0) == 5)
    #expect(meter([Int]()).first(default: 0) == 0)
    #expect(meter.taken == 1)
    #expect(meter.open == 0)
    #expect([nil, 1].first(default: 2) == nil)
    var asked = false
    func value() -> Int {
      asked = true
      return 0
    }
    #expect([3].first(default: value()) == 3)
    #expect(!asked)
  }

  @Test func `the last`() {
    #expect(meter(0..<5).last(default: -1) == 4)
    #expect(meter([9]).last(default: -1) == 9)
    #expect(meter([Int]()).last(default: -1) == -1)
    #expect(meter.taken == 6)
    #expect(meter.open == 0)
    #expect([1, nil].last(default: 2) == nil)
  }

  @Test(arguments: 0..<6) func `the nth`(index: Int) {
    #expect(meter(0...).nth(index) == index)
    #expect(meter.taken == index + 1)
    #expect(meter(0..<3).nth(index) == (index < 3 ? index : nil))
    #expect(meter(0..<3).nth(index, default: -1) == (index < 3 ? index : -1))
    #expect(meter.open == 0)
    let g = meter(0...)
    #expect(g.nth(index) == index)
    #expect(g.nth(0) == index + 1)
  }

  @Test func `the nth that is nil`() {
    #expect([1, nil].nth(1) == .some(nil))
    #expect([nil, nil, 1].nth(2, default: 2) == 1)
    #expect([1, nil].nth(1, default: 2) == nil)
  }

  @Test func `a negative index is a trap`() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = [1].nth(-1)
    }
    #expect(result?.message.contains("the index of an element must not be negative") == true)
  }

  @Test(arguments: [0, 1, 1000]) func `the count`(n: Int) {
    #expect(meter(0..<n).elementCount() == n)
    #expect(meter.taken == n)
    #expect(meter.open == 0)
    #expect(Array(0..<n).elementCount() == n)
  }
}
