import GeneratorPlatform

/// The sorted runs of a job, in memory and in temporary files, which several threads add to.
final class SortedRunStore: Sendable {
  private struct Runs: Sendable {
    var files: SortedRunLevels<SortedRunFile>
    var inMemory: [SortedRun] = []
    var memory = 0
  }

  private let directory: String
  private let buckets: Int
  /// The number of bytes of runs that are kept in memory.
  private let memory: Int
  private let runs: Locked<Runs>

  /// Creates a store without runs.
  ///
  /// - Parameters:
  ///   - directory: The directory for temporary files.
  ///   - buckets: The number of buckets in each run.
  ///   - memory: The number of bytes of runs that are kept in memory.
  ///   - fanIn: The number of files that are merged into one.
  init(directory: String, buckets: Int, memory: Int, fanIn: Int = 64) {
    self.directory = directory
    self.buckets = buckets
    self.memory = memory
    runs = Locked(Runs(files: SortedRunLevels(fanIn: fanIn)))
  }

  /// Adds a run; all runs in memory go to a temporary file when there are too many bytes of them.
  func add(_ run: SortedRun) throws {
    let full: [SortedRun] = runs.withLock { runs in
      runs.inMemory.append(run)
      runs.memory += run.memory
      guard runs.memory > memory else { return [] }
      defer { (runs.inMemory, runs.memory) = ([], 0) }
      return runs.inMemory
    }
    if !full.isEmpty { try spill(full) }
  }

  /// Writes runs to a temporary file.
  private func spill(_ runs: [SortedRun]) throws {
    try add(write { try merge([], runs, bucket: $0, blockSize: 0) }, level: 0)
  }

  private func add(_ file: SortedRunFile, level: Int) throws {
    guard let files = runs.withLock({ $0.files.add(file, level: level) }) else { return }
    let blockSize = blockSize(of: files.count)
    try add(write { try merge(files, [], bucket: $0, blockSize: blockSize) }, level: level + 1)
  }

  /// Writes a temporary file of the lines that a closure returns for each bucket.
  private func write(_ lines: (Int) throws -> SortedMerge) throws -> SortedRunFile {
    var output = try TemporaryOutput(in: directory)
    for bucket in 0..<buckets {
      let lines = try lines(bucket)
      while let line = try lines.next() { try output.writeLine(line) }
      output.endBucket()
    }
    return try output.finish()
  }

  /// The number of temporary files.
  var fileCount: Int { runs.withLock { $0.files.runs.count } }

  /// Returns the lines of a bucket, sorted.
  func lines(ofBucket bucket: Int) throws -> SortedMerge {
    let (files, inMemory) = runs.withLock { ($0.files.runs, $0.inMemory) }
    return try merge(
      files, inMemory, bucket: bucket, blockSize: blockSize(of: files.count * buckets))
  }

  private func blockSize(of count: Int) -> Int {
    min(max(memory / max(1, count), 4 << 10), 256 << 10)
  }

  private func merge(
    _ files: [SortedRunFile], _ inMemory: [SortedRun], bucket: Int, blockSize: Int
  ) throws -> SortedMerge {
    try SortedMerge(
      files.filter { !$0.buckets[bucket].isEmpty }.map {
        try SortedRunFileReader($0, bucket: bucket, blockSize: blockSize)
      }
        + inMemory.filter { !$0.buckets[bucket].isEmpty }.map {
          SortedRunReader($0, bucket: bucket)
        })
  }
}
