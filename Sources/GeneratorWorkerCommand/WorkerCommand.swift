public import GeneratorWorkers

#if Commands
  /// The program of a job: one executable that runs here, as a worker, and writes scripts for engines.
  ///
  /// ```
  /// import GeneratorWorkerCommand
  ///
  /// @main struct Job: WorkerCommand {
  ///   static let stage = BytesByHost()
  /// }
  /// ```
  ///
  /// The program has this command line:
  ///
  /// ```
  /// job logs/*.gz                    # runs here, on all cores
  /// job --map | --reduce | --worker  # standard input to standard output, as an engine runs it
  /// job --print spark -o out logs    # prints a script that runs it on an engine
  /// ```
  ///
  /// It exits with 0 if it has read all input and written all output. Otherwise it exits with 1 and writes one line to
  /// standard error, or with 64 if the arguments are wrong. When the reader of its output is gone, it ends by SIGPIPE,
  /// without a message.
  public protocol WorkerCommand {
    /// The type of the stage: a `Stage` or a `KeyedStage`.
    associatedtype JobStage: WorkerStage

    /// The stage that the program runs.
    static var stage: JobStage { get }
  }

  extension WorkerCommand {
    /// Runs the program, and ends the process if it fails.
    public static func main() { WorkerProgram(Job(stage)).run() }
  }
#else
  /// The program of a job, which needs the trait `Commands`.
  @available(
    *, unavailable,
    message:
      "enable the trait 'Commands' of the package swift-generators: .package(url: …, traits: [\"Commands\"])"
  )
  public protocol WorkerCommand {
    /// The type of the stage.
    associatedtype JobStage: WorkerStage

    /// The stage that the program runs.
    static var stage: JobStage { get }
  }
#endif
