import GeneratorAlgorithms
import Generators
import TestSupport
import Testing

@Suite struct CompressedTests {
  private let meter = Meter()

  @Test(arguments: [
    ("", [true], ""), ("abc", [Bool](), ""), ("a", [true], "a"), ("a", [false], ""),
    ("abcdef", [true, false, true, false, true, true], "acef"), ("abc", [false, true], "b"),
    ("a", [true, true], "a"),
  ])
  func `the elements that are selected`(text: String, selectors: [Bool], expected: String) {
    expectEqual(String(meter(text).compressed(by: selectors)), expected)
    expectEqual(meter.open, 0)
  }

  @Test func `elements and selectors are taken together, on demand`() {
    let selectors = Meter()
    var selected = meter(0...).compressed(
      by: selectors(sequence(first: true) { !$0 })
    ).makeIterator()
    #expect(meter.taken == 0 && selectors.taken == 0)
    expectEqual(selected.next(), 0)
    #expect(meter.taken == 1 && selectors.taken == 1)
    expectEqual(selected.next(), 2)
    #expect(meter.taken == 3 && selectors.taken == 3)
  }

  @Test func `it ends with the shorter source, and releases both`() {
    let selectors = Meter()
    var selected = meter(0...).compressed(by: selectors([true, true])).makeIterator()
    while selected.next() != nil {}
    // The element comes first, as in Python.
    #expect(meter.taken == 3 && selectors.taken == 2)
    #expect(meter.open == 0 && selectors.open == 0)

    var elements = meter([5]).compressed(by: selectors(repeated(true))).makeIterator()
    while elements.next() != nil {}
    expectEqual(selectors.taken, 3)
    #expect(meter.open == 0 && selectors.open == 0)
    expectEqual(elements.next(), nil)
  }

  @Test(arguments: [0, 1, 4]) func `the duties of every lazy operation`(n: Int) {
    expectLazy(on: Array(0..<n)) { $0.compressed(by: [true, false, true]) }
    expectLazy(on: Array(0..<n)) { source in
      [1, 2].compressed(by: source.lazy.map { $0 == 0 })
    }
  }

  @Test func `an array can be read again`() {
    let selected = [1, 2].compressed(by: [false, true])
    expectEqual(Array(selected), [2])
    expectEqual(Array(selected), [2])
  }

  @Test func `against the definition, on random input`() {
    var random = SeededRandom(seed: 9)
    for _ in 0..<100 {
      let n = Int.random(in: 0..<20, using: &random)
      let selectors = (0..<Int.random(in: 0..<20, using: &random)).map { _ in random.chance(50) }
      let expected = zip(0..<n, selectors).filter(\.1).map(\.0)
      expectEqual(Array(meter(0..<n).compressed(by: selectors)), expected)
    }
  }
}
