import GeneratorParallel
import GeneratorPlatform
import GeneratorSources
import Generators
import SystemPackage

/// What a job reads and writes when it runs on this machine.
///
/// ```swift
/// var run = LocalRun(inputs: ["logs", "more/*.gz"], output: "sums.txt")
/// run.jobs = 2
/// run.badLines = .skip
/// print(run.inputs.count)  // 2
/// ```
public struct LocalRun: Sendable {
  /// The inputs: files, directories, patterns, and `-` for standard input.
  ///
  /// Of a directory, all files are read that are not hidden, and those of its directories, in the order of
  /// their paths. Pipes, devices and links that lead nowhere are passed over there; where an input itself
  /// names one, it is read, or an error. Files that gzip has compressed are decompressed, whatever their
  /// names are.
  public var inputs: [String]

  /// The file to write, which appears under its name when it is whole; `nil`: standard output.
  ///
  /// Until then its lines are in a file beside it, whose name begins with a point. If the run fails, that file is
  /// removed. If a signal such as SIGTERM ends the process, only a `WorkerCommand` removes it. SIGKILL and a
  /// crash leave it there.
  public var output: String?

  /// How many threads work, which the output doesn't depend on.
  ///
  /// `nil` stands for as many as there are processors.
  public var jobs: Int?

  /// How many bytes of pairs are sorted in memory, before they go to temporary files.
  public var memory = 512 << 20

  /// The directory for temporary files; `nil`: the one that the environment variable `TMPDIR` names, or
  /// `/tmp`.
  ///
  /// The files have no names, so that nothing is left of them however the process ends.
  public var temporaryDirectory: String?

  /// The treatment of lines that the stage rejects.
  public var badLines = BadLineTreatment.fail

  /// A closure that is told how far the run has come, on several threads, for each block that was read.
  public var onProgress: (@Sendable (Progress) -> Void)?

  /// Is told the path of the temporary file that becomes the output before it is made, and `nil` when there
  /// is none any more: for a program that removes it when a signal ends the program.
  package var onTemporaryOutput: @Sendable (String?) -> Void = { _ in }

  /// How many bytes of a large file are a partition.
  var partSize: Int64 = 32 << 20

  /// How many temporary files are merged into one.
  var fanIn = 64

  /// Makes a description with standard values.
  ///
  /// - Parameters:
  ///   - inputs: files, directories, patterns, and `-` for standard input.
  ///   - output: the file to write; `nil`: standard output.
  public init(inputs: [String] = ["-"], output: String? = nil) {
    self.inputs = inputs
    self.output = output
  }

  /// How far a run has come.
  public struct Progress: Sendable {
    /// How many bytes of lines were read.
    public let bytesRead: Int64

    /// How many there are; `nil` if that is not known, as for standard input and compressed files.
    public let totalBytes: Int64?
  }

  /// What a run has done.
  public struct Result: Sendable {
    /// The lines that were skipped; `nil` if none was.
    public let skipped: SkippedLines?

    /// How many bytes of lines were read.
    public let bytesRead: Int64

    /// How many temporary files the sorted pairs were in, at the end.
    public let temporaryFiles: Int
  }
}

extension Job {
  /// Runs the job on this machine.
  ///
  /// A partition is a file, or 32 MiB of a large file that isn't compressed. Several threads map partitions
  /// and sort their pairs. What doesn't fit into memory goes to temporary files. Then several threads merge
  /// the pairs and reduce their keys. The output comes in the order of the keys; of a ``Stage``, in the order
  /// of the partitions. It is the same for any number of threads.
  ///
  /// Returns when all output was written.
  ///
  /// - Parameter run: what to read and write.
  /// - Returns: what was done.
  /// - Throws: ``WorkerError`` if something can't be read, a line is bad and fails, the stage throws an
  ///   error, or a temporary file can't be written; `SinkError` if the output can't be written. The file of
  ///   the output is then what it was before.
  /// - Precondition: `jobs` and `memory` are positive.
  public func run(_ run: LocalRun) throws -> LocalRun.Result {
    let partitions = try InputPartition.partitions(of: run.inputs, partSize: run.partSize)
    let output =
      try run.output.map { try OutputDestination(path: $0, onTemporary: run.onTemporaryOutput) }
      ?? OutputDestination(.standardOutput)
    let runner = LocalRunner(run, partitions)
    switch work.kind {
    case .unkeyed(let process): try runner.process(process, to: output)
    case .keyed(let map, let reduce):
      let runs = try runner.map(map)
      try runner.reduce(runs, reduce, to: output)
    }
    try output.commit()
    return runner.result
  }
}

