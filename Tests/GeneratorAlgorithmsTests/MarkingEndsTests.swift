import GeneratorAlgorithms
import Generators
import TestSupport
import Testing

@Suite struct MarkingEndsTests {
  private let meter = Meter()

  @Test(arguments: [
    ("", ""), ("a", "[a]"), ("ab", "[ab]"), ("abcd", "[abcd]"),
  ])
  func `the first and the last are marked`(text: String, expected: String) {
    let marked = meter(text).markingEnds()
    let result = marked.map { "\($0.isFirst ? "[" : "")\($0.element)\($0.isLast ? "]" : "")" }
    expectEqual(result.joined(), expected)
    expectEqual(meter.open, 0)
  }

  @Test func `one element is taken ahead`() {
    var marked = meter(0...).markingEnds().makeIterator()
    expectEqual(meter.taken, 0)
    #expect(marked.next()! == (true, 0, false))
    expectEqual(meter.taken, 2)
    #expect(marked.next()! == (false, 1, false))
    expectEqual(meter.taken, 3)
  }

  @Test func `the source is released before the last element is returned`() {
    var marked = meter([1, 2]).markingEnds().makeIterator()
    _ = marked.next()
    expectEqual(meter.open, 1)
    #expect(marked.next()! == (false, 2, true))
    expectEqual(meter.open, 0)
  }

  @Test(arguments: [0, 1, 2, 5]) func `the duties of every lazy operation`(n: Int) {
    expectLazy(on: Array(0..<n)) { $0.markingEnds() }
  }

  @Test func `an array can be read again, and elements may be optional`() {
    let marked = [Int?.none, 1, nil].markingEnds()
    for _ in 0..<2 {
      expectEqual(marked.map(\.element), [nil, 1, nil])
      expectEqual(marked.map(\.isLast), [false, false, true])
    }
  }

  @Test func `on random input`() {
    var random = SeededRandom(seed: 10)
    for _ in 0..<50 {
      let n = Int.random(in: 0..<9, using: &random)
      for (index, marked) in meter(0..<n).markingEnds().enumerated() {
        #expect(marked == (index == 0, index, index == n - 1))
      }
    }
  }
}
