/// An engine that runs a job on more than one machine.
public enum Engine: String, Sendable, CaseIterable {
  /// Apache Spark, by PySpark.
  case spark
  /// Dask, by its scheduler for clusters, `distributed`.
  case dask
  /// Ray, by its tasks.
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
  /// - Throws: ``WorkerError`` if the engine can't have a name of the job.
  init(_ job: JobDescription) throws

  /// The whole script, with its last line feed.
  var text: String { get }
}

/// Returns a script that runs a job on an engine.
///
/// The script is in Python for Spark, Dask and Ray, and in Bash for GNU parallel and Hadoop Streaming. It
/// runs as it is: it finds the inputs, has the workers of the engine process them, and writes the lines of their
/// output sorted as bytes, as `LC_ALL=C sort` does. A ``LocalRun`` writes the same lines, those of a
/// ``KeyedStage`` in the order of the keys and those of a ``Stage`` in the order of the inputs.
///
/// A worker that fails, is killed or cuts its last line fails the script, which then shows the message of the
/// worker. The output appears under its name when it is whole.
///
/// ```swift
/// let job = JobDescription(
///   executable: "/opt/job", isKeyed: true, inputs: ["logs"], output: "sums.txt")
/// let text = try script(for: .dask, job: job)
/// print(text.hasPrefix("#!/usr/bin/env python3"))  // true
/// ```
///
/// - Parameters:
///   - engine: the engine.
///   - job: what to run.
/// - Returns: the text of the script, which begins with a `#!` line.
/// - Throws: ``WorkerError`` for a path that a script, or the engine, can't have: one with a control
///   character; for Hadoop and Spark one with `**`, or one that they would pass over in silence.
public func script(for engine: Engine, job: JobDescription) throws -> String {
  switch engine {
  case .spark: try SparkScript(job).text
  case .dask: try DaskScript(job).text
  case .ray: try RayScript(job).text
  case .hadoop: try HadoopScript(job).text
  case .parallel: try ParallelScript(job).text
  }
}
