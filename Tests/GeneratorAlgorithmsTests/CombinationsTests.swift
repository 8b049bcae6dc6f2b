import GeneratorAlgorithms
import Generators
import TestSupport
import Testing

@Suite struct CombinationsTests {
  private let meter = Meter()
  private let tracker = Tracker()

  /// All arrays of `count` positions below `n`, in order.
  private func arrays(_ n: Int, _ count: Int) -> [[Int]] {
    (0..<count).reduce([[]]) { rows, _ in rows.flatMap { row in (0..<n).map { row + [$0] } } }
  }

  @Test(arguments: 0..<6, 0..<6) func `combinations`(n: Int, count: Int) {
    let expected = arrays(n, count).filter { zip($0, $0.dropFirst()).allSatisfy { $0 < $1 } }
    let answer = meter(0..<n).combinations(ofCount: count)
    expectEqual(meter.taken, 0)
    expectEqual(Array(answer), expected)
    expectEqual(meter.taken, (count == 0 ? 0 : n))
    expectEqual(meter.open, 0)
    expectEqual(Array((0..<n).combinations(ofCount: count, withReplacement: false)), expected)
  }

  @Test(arguments: 0..<6, 0..<6) func `combinations with replacement`(n: Int, count: Int) {
    let expected = arrays(n, count).filter { zip($0, $0.dropFirst()).allSatisfy { $0 <= $1 } }
    let answer = meter(0..<n).combinations(ofCount: count, withReplacement: true)
    expectEqual(meter.taken, 0)
    expectEqual(Array(answer), expected)
    expectEqual(meter.taken, (count == 0 ? 0 : n))
  }

  @Test(arguments: 0..<6, 0..<7) func `permutations`(n: Int, count: Int) {
    let expected = arrays(n, count).filter { Set($0).count == count }
    let answer = meter(0..<n).permutations(ofCount: count)
    expectEqual(meter.taken, 0)
    expectEqual(Array(answer), expected)
    expectEqual(meter.taken, (count == 0 ? 0 : n))
    expectEqual(meter.open, 0)
    if n == count { expectEqual(Array((0..<n).permutations()), expected) }
  }

  @Test func `known answers of CPython`() {
    expectEqual(
      "ABCD".combinations(ofCount: 2).map { String($0) }, ["AB", "AC", "AD", "BC", "BD", "CD"])
    expectEqual(
      "ABC".combinations(ofCount: 2, withReplacement: true).map { String($0) },
      ["AA", "AB", "AC", "BB", "BC", "CC"])
    expectEqual(
      "ABCD".permutations(ofCount: 2).map { String($0) },
      ["AB", "AC", "AD", "BA", "BC", "BD", "CA", "CB", "CD", "DA", "DB", "DC"])
    expectEqual(
      "012".permutations().map { String($0) }, ["012", "021", "102", "120", "201", "210"])
  }

  @Test func `equal elements are told apart`() {
    expectEqual(Array([1, 1].combinations(ofCount: 1)), [[1], [1]])
    expectEqual(Array([1, 1].permutations()), [[1, 1], [1, 1]])
  }

  @Test func `a choice of none of an infinite sequence`() {
    expectEqual(Array(meter(0...).combinations(ofCount: 0)), [[]])
    expectEqual(Array(meter(0...).permutations(ofCount: 0)), [[]])
    expectEqual(meter.taken, 0)
  }

  @Test func `everything is released at the end, permanently`() {
    func source() -> Generator<Tracked> {
      Generator { yield in for n in 0..<3 { try yield(tracker.object(n)) } }
    }
    var combinations = source().combinations(ofCount: 2).makeIterator()
    for _ in 0..<3 { #expect(combinations.next() != nil) }
    expectEqual(tracker.alive, 3)
    for _ in 0..<3 { #expect(combinations.next() == nil) }
    expectEqual(tracker.alive, 0)
    var permutations = source().permutations(ofCount: 1).makeIterator()
    for _ in 0..<3 { #expect(permutations.next() != nil) }
    expectEqual(tracker.alive, 3)
    for _ in 0..<3 { #expect(permutations.next() == nil) }
    expectEqual(tracker.alive, 0)
    var tooMany = source().combinations(ofCount: 4).makeIterator()
    for _ in 0..<3 { #expect(tooMany.next() == nil) }
    var tooManyToo = source().permutations(ofCount: 4).makeIterator()
    for _ in 0..<3 { #expect(tooManyToo.next() == nil) }
    expectEqual(tracker.alive, 0)
  }

  @Test func `a source that isn't read is released`() {
    do { _ = Generator { [tracker] yield in try yield(tracker.object()) }.permutations() }
    expectEqual(tracker.made, 0)
  }

  @Test func `arrays can be read again`() {
    let pairs = [1, 2, 3].combinations(ofCount: 2)
    expectEqual(Array(pairs), Array(pairs))
    expectEqual(pairs.elementCount(), 3)
  }

  @Test func `negative counts are traps`() async {
    var result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = [1].combinations(ofCount: -1)
    }
    expectEqual(result?.message.contains("the count of a combination must not be negative"), true)
    result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = [1].combinations(ofCount: -1, withReplacement: true)
    }
    expectEqual(result?.message.contains("the count of a combination must not be negative"), true)
    result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = [1].permutations(ofCount: -1)
    }
    expectEqual(result?.message.contains("the count of a permutation must not be negative"), true)
  }
}
