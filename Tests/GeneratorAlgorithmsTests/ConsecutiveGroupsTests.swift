import GeneratorAlgorithms
import Generators
import TestSupport
import Testing

@Suite struct ConsecutiveGroupsTests {
  private let meter = Meter()

  @Test(arguments: [
    ([], [[Int]]()), ([4], [[4]]), ([1, 2, 3], [[1, 2, 3]]), ([3, 2, 1], [[3], [2], [1]]),
    ([1, 2, 3, 7, 8, 12], [[1, 2, 3], [7, 8], [12]]), ([1, 1, 2], [[1], [1, 2]]),
    ([.max, .min, .min + 1], [[.max], [.min, .min + 1]]), ([.max - 1, .max], [[.max - 1, .max]]),
  ])
  func `numbers that follow each other`(numbers: [Int], expected: [[Int]]) {
    expectEqual(Array(meter(numbers).consecutiveGroups()), expected)
    expectEqual(meter.open, 0)
  }

  @Test func `numbers without a sign`() {
    let groups = [UInt8.max, 0, 1, 3].consecutiveGroups()
    expectEqual(Array(groups), [[255], [0, 1], [3]])
  }

  @Test func `elements by their position, which is computed once for each`() {
    var asked: [String] = []
    let groups = meter(["a", "b", "x", "c"]).consecutiveGroups { letter -> UInt8 in
      asked.append(letter)
      return letter.utf8.first!
    }
    expectEqual(Array(groups), [["a", "b"], ["x"], ["c"]])
    expectEqual(asked, ["a", "b", "x", "c"])
  }

  @Test func `one element is taken ahead`() {
    var groups = meter((0...).lazy.map { $0 + $0 / 3 }).consecutiveGroups().makeIterator()
    expectEqual(meter.taken, 0)
    expectEqual(groups.next(), [0, 1, 2])
    expectEqual(meter.taken, 4)
    expectEqual(groups.next(), [4, 5, 6])
    expectEqual(meter.taken, 7)
  }

  @Test(arguments: [[], [1], [1, 2], [1, 3], [1, 2, 4]])
  func `the duties of every lazy operation`(numbers: [Int]) {
    expectLazy(on: numbers) { $0.consecutiveGroups() }
  }

  @Test func `an array can be read again`() {
    let groups = [1, 2, 4].consecutiveGroups()
    expectEqual(Array(groups), [[1, 2], [4]])
    expectEqual(Array(groups), [[1, 2], [4]])
  }

  @Test func `against the definition, on random input`() {
    var random = SeededRandom(seed: 12)
    for _ in 0..<100 {
      let numbers = (0..<Int.random(in: 0..<30, using: &random)).reduce(into: [Int]()) { made, _ in
        made.append((made.last ?? 0) + Int.random(in: 0..<3, using: &random))
      }
      let expected = Array(numbers.chunked { $0 + 1 == $1 })
      expectEqual(Array(meter(numbers).consecutiveGroups()), expected)
      expectEqual(Array(meter(numbers).consecutiveGroups { $0 }), expected)
    }
  }
}
