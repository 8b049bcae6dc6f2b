/// The text of the script for one engine.
protocol EngineScript {
  /// Makes the script for a job.
  ///
  /// - Parameter job: What to run, with names that any script can have.
  /// - Throws: ``WorkerError`` if the engine can't have a name of the job.
  init(_ job: JobDescription) throws

  /// The whole script, with its last line feed.
  var text: String { get }
}
