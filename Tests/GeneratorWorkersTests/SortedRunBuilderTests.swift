import GeneratorSources
import TestSupport
import Testing

@testable import GeneratorWorkers

struct SortedRunBuilderTests {
  private static func lines(_ run: SortedRun) -> [[String]] {
    run.buckets.map { $0.map { String(decoding: run.bytes[$0.range], as: UTF8.self) } }
  }

  @Test func `pairs are sorted by whole lines`() throws {
    var runs: [SortedRun] = []
    let builder = SortedRunBuilder(buckets: 1, budget: 1 << 20) { runs.append($0) }
    for (key, value) in [("b", "2"), ("a", "long enough"), ("b", "1"), ("a", "long"), ("", "")] {
      try builder.write(key, value)
    }
    try builder.finish()
    expectEqual(runs.map(Self.lines), [[["\t", "a\tlong", "a\tlong enough", "b\t1", "b\t2"]]])
  }

  @Test func `all pairs of a key are in one bucket`() throws {
    var runs: [SortedRun] = []
    let builder = SortedRunBuilder(buckets: 3, budget: 1 << 20) { runs.append($0) }
    for number in 0..<100 { try builder.write("key \(number % 10)", number) }
    try builder.finish()
    let buckets = Self.lines(runs[0]).map { Set($0.map { $0.prefix(5) }) }
    expectEqual(buckets.reduce(0) { $0 + $1.count }, 10)
    #expect(buckets.allSatisfy { !$0.isEmpty })
  }

  @Test func `a run is passed on whenever the memory is used up`() throws {
    var sizes: [Int] = []
    let builder = SortedRunBuilder(buckets: 1, budget: 1000) { sizes.append($0.buckets[0].count) }
    for number in 0..<100 { try builder.write("key", number) }
    try builder.finish()
    expectEqual(sizes.reduce(0, +), 100)
    #expect(sizes.count > 3)
    // Without pairs there is no run.
    try builder.finish()
    #expect(!sizes.contains(0))
  }

  @Test func `what would break a line is an error that names it`() throws {
    let builder = SortedRunBuilder(buckets: 1, budget: 1000) { _ in }
    func message(_ body: () throws -> Void) -> String? {
      do {
        try body()
        return nil
      } catch {
        return WorkerError("\(error)").description
      }
    }
    expectEqual(message { try builder.write("a\tb", 1) }, "a key with a tab: a\\tb")
    expectEqual(message { try builder.write("a\nb", 1) }, "a key with a line feed: a\\nb")
    expectEqual(message { try builder.write("a", "x\ny") }, "a value with a line feed: x\\ny")
    expectEqual(message { try builder.write("a", "x\ty\r") }, nil)
    expectEqual(
      message { try LineOutput().write("one\ntwo") }, "an output with a line feed behind: one")
  }
}
