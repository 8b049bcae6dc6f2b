/// Returns a script that runs a job on an engine.
///
/// The script is in Python for Spark, Dask and Ray, and in Bash for GNU parallel and Hadoop Streaming. It
/// runs unchanged: it finds the inputs, has the workers of the engine process them, and writes the lines of their
/// output sorted as bytes, as `LC_ALL=C sort` does. A ``LocalRun`` writes the same lines, those of a
/// ``KeyedStage`` in the order of the keys and those of a ``Stage`` in the order of the inputs.
///
/// If a worker fails, is killed or cuts its last line, the script fails and shows the message of the worker. The output
/// appears under its name when it is complete.
///
/// ```swift
/// let job = JobDescription(
///   executable: "/opt/job", isKeyed: true, inputs: ["logs"], output: "sums.txt")
/// let text = try script(for: .dask, job: job)
/// print(text.hasPrefix("#!/usr/bin/env python3"))  // true
/// ```
///
/// - Parameters:
///   - engine: The engine.
///   - job: The job to run.
/// - Returns: The text of the script, which begins with a `#!` line.
/// - Throws: ``WorkerError`` for a path that the script or the engine can't take: one with a control character, and for
///   Hadoop and Spark one with `**`, or one that they would skip without a message.
public func script(for engine: Engine, job: JobDescription) throws -> String {
  try ScriptText.check(job)
  return switch engine {
  case .spark: try SparkScript(job).text
  case .dask: DaskScript(job).text
  case .ray: RayScript(job).text
  case .hadoop: try HadoopScript(job).text
  case .parallel: ParallelScript(job).text
  }
}
