import GeneratorAlgorithms
import Generators
import TestSupport
import Testing

@Suite struct OversizedCountTests {
  // MARK: What has an answer

  @Test func `the greatest counts that have an answer`() throws {
    let n = [1, 2, 3]
    expectEqual(Array(n.chunks(ofCount: .max)), [n])
    expectEqual(Array(n.windows(ofCount: .max)), [])
    expectEqual(Array(n.windows(ofCount: .max, by: .max)), [])
    expectEqual(Array(n.windows(ofCount: 1, by: .max)), [[1]])
    expectEqual(Array(n.windows(ofCount: 2, by: .max, padding: 0)), [[1, 2]])
    expectEqual(Array([Int]().windows(ofCount: .max, by: 1, padding: 0)), [])
    expectEqual(n.nth(.max), nil)
    expectEqual(n.nth(.max, default: 7), 7)
    expectEqual(Array(n.combinations(ofCount: .max)), [])
    expectEqual(Array(n.permutations(ofCount: .max)), [])
    expectEqual(Array([Int]().combinations(ofCount: .max, withReplacement: true)), [])
    expectEqual(Array([Int]().cartesianProduct(repeating: .max)), [])
    expectEqual(Array(n.cycled(times: .max).prefix(4)), [1, 2, 3, 1])
    expectEqual(Array([Int]().cycled(times: .max)), [])
    expectEqual(n.spy(.max).head, n)
    expectEqual(Array([(2, Int.max)].expandingRunLengths().prefix(2)), [2, 2])
    expectEqual(Array(n.splitAt(maxSplits: .max) { $0 == 2 }), [[1], [3]])
    let seekable = n.seekable(window: .max)
    seekable.seek(to: .max)
    expectEqual(seekable.position, 3)
    seekable.seek(by: -3)
    expectEqual(seekable.next(), 1)
    seekable.seek(by: .max)
    expectEqual(seekable.next(), nil)
    let g = { ThrowingGenerator(n) }
    try expectEqual(g().chunks(ofCount: .max).collect(), [n])
    try expectEqual(g().prefix(.max).collect(), n)
    try expectEqual(g().dropFirst(.max).collect(), [])
    try expectEqual(g()[...Int.max, by: .max].collect(), [1])
    try expectEqual(g()[Int.max...].collect(), [])
  }

  // MARK: What has none

  @Test func `more readers than memory can hold are a trap that says so`() async {
    let message = "an array of readers of 9223372036854775807 has no room in memory"
    var result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = [1].tee(.max)
    }
    expectEqual(result?.message.contains(message), true)
    result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = [1].distributed(over: .max)
    }
    expectEqual(result?.message.contains(message), true)
  }

  @Test func `more elements than memory can hold are a trap that says so`() async {
    var result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      for _ in [1].cartesianProduct(repeating: .max) { break }
    }
    expectEqual(result?.message.contains("a product of 9223372036854775807 has no room"), true)
    result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      for _ in [1].combinations(ofCount: .max, withReplacement: true) { break }
    }
    expectEqual(result?.message.contains("a combination of 9223372036854775807 has no room"), true)
    result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      for _ in [1].windows(ofCount: .max, padding: 0) { break }
    }
    expectEqual(result?.message.contains("a window of 9223372036854775807 has no room"), true)
  }
}
