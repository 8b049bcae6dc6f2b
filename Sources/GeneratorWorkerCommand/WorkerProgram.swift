#if Commands
  import ArgumentParser
  import GeneratorPlatform
  import GeneratorSources
  import GeneratorWorkers
  import SystemPackage

  /// The program that runs a job as the command line says.
  struct WorkerProgram {
    /// The name that errors of standard output use for it.
    private static let output = "standard output"

    private let job: Job

    init(_ job: Job) { self.job = job }

    func run() {
      let arguments = WorkerArguments.parseOrExit()
      do {
        try run(arguments)
      } catch {
        fail(error)
      }
    }

    private func run(_ arguments: WorkerArguments) throws {
      if let role = arguments.role {
        report(try job.work(as: role, badLines: arguments.badLines))
      } else if let engine = arguments.print {
        try printScript(for: engine, arguments)
      } else {
        try runHere(arguments)
      }
      // Bytes that the system has still to write may fail now, for example at a quota.
      if arguments.output == nil { try closeStandardOutput() }
    }

    private func runHere(_ arguments: WorkerArguments) throws {
      var run = LocalRun(
        inputs: arguments.paths.isEmpty ? ["-"] : arguments.paths, output: arguments.output)
      run.jobs = arguments.jobs
      run.memory = arguments.memory << 20
      run.badLines = arguments.badLines
      run.temporaryDirectory = arguments.temporary
      run.onTemporaryOutput = { Signals.removeAtEnd($0) }
      let progress = ProgressLine()
      if !arguments.quiet, ProgressLine.isVisible { run.onProgress = { progress.update($0) } }
      // The progress line is removed before a message takes its place.
      let result = Result { try job.run(run) }
      progress.clear()
      report(try result.get().skipped)
    }

    private func printScript(for engine: Engine, _ arguments: WorkerArguments) throws {
      let options = arguments.badLines == .skip ? ["--bad-lines", "skip"] : []
      let description = JobDescription(
        executable: try ExecutablePath.current(), isKeyed: job.isKeyed, options: options,
        inputs: arguments.paths, output: arguments.output)
      let text = try script(for: engine, job: description)
      try named { _ = try FileDescriptor.standardOutput.writeAll(text.utf8) }
    }

    private func closeStandardOutput() throws {
      try named { try FileDescriptor.standardOutput.close() }
    }

    private func named(_ action: () throws -> Void) throws {
      do {
        try action()
      } catch let errno as Errno {
        throw SinkError(sink: Self.output, errno: errno)
      }
    }

    private func report(_ skipped: SkippedLines?) {
      if let skipped { complain("\(skipped)") }
    }

    private func fail(_ error: any Error) -> Never {
      // The system's own commands end so, too, whether or not the caller ignores the signal.
      if let error = error as? SinkError, error.errno == .brokenPipe, error.sink == Self.output {
        Signals.dieOfBrokenPipe()
      }
      complain("\(error)")
      WorkerArguments.exit(withError: ExitCode.failure)
    }

    /// Writes one line to standard error.
    private func complain(_ message: String) {
      let text = WorkerError("\(WorkerArguments.programName): \(message)").description
      // If standard error is closed, the exit status must be enough.
      _ = try? FileDescriptor.standardError.writeAll("\(text)\n".utf8)
    }
  }

#endif
