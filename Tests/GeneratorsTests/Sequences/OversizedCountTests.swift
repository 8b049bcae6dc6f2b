import Generators
import TestSupport
import Testing

@Suite struct OversizedCountTests {
  // MARK: What has an answer

  @Test func `the greatest counts that have an answer`() throws {
    let n = [1, 2, 3]
    #expect(Array(n.chunks(ofCount: .max)) == [n])
    #expect(Array(n.windows(ofCount: .max)) == [])
    #expect(Array(n.windows(ofCount: .max, by: .max)) == [])
    #expect(Array(n.windows(ofCount: 1, by: .max)) == [[1]])
    #expect(Array(n.windows(ofCount: 2, by: .max, padding: 0)) == [[1, 2]])
    #expect(Array([Int]().windows(ofCount: .max, by: 1, padding: 0)) == [])
    #expect(n.nth(.max) == nil)
    #expect(n.nth(.max, default: 7) == 7)
    #expect(Array(n.combinations(ofCount: .max)) == [])
    #expect(Array(n.permutations(ofCount: .max)) == [])
    #expect(Array([Int]().combinations(ofCount: .max, withReplacement: true)) == [])
    #expect(Array([Int]().cartesianProduct(repeating: .max)) == [])
    #expect(Array(n.cycled(times: .max).prefix(4)) == [1, 2, 3, 1])
    #expect(Array([Int]().cycled(times: .max)) == [])
    #expect(n.spy(.max).head == n)
    #expect(Array([(2, Int.max)].expandingRunLengths().prefix(2)) == [2, 2])
    #expect(Array(n.splitAt(maxSplits: .max) { $0 == 2 }) == [[1], [3]])
    let seekable = n.seekable(window: .max)
    seekable.seek(to: .max)
    #expect(seekable.position == 3)
    seekable.seek(by: -3)
    #expect(seekable.next() == 1)
    seekable.seek(by: .max)
    #expect(seekable.next() == nil)
    let g = { ThrowingGenerator(n) }
    #expect(try g().chunks(ofCount: .max).collect() == [n])
    #expect(try g().prefix(.max).collect() == n)
    #expect(try g().dropFirst(.max).collect() == [])
    #expect(try g()[...Int.max, by: .max].collect() == [1])
    #expect(try g()[Int.max...].collect() == [])
  }

  // MARK: What has none

  @Test func `more readers than memory can hold are a trap that says so`() async {
    let message = "an array of readers of 9223372036854775807 has no room in memory"
    var result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = [1].tee(.max)
    }
    #expect(result?.message.contains(message) == true)
    result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = [1].distributed(over: .max)
    }
    #expect(result?.message.contains(message) == true)
  }

  @Test func `more elements than memory can hold are a trap that says so`() async {
    var result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      for _ in [1].cartesianProduct(repeating: .max) { break }
    }
    #expect(result?.message.contains("a product of 9223372036854775807 has no room") == true)
    result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      for _ in [1].combinations(ofCount: .max, withReplacement: true) { break }
    }
    #expect(result?.message.contains("a combination of 9223372036854775807 has no room") == true)
    result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      for _ in [1].windows(ofCount: .max, padding: 0) { break }
    }
    #expect(result?.message.contains("a window of 9223372036854775807 has no room") == true)
  }
}
