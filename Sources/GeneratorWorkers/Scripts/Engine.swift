/// An engine that runs a job on more than one machine.
public enum Engine: String, Sendable, CaseIterable {
  /// Apache Spark, by PySpark's `RDD.pipe`.
  case spark
  /// Dask, by `dask.bag`.
  case dask
  /// Ray.
  case ray
  /// Hadoop Streaming.
  case hadoop
  /// GNU parallel.
  case parallel
}

/// What a script is to run.
public struct JobDescription: Sendable {
  /// The absolute path of the executable.
  public var executable: String

  /// Whether the stage is a ``KeyedStage``: `--map` and `--reduce` instead of `--worker`.
  public var isKeyed: Bool

  /// Options that the script passes to each worker behind `--map`, `--reduce` or `--worker`.
  public var options: [String]

  /// The files, directories and patterns to read, as the user wrote them.
  public var inputs: [String]

  /// The file to write; standard output without one.
  public var output: String?

  /// Makes a description.
  ///
  /// - Parameters:
  ///   - executable: the absolute path of the executable.
  ///   - isKeyed: whether the stage is a ``KeyedStage``.
  ///   - options: options for each worker.
  ///   - inputs: the files, directories and patterns to read.
  ///   - output: the file to write.
  public init(
    executable: String, isKeyed: Bool, options: [String] = [], inputs: [String],
    output: String? = nil
  ) {
    self.executable = executable
    self.isKeyed = isKeyed
    self.options = options
    self.inputs = inputs
    self.output = output
  }
}

/// The text of the script for one engine.
protocol EngineScript {
  init(_ job: JobDescription)

  /// The whole script, with its last line feed.
  var text: String { get }
}

/// Returns a script that runs a job on an engine.
///
/// - Parameters:
///   - engine: the engine.
///   - job: what to run.
/// - Returns: the text of the script, which begins with a `#!` line.
public func script(for engine: Engine, job: JobDescription) -> String {
  switch engine {
  case .spark: SparkScript(job).text
  case .dask: DaskScript(job).text
  case .ray: RayScript(job).text
  case .hadoop: HadoopScript(job).text
  case .parallel: ParallelScript(job).text
  }
}