/// One run of a job on this machine.
private final class LocalRunner {
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

  /// Has partitions dealt with, by several threads, and calls a closure with the results, in order.
  private func forEachPartition<Output: Sendable>(
    _ transform: @escaping @Sendable (InputPartition, Lines) throws -> Output,
    _ body: (Output) throws -> Void
  ) throws {
    let (tally, meter) = (tally, meter)
    let process = { @Sendable (partition: InputPartition) throws in
      let lines = partition.lines(
        onBadLine: tally.handler(partition: partition.number), onBlock: { meter.add($0) })
      return try transform(partition, lines)
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
        let lines = partition.lines(
          onBadLine: tally.handler(partition: partition.number),
          onBlock: { [meter] in meter.add($0) })
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

  func map(_ map: @escaping @Sendable (Lines, PairOutput) throws -> Void) throws -> RunStore {
    // A quarter each for runs, for runs that are written while others come, for those that are being
    // collected, and for what arrays take beyond that while they grow.
    let store = RunStore(
      directory: directory, buckets: jobs, memory: run.memory / 4,
      fanIn: min(run.fanIn, RunLevels<RunFile>.fanIn(descriptors: Descriptors.limit, jobs: jobs)))
    let (buckets, budget) = (jobs, run.memory / 4 / jobs)
    try forEachPartition { _, lines in
      let pairs = RunBuilder(buckets: buckets, budget: budget) { try store.add($0) }
      try map(lines, pairs)
      try pairs.finish()
    } _: {
    }
    temporaryFiles = store.fileCount
    return store
  }

  func reduce(
    _ runs: RunStore, _ reduce: @escaping @Sendable (KeyGroups, LineOutput) -> StageWork.Step,
    to destination: OutputDestination
  ) throws {
    let tally = tally
    let onBadLine = tally.handler(partition: .max)
    if jobs == 1 {
      let lines = try runs.lines(ofBucket: 0)
      let groups = KeyGroups(isPartition: false, onBadLine: onBadLine) { try lines.next() }
      let output = LineOutput()
      return try output.drain(reduce(groups, output)) { try destination.write($0) }
    }
    let readers = (0..<jobs).map { bucket in
      let batches = prefetched(
        ReducedBatches { output in
          let lines = try runs.lines(ofBucket: bucket)
          let groups = KeyGroups(
            isPartition: false, onBadLine: tally.handler(partition: .max)
          ) { try lines.next() }
          return reduce(groups, output)
        }, window: 4)
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

/// Counts the bytes that several threads read.
private final class ReadingMeter: Sendable {
  private let total: Int64?
  private let onProgress: (@Sendable (LocalRun.Progress) -> Void)?
  private let count = Locked<Int64>(0)

  init(total: Int64?, _ onProgress: (@Sendable (LocalRun.Progress) -> Void)?) {
    (self.total, self.onProgress) = (total, onProgress)
  }

  var bytesRead: Int64 { count.withLock { $0 } }

  func add(_ bytes: Int) {
    let read = count.withLock { count in
      count += Int64(bytes)
      return count
    }
    onProgress?(LocalRun.Progress(bytesRead: read, totalBytes: total))
  }
}
