import GeneratorParallel
import GeneratorPlatform
import Generators

/// One run of a job on this machine.
final class LocalRunner {
  private let run: LocalRun
  private let partitions: [InputPartition]
  private let jobs: Int
  private let directory: String
  private let tally: BadLineTally
  private let meter: ReadingMeter
  private var temporaryFiles = 0

  init(_ run: LocalRun, _ partitions: [InputPartition]) {
    precondition(run.jobs ?? 1 > 0 && run.memory > 0, "jobs and memory must be positive")
    self.run = run
    self.partitions = partitions
    jobs = run.jobs ?? SystemThread.processors
    directory = run.temporaryDirectory ?? TemporaryFile.directory
    tally = BadLineTally(run.badLines)
    let sizes = partitions.map(\.size)
    meter = ReadingMeter(
      total: sizes.contains(nil) ? nil : sizes.reduce(0) { $0 + ($1 ?? 0) }, run.onProgress)
  }

  var result: LocalRun.Result {
    LocalRun.Result(
      skipped: tally.skipped, bytesRead: meter.bytesRead, temporaryFiles: temporaryFiles)
  }

  /// Returns the lines of a partition, whose bad lines and bytes are counted.
  private static func lines(
    of partition: InputPartition, _ tally: BadLineTally, _ meter: ReadingMeter
  ) -> Lines {
    partition.lines(
      onBadLine: tally.handler(partition: partition.number), onBlock: { meter.add($0) })
  }

  /// Transforms all partitions, on several threads, and calls a closure with the results, in order.
  private func forEachPartition<Output: Sendable>(
    _ transform: @escaping @Sendable (InputPartition, Lines) throws -> Output,
    _ body: (Output) throws -> Void
  ) throws {
    let (tally, meter) = (tally, meter)
    let process = { @Sendable (partition: InputPartition) throws in
      try transform(partition, Self.lines(of: partition, tally, meter))
    }
    if jobs == 1 || partitions.count == 1 {
      for partition in partitions { try body(process(partition)) }
      return
    }
    let outputs = partitions.parallel(workers: jobs, window: 2 * jobs).map(process)
    while let output = try outputs.next() { try body(output) }
  }

  // MARK: Without keys

  func process(
    _ process: @escaping @Sendable (Lines, LineOutput) -> StageWork.Step,
    to destination: OutputDestination
  ) throws {
    if jobs == 1 || partitions.count == 1 {
      for partition in partitions {
        let output = LineOutput()
        let lines = Self.lines(of: partition, tally, meter)
        try output.drain(process(lines, output)) { try destination.write($0) }
      }
      return
    }
    let (directory, memory) = (directory, run.memory / (3 * jobs))
    try forEachPartition { _, lines in
      let output = LineOutput()
      return try SpooledOutput(
        collecting: process(lines, output), of: output, memory: memory, directory: directory)
    } _: { spooled in
      try spooled.write { try destination.write($0) }
    }
  }

  // MARK: With keys

  func map(_ map: @escaping @Sendable (Lines, PairOutput) throws -> Void) throws -> SortedRunStore {
    // A quarter each for runs, for runs that are written while others come, for those that are being
    // collected, and for what arrays take beyond that while they grow.
    let store = SortedRunStore(
      directory: directory, buckets: jobs, memory: run.memory / 4,
      fanIn: min(
        run.fanIn, SortedRunLevels<SortedRunFile>.fanIn(descriptors: Descriptors.limit, jobs: jobs))
    )
    let (buckets, budget) = (jobs, run.memory / 4 / jobs)
    try forEachPartition { _, lines in
      let pairs = SortedRunBuilder(buckets: buckets, budget: budget) { try store.add($0) }
      try map(lines, pairs)
      try pairs.finish()
    } _: {
    }
    temporaryFiles = store.fileCount
    return store
  }

  func reduce(
    _ pairs: SortedRunStore,
    _ reduce: @escaping @Sendable (KeyGroups, LineOutput) -> StageWork.Step,
    to destination: OutputDestination
  ) throws {
    let begin = { @Sendable [tally] (bucket: Int, output: LineOutput) throws in
      let lines = try pairs.lines(ofBucket: bucket)
      let groups = KeyGroups(isPartition: false, onBadLine: tally.handler(partition: .max)) {
        try lines.next()
      }
      return reduce(groups, output)
    }
    if jobs == 1 {
      let output = LineOutput()
      return try output.drain(begin(0, output)) { try destination.write($0) }
    }
    let readers = (0..<jobs).map { bucket in
      let batches = prefetched(ReducedBatches { try begin(bucket, $0) }, window: 4)
      return BatchReader { try batches.next() }
    }
    var tree = MergeTree(try readers.map { try $0.advance() })
    var pending: [UInt8] = []
    while let (input, _) = tree.winner {
      pending += try readers[input].output()
      if pending.count >= LineOutput.size {
        try destination.write(pending[...])
        pending.removeAll(keepingCapacity: pending.capacity <= 4 * LineOutput.size)
      }
      tree.replaceWinner(with: try readers[input].advance())
    }
    try destination.write(pending[...])
  }
}
