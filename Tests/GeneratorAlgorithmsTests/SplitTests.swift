import GeneratorAlgorithms
import Generators
import TestSupport
import Testing

@Suite struct SplitTests {
  private let meter = Meter()

  // MARK: Before

  @Test(arguments: [
    ([], [[Int]]()), ([0], [[0]]), ([1], [[1]]), ([0, 0], [[0], [0]]),
    ([1, 0, 2, 3, 0], [[1], [0, 2, 3], [0]]), ([0, 1], [[0, 1]]),
  ])
  func `split before`(elements: [Int], expected: [[Int]]) {
    expectEqual(Array(meter(elements).splitBefore { $0 == 0 }), expected)
    expectEqual(meter.open, 0)
  }

  @Test func `split before takes one ahead`() {
    var parts = meter(1...).splitBefore { $0 % 3 == 0 }.makeIterator()
    expectEqual(meter.taken, 0)
    expectEqual(parts.next(), [1, 2])
    expectEqual(meter.taken, 3)
    expectEqual(parts.next(), [3, 4, 5])
    expectEqual(meter.taken, 6)
  }

  @Test(arguments: [
    (0, [[1, 0, 2, 0, 3]]), (1, [[1], [0, 2, 0, 3]]), (2, [[1], [0, 2], [0, 3]]),
  ])
  func `split before, so many times`(maxSplits: Int, expected: [[Int]]) {
    let parts = [1, 0, 2, 0, 3].splitBefore(maxSplits: maxSplits) { $0 == 0 }
    expectEqual(Array(parts), expected)
  }

  // MARK: After

  @Test(arguments: [
    ([], [[Int]]()), ([0], [[0]]), ([1], [[1]]), ([0, 0], [[0], [0]]),
    ([1, 0, 2, 3, 0], [[1, 0], [2, 3, 0]]), ([0, 1], [[0], [1]]),
  ])
  func `split after`(elements: [Int], expected: [[Int]]) {
    expectEqual(Array(meter(elements).splitAfter { $0 == 0 }), expected)
    expectEqual(meter.open, 0)
  }

  @Test func `split after takes none ahead`() {
    var parts = meter(1...).splitAfter { $0 % 3 == 0 }.makeIterator()
    expectEqual(meter.taken, 0)
    expectEqual(parts.next(), [1, 2, 3])
    expectEqual(meter.taken, 3)
    expectEqual(parts.next(), [4, 5, 6])
    expectEqual(meter.taken, 6)
  }

  @Test(arguments: [
    (0, [[1, 0, 2, 0, 3]]), (1, [[1, 0], [2, 0, 3]]), (2, [[1, 0], [2, 0], [3]]),
  ])
  func `split after, so many times`(maxSplits: Int, expected: [[Int]]) {
    let parts = [1, 0, 2, 0, 3].splitAfter(maxSplits: maxSplits) { $0 == 0 }
    expectEqual(Array(parts), expected)
  }

  // MARK: At

  @Test(arguments: [
    ([], [[Int]()]), ([0], [[], []]), ([1], [[1]]), ([0, 0], [[], [], []]),
    ([1, 0, 2, 3, 0], [[1], [2, 3], []]), ([0, 1], [[], [1]]),
  ])
  func `split at`(elements: [Int], expected: [[Int]]) {
    expectEqual(Array(meter(elements).splitAt { $0 == 0 }), expected)
    expectEqual(meter.open, 0)
  }

  @Test func `split at takes the separator`() {
    var parts = meter(1...).splitAt { $0 % 3 == 0 }.makeIterator()
    expectEqual(meter.taken, 0)
    expectEqual(parts.next(), [1, 2])
    expectEqual(meter.taken, 3)
    expectEqual(parts.next(), [4, 5])
    expectEqual(meter.taken, 6)
  }

  @Test func `split at may keep the separators`() {
    var parts = meter([1, 0, 0, 2]).splitAt(keepingSeparators: true) { $0 == 0 }.makeIterator()
    expectEqual(parts.next(), [1])
    expectEqual(meter.taken, 2)
    expectEqual(parts.next(), [0])
    expectEqual(meter.taken, 2)
    expectEqual(Array(IteratorSequence(parts)), [[], [0], [2]])
  }

