public import GeneratorSources
public import SystemPackage

/// A job: a stage that runs on this machine, or as the worker of an engine.
///
/// ```swift
/// let job = Job(BytesByHost())
/// let result = try job.run(LocalRun(inputs: ["hosts.txt"], output: "sums.txt"))
/// print(result.skipped?.count ?? 0)  // 0
/// ```
public struct Job: Sendable {
  let work: StageWork

  /// Creates a job of a stage.
  ///
  /// - Parameter stage: A ``Stage`` or a ``KeyedStage``.
  public init(_ stage: some WorkerStage) { work = stage._work }

  /// Whether the stage is a ``KeyedStage``.
  public var isKeyed: Bool {
    if case .keyed = work.kind { return true }
    return false
  }

  /// Runs the stage as the worker of an engine: from an input to a descriptor.
  ///
  /// Returns when all lines were read, and all output was written. The worker reads lines that the stage leaves, too,
  /// because an engine treats a worker that closes its input early as failed.
  ///
  /// - Parameters:
  ///   - role: The role of the worker.
  ///   - badLines: The treatment of lines that the stage rejects.
  ///   - input: The lines.
  ///   - output: The descriptor to write to. It stays open.
  /// - Returns: The lines that were skipped, or `nil` if none was.
  /// - Throws: ``WorkerError``; `SinkError` if the output can't be written. The rest of the input is then
  ///   not read.
  public func work(
    as role: WorkerRole, badLines: RejectedLinesPolicy = .fail,
    input: some ByteInput = .standardInput, output: FileDescriptor = .standardOutput
  ) throws -> SkippedLines? {
    let tally = BadLineTally(badLines)
    let onBadLine = tally.handler(partition: 0)
    let sink = OutputDestination(output)
    let input = DrainableInput(input)
    let lines = Lines(of: input, origin: .partition, onBadLine: onBadLine)
    switch (role, work.kind) {
    case (.map, .keyed(let map, _)):
      let pairs = PairWriter { try sink.write($0) }
      try map(lines, pairs)
      try pairs.flush()
    case (.reduce, .keyed(_, let reduce)):
      let groups = KeyGroups(isPartition: true, onBadLine: onBadLine) { try lines.next()?.bytes }
      let outputs = LineOutput()
      try outputs.drain(reduce(groups, outputs)) { try sink.write($0) }
    case (.worker, .unkeyed(let process)):
      let outputs = LineOutput()
      try outputs.drain(process(lines, outputs)) { try sink.write($0) }
    case (.worker, .keyed):
      throw WorkerError("the stage has keys: use --map and --reduce instead of --worker")
    case (.map, .unkeyed), (.reduce, .unkeyed):
      throw WorkerError("the stage has no keys: use --worker instead of --\(role.rawValue)")
    }
    // Lines that a stage leaves unread are no error: a limit may have been reached.
    try input.drain()
    return tally.skipped
  }
}
