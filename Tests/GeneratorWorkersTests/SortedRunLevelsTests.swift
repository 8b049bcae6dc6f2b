import TestSupport
import Testing

@testable import GeneratorWorkers

struct SortedRunLevelsTests {
  @Test func `as many runs as are merged at once become one of the next level`() {
    var levels = SortedRunLevels<String>(fanIn: 3)
    expectEqual(levels.add("a", level: 0), nil)
    expectEqual(levels.add("b", level: 0), nil)
    expectEqual(levels.add("c", level: 0), ["a", "b", "c"])
    expectEqual(levels.runs, [])
    expectEqual(levels.add("abc", level: 1), nil)
    expectEqual(levels.add("d", level: 0), nil)
    expectEqual(levels.runs.sorted(), ["abc", "d"])
  }

  @Test func `each line is written once for each level`() {
    var levels = SortedRunLevels<Int>(fanIn: 4)
    var written = 0
    func add(_ run: Int, _ level: Int) {
      written += run
      if let runs = levels.add(run, level: level) { add(runs.reduce(0, +), level + 1) }
    }
    for _ in 0..<64 { add(1, 0) }
    expectEqual(levels.runs, [64])
    expectEqual(written, 64 * 4)
  }
}
