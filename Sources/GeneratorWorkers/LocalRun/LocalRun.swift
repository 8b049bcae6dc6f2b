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
  /// If an input is a directory, the run reads the files in it and in its directories that aren't hidden, in the order
  /// of their paths. It skips pipes, devices and broken links in a directory. If an input names a pipe or a device, the
  /// run reads it, and a broken link is an error. Files that gzip has compressed are decompressed, whatever their names
  /// are.
  public var inputs: [String]

  /// The file to write, or `nil` for standard output.
  ///
  /// The file appears under its name when it is complete. Until then its lines are in a file beside it, whose name
  /// begins with a point. If the run fails, that file is removed. If a signal such as SIGTERM ends the process, only a
  /// `WorkerCommand` removes it. SIGKILL and a crash leave it there.
  public var output: String?

  /// The number of threads, or `nil` for the number of processors.
  ///
  /// The output doesn't depend on it.
  public var jobs: Int?

  /// The number of bytes of pairs that are sorted in memory, before pairs go to temporary files.
  public var memory = 512 << 20

  /// The directory for temporary files, or `nil` for the directory that the environment variable `TMPDIR` names, or
  /// `/tmp`.
  ///
  /// The files have no names, so nothing is left of them, however the process ends.
  public var temporaryDirectory: String?

  /// The treatment of lines that the stage rejects.
  public var badLines = RejectedLinesPolicy.fail

  /// A closure that receives the progress of the run after each block that was read, on several threads.
  public var onProgress: (@Sendable (Progress) -> Void)?

  /// A closure that receives the path of the temporary file that becomes the output, before the file is made, and
  /// `nil` when the file is gone.
  ///
  /// For a program that removes the file when a signal ends the program.
  package var onTemporaryOutput: @Sendable (String?) -> Void = { _ in }

  /// The number of bytes of a large file in a partition.
  var partSize: Int64 = 32 << 20

  /// The number of temporary files that are merged into one.
  var fanIn = 64

  /// Creates a description of a run with standard values.
  ///
  /// - Parameters:
  ///   - inputs: Files, directories, patterns, and `-` for standard input.
  ///   - output: The file to write, or `nil` for standard output.
  public init(inputs: [String] = ["-"], output: String? = nil) {
    self.inputs = inputs
    self.output = output
  }

  /// The progress of a run.
  public struct Progress: Sendable {
    /// The number of bytes of lines that were read.
    public let bytesRead: Int64

    /// The number of bytes to read; `nil` if it isn't known, as for standard input and compressed files.
    public let totalBytes: Int64?
  }

  /// The result of a run.
  public struct Result: Sendable {
    /// The lines that were skipped, or `nil` if none was.
    public let skipped: SkippedLines?

    /// The number of bytes of lines that were read.
    public let bytesRead: Int64

    /// The number of temporary files with sorted pairs at the end.
    public let temporaryFiles: Int
  }
}