  @Test(arguments: [
    (0, [[1, 0, 2, 0, 3]]), (1, [[1], [2, 0, 3]]), (2, [[1], [2], [3]]),
  ])
  func `split at, so many times`(maxSplits: Int, expected: [[Int]]) {
    let elements = [1, 0, 2, 0, 3]
    expectEqual(Array(elements.splitAt(maxSplits: maxSplits) { $0 == 0 }), expected)
    let parts = elements.splitAt(maxSplits: 1, keepingSeparators: true) { $0 == 0 }
    expectEqual(Array(parts), [[1], [0], [2, 0, 3]])
  }

  // MARK: All of them

  @Test(arguments: [[], [0], [1], [0, 0], [1, 0, 2], [1, 0]])
  func `the duties of every lazy operation`(elements: [Int]) {
    expectLazy(on: elements) { $0.splitBefore { $0 == 0 } }
    expectLazy(on: elements) { $0.splitAfter { $0 == 0 } }
    expectLazy(on: elements) { $0.splitAt { $0 == 0 } }
    expectLazy(on: elements) { $0.splitAt(keepingSeparators: true) { $0 == 0 } }
    expectLazy(on: elements) { $0.splitAt(maxSplits: 0) { $0 == 0 } }
  }

  @Test func `the predicate is called once for each element, and not after the last split`() {
    var asked: [Int] = []
    func isZero(_ n: Int) -> Bool {
      asked.append(n)
      return n == 0
    }
    let elements = [1, 0, 2, 0, 3]
    for _ in elements.splitBefore(where: isZero) {}
    for _ in elements.splitAfter(where: isZero) {}
    for _ in elements.splitAt(where: isZero) {}
    expectEqual(asked, elements + elements + elements)
    asked = []
    for _ in elements.splitBefore(maxSplits: 1, where: isZero) {}
    for _ in elements.splitAfter(maxSplits: 1, where: isZero) {}
    for _ in elements.splitAt(maxSplits: 1, where: isZero) {}
    expectEqual(asked, [1, 0, 1, 0, 1, 0])
  }

  @Test func `an array can be read again, and the standard library's split is what it was`() {
    let parts = [1, 0, 2].splitBefore { $0 == 0 }
    expectEqual(Array(parts), [[1], [0, 2]])
    expectEqual(Array(parts), [[1], [0, 2]])
    expectEqual([1, 0, 2].split { $0 == 0 }, [[1], [2]])
    expectEqual(Generator([1, 0, 2]).split { $0 == 0 }, [[1], [2]])
  }

  @Test func `against the definition, on random input`() {
    var random = SeededRandom(seed: 5)
    for _ in 0..<200 {
      let elements = (0..<Int.random(in: 0..<30, using: &random)).map { _ in
        Int.random(in: 0..<4, using: &random)
      }
      let maxSplits = random.chance(50) ? Int.max : Int.random(in: 0..<4, using: &random)
      let at = elements.split(maxSplits: maxSplits, omittingEmptySubsequences: false) { $0 == 0 }
      expectEqual(
        Array(meter(elements).splitAt(maxSplits: maxSplits) { $0 == 0 }), at.map(Array.init))

      var (before, after) = ([[Int]](), [[Int]]())
      var (begins, ended) = (0, 0)
      for (index, element) in elements.enumerated() {
        let beginsOne = index > 0 && element == 0 && begins < maxSplits
        if beginsOne { begins += 1 }
        if index == 0 || beginsOne { before.append([]) }
        before[before.count - 1].append(element)

        let endedOne = index > 0 && elements[index - 1] == 0 && ended < maxSplits
        if endedOne { ended += 1 }
        if index == 0 || endedOne { after.append([]) }
        after[after.count - 1].append(element)
      }
      expectEqual(Array(meter(elements).splitBefore(maxSplits: maxSplits) { $0 == 0 }), before)
      expectEqual(Array(meter(elements).splitAfter(maxSplits: maxSplits) { $0 == 0 }), after)
    }
  }

  @Test func `a negative number of splits is a trap that says so`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Generator([1]).splitBefore(maxSplits: -1) { $0 == 0 }
    }
    expectEqual(result?.message.contains("maxSplits must not be negative, and is -1"), true)
    await #expect(processExitsWith: .failure) {
      _ = Generator([1]).splitAfter(maxSplits: -1) { $0 == 0 }
    }
    await #expect(processExitsWith: .failure) {
      _ = Generator([1]).splitAt(maxSplits: -1) { $0 == 0 }
    }
  }
}
