/// The text of the script for one engine.
protocol EngineScript {
  /// Creates the script for a job.
  ///
  /// - Parameter job: The job to run, with names that any script can contain.
  /// - Throws: ``WorkerError`` if the engine can't take a name of the job.
  init(_ job: JobDescription) throws

  /// The whole script, with its last line feed.
  var text: String { get }
}
