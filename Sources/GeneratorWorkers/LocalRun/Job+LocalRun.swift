import SystemPackage

extension Job {
  /// Runs the job on this machine.
  ///
  /// A partition is a file, or 32 MiB of a large file that isn't compressed. Several threads map partitions
  /// and sort their pairs. Pairs that don't fit into memory go to temporary files. Then several threads merge
  /// the pairs and reduce their keys. The output comes in the order of the keys, or for a ``Stage`` in the order
  /// of the partitions. It is the same for any number of threads.
  ///
  /// Returns when all output was written.
  ///
  /// - Parameter run: The input and the output.
  /// - Returns: The result of the run.
  /// - Throws: ``WorkerError`` if an input can't be read, a line is rejected and not skipped, the stage throws an
  ///   error, or a temporary file can't be written or read; `SinkError` if the output can't be written. An older file
  ///   under the name of the output is then unchanged.
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
      let pairs = try runner.map(map)
      try runner.reduce(pairs, reduce, to: output)
    }
    try output.commit()
    return runner.result
  }
}
