/// The treatment of lines that a stage rejects.
public enum RejectedLinesPolicy: String, Sendable, CaseIterable {
  /// The first one is an error and ends the job.
  case fail
  /// They are skipped and counted.
  case skip
}
