#if Commands
  import ArgumentParser
  import GeneratorWorkers
  import SystemPackage

  /// The command line of a job.
  struct WorkerArguments: ParsableCommand {
    static var configuration: CommandConfiguration {
      CommandConfiguration(
        commandName: programName,
        abstract:
          "Run a job on this machine, as the worker of an engine, or write a script for an engine.",
        usage: """
          \(programName) [<options>] [<path> ...]
          \(programName) --map | --reduce | --worker
          \(programName) --print <engine> [-o <file>] <path> ...
          """,
        discussion: """
          PATHS are files, directories (for all files in them that are not hidden), and patterns such as \
          'logs/*.log'. Without any, or for -, standard input is read. Files that gzip has compressed are \
          decompressed. The result is the same for any number of jobs.

          Lines are UTF-8 and end with LF. A worker reads standard input and writes standard output: \
          --map writes lines of a key, a tab and a value, unsorted, and --reduce reads such lines sorted as \
          bytes (LC_ALL=C sort).

          EXIT CODES:
            0    all input was read, and all output was written
            1    the job failed; one line on standard error says why
            64   the arguments are wrong
          """)
    }

    static var programName: String {
      CommandLine.arguments.first.flatMap { FilePath($0).lastComponent?.string } ?? "job"
    }

    @Argument(help: "The inputs to read; - is standard input.")
    var paths: [String] = []

    @Flag(help: "Write the pairs of the lines on standard input.")
    var map = false

    @Flag(help: "Write the output for the sorted pairs on standard input.")
    var reduce = false

    @Flag(help: "Write the output for the lines on standard input, of a stage without keys.")
    var worker = false

    @Option(
      help: ArgumentHelp(
        "Print a script for an engine: \(Engine.allCases.map(\.rawValue).joined(separator: ", ")).",
        valueName: "engine"), transform: parseName)
    var print: Engine?

    @Option(
      name: [.short, .long],
      help: ArgumentHelp("Write to this file instead of standard output.", valueName: "file"))
    var output: String?

    @Option(
      name: [.short, .long], parsing: .unconditional,
      help: ArgumentHelp(
        "The number of threads (default: one for each processor).", valueName: "number"))
    var jobs: Int?

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp(
        "The megabytes of lines to sort in memory, before they go to temporary files.",
        valueName: "MB"))
    var memory = 512

    @Option(
      help: ArgumentHelp(
        "The directory for temporary files (default: $TMPDIR, or /tmp).", valueName: "directory"))
    var temporary: String?

    @Option(
      help: ArgumentHelp(
        "Whether a bad line is an error, or skipped and counted: fail or skip.",
        valueName: "treatment"),
      transform: parseName)
    var badLines = RejectedLinesPolicy.fail

    @Flag(help: "Do not show the progress.")
    var quiet = false

    func validate() throws {
      let modes = [map, reduce, worker, print != nil].count { $0 }
      if modes > 1 {
        throw ValidationError("--map, --reduce, --worker and --print exclude one another.")
      }
      if role != nil, !paths.isEmpty || output != nil {
        throw ValidationError("A worker reads standard input and writes standard output.")
      }
      if print != nil, paths.isEmpty || paths.contains("-") {
        throw ValidationError("A script needs paths to read.")
      }
      if let jobs, !(1...512).contains(jobs) {
        throw ValidationError("--jobs must be a number from 1 to 512.")
      }
      if !(1...1_048_576).contains(memory) {
        throw ValidationError("--memory must be a number from 1 to 1048576.")
      }
    }

    /// The role in an engine, or `nil` for a run here or a script.
    var role: WorkerRole? { map ? .map : reduce ? .reduce : worker ? .worker : nil }
  }

  /// Parses one of a few names.
  private func parseName<Choice: CaseIterable & RawRepresentable<String>>(
    _ text: String
  ) throws -> Choice {
    guard let choice = Choice(rawValue: text) else {
      let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("it must be one of \(names)")
    }
    return choice
  }
#endif
