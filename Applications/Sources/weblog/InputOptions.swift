import ArgumentParser
import CommandSupport
import GeneratorSources
import WeblogKit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The options for the logs that all commands read, and for the requests that count.
struct InputOptions: ParsableArguments {
  @Argument(
    help: """
      Logs to read: files, directories, or patterns such as 'logs/*.log*'; without any, or for -, \
      standard input. Files that are compressed with gzip are decompressed.
      """)
  var files: [String] = []

  @Option(
    help: ArgumentHelp(
      "Count only this status, such as 404, or class, such as 4xx. May be repeated.",
      valueName: "status"),
    transform: statusPattern)
  var status: [StatusPattern] = []

  @Option(
    help: ArgumentHelp("Count only requests at this time or later.", valueName: "time"),
    transform: timeBound)
  var since: TimeBound?

  @Option(
    help: ArgumentHelp("Count only requests before this time.", valueName: "time"),
    transform: timeBound)
  var until: TimeBound?

  @Option(
    help: ArgumentHelp(
      "Threads that read (default: one for each processor). The answer is the same.",
      valueName: "count"))
  var jobs: Int?

  @Flag(help: "Do not show the progress of reading.")
  var quiet = false

  /// The number of malformed lines that are reported one by one.
  static let messageLimit = 5

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs must be at least 1.") }
    if let since, let until, since.isNotBefore(until) {
      throw ValidationError("--since must be before --until, or no request can count.")
    }
  }

  /// Whether any option was passed.
  var isUsed: Bool {
    !files.isEmpty || !status.isEmpty || since != nil || until != nil || jobs != nil || quiet
  }

  var filter: Filter { Filter(statuses: status, since: since, until: until) }

  /// Counts the records of all logs, and reports errors on standard error.
  ///
  /// If the user interrupts it, it stops, and the records that were read until then count.
  ///
  /// - Parameter counts: The empty counts.
  /// - Returns: The counts, and the outcome of the reading.
  /// - Throws: Errors other than those of a log.
  func read<Counts: Aggregation>(into counts: Counts) throws -> (counts: Counts, Reading) {
    var counts = counts
    let reading = try read { reader, inputs, report in
      counts = try reader.count(inputs, by: counts, report)
    }
    return (counts, reading)
  }

  /// Finds records in all logs, and reports errors on standard error.
  ///
  /// If the user interrupts it, it stops.
  ///
  /// - Parameters:
  ///   - query: The condition for the requests.
  ///   - format: The format of the requests.
  ///   - body: Called with the requests that were found, one part after another.
  /// - Returns: The outcome of the reading.
  /// - Throws: The error of `body`.
  func read(
    _ query: Query, as format: RequestRows.Format, _ body: (RequestRows) throws -> Void
  ) throws -> Reading {
    try read { reader, inputs, report in
      try reader.select(query, in: inputs, as: format) {
        try report($0)
        try body($1)
      }
    }
  }

  /// Reads all logs by `body`, which is called with a reader, the logs, and a function for its results.
  private func read(
    _ body: (LogReader, [LogInput], (PartReport) throws -> Void) throws -> Void
  ) throws -> Reading {
    var reading = Reading()
    Interruption.install()
    let inputs = logInputs(files.isEmpty ? ["-"] : files, stop: Interruption.stop) {
      complain("\($0)")
      reading.failures += 1
    }
    let progress = StatusLine(isWanted: !quiet)
    let malformed = MalformedLines(tellingOf: Self.messageLimit) { progress.complain($0) }
    var reader = LogReader()
    reader.filter = filter
    reader.jobs = jobs ?? Self.processors
    reader.namedLines = Self.messageLimit
    reader.stop = Interruption.stop
    reader.meter = ReadingMeter(total: total(of: inputs)) { meter in
      progress.update { progressText(bytes: meter.bytes, total: meter.total, seconds: $0) }
    }
    try body(reader, inputs) { report in
      reading.records += report.records
      malformed.add(report)
      switch report.end {
      case .complete:
        reading.inputsRead += 1
      case .failure(let error):
        progress.complain("\(error)")
        reading.failures += 1
      case nil:
        break
      }
    }
    progress.clear()
    malformed.finish()
    reading.malformedLines = malformed.count
    reading.wasInterrupted = Interruption.isRequested
    return reading
  }

  private static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  private func total(of inputs: [LogInput]) -> Int? {
    inputs.reduce(0) { sum, input in
      guard let sum, let size = input.size else { return nil }
      // Files with holes may have any size.
      let (total, overflows) = sum.addingReportingOverflow(size)
      return overflows ? nil : total
    }
  }
}

/// The outcome of reading logs.
struct Reading {
  var records = 0
  var malformedLines = 0
  var inputsRead = 0
  var failures = 0
  var wasInterrupted = false

  /// Whether there is anything to report.
  ///
  /// Zeros without any reading would look like an answer.
  var hasAnswer: Bool { inputsRead > 0 || records > 0 || malformedLines > 0 || wasInterrupted }

  /// Ends the command with the exit code of the outcome.
  func end() throws {
    if wasInterrupted { throw ExitCode(130) }
    if failures > 0 { throw ExitCode.failure }
  }
}

private func statusPattern(_ text: String) throws -> StatusPattern {
  guard let pattern = StatusPattern(text) else {
    throw ValidationError("a status is three digits, such as 404, or a class, such as 4xx")
  }
  return pattern
}

private func timeBound(_ text: String) throws -> TimeBound {
  guard let bound = TimeBound(text) else {
    throw ValidationError(
      "a time is 2015-05-18, 2015-05-18T10:00, 2015-05-18T10:00+02:00 or "
        + "\"18/May/2015:10:00:30 +0200\", and must exist in the calendar")
  }
  return bound
}

extension TimeBound {
  /// Returns whether both are of the same kind, and this one is not earlier.
  fileprivate func isNotBefore(_ other: TimeBound) -> Bool {
    switch (self, other) {
    case (.clock(let first), .clock(let second)): first >= second
    case (.instant(let first), .instant(let second)): first >= second
    default: false
    }
  }
}
