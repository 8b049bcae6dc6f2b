import GeneratorAlgorithms
import Generators
import TestSupport
import Testing

@Suite struct ChunkedByTests {
  private let meter = Meter()

  @Test(arguments: [
    ([], [[Int]]()), ([1], [[1]]), ([1, 2, 3], [[1, 2, 3]]), ([3, 2, 1], [[3], [2], [1]]),
    ([1, 2, 4, 3, 5, 1], [[1, 2, 4], [3, 5], [1]]),
  ])
  func `arrays that end where two do not belong together`(elements: [Int], expected: [[Int]]) {
    expectEqual(Array(meter(elements).chunked(by: <)), expected)
    expectEqual(meter.open, 0)
  }

  @Test func `one element is taken ahead`() {
    var chunks = meter(0...).chunked { $0 / 3 == $1 / 3 }.makeIterator()
    expectEqual(meter.taken, 0)
    expectEqual(chunks.next(), [0, 1, 2])
    expectEqual(meter.taken, 4)
    expectEqual(chunks.next(), [3, 4, 5])
    expectEqual(meter.taken, 7)
  }

  @Test func `neighbours are compared once each, in order`() {
    var pairs: [[Int]] = []
    let chunks = meter([3, 1, 2]).chunked {
      pairs.append([$0, $1])
      return $0 < $1
    }
    expectEqual(Array(chunks), [[3], [1, 2]])
    expectEqual(pairs, [[3, 1], [1, 2]])
  }

  @Test(arguments: [[], [1], [1, 2, 1], [2, 1, 2]]) func `the duties of every lazy operation`(
    elements: [Int]
  ) {
    expectLazy(on: elements) { $0.chunked(by: <) }
  }

  @Test func `an array can be read again`() {
    let chunks = [1, 2, 1].chunked(by: <)
    expectEqual(Array(chunks), [[1, 2], [1]])
    expectEqual(Array(chunks), [[1, 2], [1]])
  }

  @Test func `elements that are optional`() {
    let chunks = Generator<Int?>([nil, nil, 1]).chunked(by: ==)
    expectEqual(Array(chunks), [[nil, nil], [1]])
  }

  @Test func `against the definition, on random input`() {
    var random = SeededRandom(seed: 3)
    for _ in 0..<100 {
      let elements = (0..<Int.random(in: 0..<30, using: &random)).map { _ in
        Int.random(in: 0..<4, using: &random)
      }
      var expected: [[Int]] = []
      for (index, element) in elements.enumerated() {
        if index > 0, elements[index - 1] <= element {
          expected[expected.count - 1].append(element)
        } else {
          expected.append([element])
        }
      }
      expectEqual(Array(meter(elements).chunked(by: <=)), expected)
    }
  }
}
