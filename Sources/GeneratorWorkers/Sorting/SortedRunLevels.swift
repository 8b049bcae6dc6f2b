/// The rules by which sorted runs are merged into one, so that few files are open at a time.
///
/// A run that was spilled has level 0. As soon as there are `fanIn` runs of a level, they become one run of the
/// next level. So a line is written as many times as its run has levels, and each level has less than `fanIn`
/// runs.
struct SortedRunLevels<Run: Sendable>: Sendable {
  private let fanIn: Int
  private var levels: [[Run]] = []

  /// Creates levels without runs.
  ///
  /// - Precondition: `fanIn` is 2 or more.
  init(fanIn: Int) {
    precondition(fanIn >= 2)
    self.fanIn = fanIn
  }

  /// Returns how many files to merge into one, so that all open files are fewer than a limit.
  ///
  /// Each job has an input open and a file that it writes. There are up to four levels in practice, each with
  /// less than `fanIn` files, and as many files are being merged.
  static func fanIn(descriptors: Int, jobs: Int) -> Int {
    max(2, (descriptors - 8 - 2 * jobs) / 5)
  }

  /// Adds a run.
  ///
  /// - Returns: The runs to merge into one, which the caller then adds with their level plus 1; `nil` if there
  ///   are too few.
  mutating func add(_ run: Run, level: Int) -> [Run]? {
    while levels.count <= level { levels.append([]) }
    levels[level].append(run)
    guard levels[level].count == fanIn else { return nil }
    defer { levels[level] = [] }
    return levels[level]
  }

  /// All runs.
  var runs: [Run] { levels.flatMap { $0 } }
}
