/// The input and output of a job that runs on this machine.
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

  /// The file to write, which appears under its name when it is whole.
  ///
  /// If it is `nil`, standard output.
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

  /// The directory for temporary files.
  ///
  /// If it is `nil`, the one that the environment variable `TMPDIR` names, or `/tmp`.
  ///
  /// The files have no names, so that nothing is left of them however the process ends.
  public var temporaryDirectory: String?

  /// The treatment of lines that the stage rejects.
  public var badLines = RejectedLinesPolicy.fail

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
  ///   - output: the file to write. If it is `nil`, standard output.
  public init(inputs: [String] = ["-"], output: String? = nil) {
    self.inputs = inputs
    self.output = output
  }

  /// How far a run has come.
  public struct Progress: Sendable {
    /// How many bytes of lines were read.
    public let bytesRead: Int64

    /// The number of them; `nil` if it isn't known, as for standard input and compressed files.
    public let totalBytes: Int64?
  }

  /// The result of a run.
  public struct Result: Sendable {
    /// The lines that were skipped; `nil` if none was.
    public let skipped: SkippedLines?

    /// How many bytes of lines were read.
    public let bytesRead: Int64

    /// How many temporary files the sorted pairs were in, at the end.
    public let temporaryFiles: Int
  }
}
