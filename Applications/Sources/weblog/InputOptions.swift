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

/// What all commands read, and of it what counts.
struct InputOptions: ParsableArguments {
  @Argument(
    help: """
      Logs to read: files, directories, or patterns as 'logs/*.log*'; standard input where there \
      are none, or for -. What is compressed with gzip is decompressed.
      """)
  var files: [String] = []

  @Option(
    help: ArgumentHelp(
      "Count only this status, as 404, or class, as 4xx. May be repeated.", valueName: "status"),
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
      "Read on this many threads (default: as many as there are processors). The answer is the same.",
      valueName: "count"))
  var jobs: Int?

  @Flag(help: "Do not show how far reading has come.")
  var quiet = false

  /// How many malformed lines are named.
  static let messageLimit = 5

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs must be at least 1.") }
    if let since, let until, since.isNotBefore(until) {
      throw ValidationError("--since must be before --until, or no request can count.")
    }
  }

  /// Whether anything was given.
  var isUsed: Bool {
    !files.isEmpty || !status.isEmpty || since != nil || until != nil || jobs != nil || quiet
  }

  var filter: Filter { Filter(statuses: status, since: since, until: until) }

  /// Counts what is in all logs, and tells on standard error what goes wrong.
  ///
  /// It stops when the user interrupts it: what was read until then counts.
  ///
  /// - Parameter counts: what counts it, before it has.
  /// - Returns: what was counted, and how it went.
  /// - Throws: what is no failure of a log.
  func read<Counts: Aggregation>(into counts: Counts) throws -> (counts: Counts, Reading) {
    var counts = counts
    let reading = try read { reader, inputs, report in
      counts = try reader.count(inputs, by: counts, report)
    }
    return (counts, reading)
  }

  /// Finds what is in all logs, and tells on standard error what goes wrong.
  ///
  /// It stops when the user interrupts it.
  ///
  /// - Parameters:
  ///   - query: which requests to find.
  ///   - format: how to write them.
  ///   - body: is given those that were found, one part after another.
  /// - Returns: how it went.
  /// - Throws: what `body` throws.
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

  /// Reads all logs by `body`, which is given a reader, the logs, and whom to tell what was found.
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
      // Files with holes may be as large as they like.
      let (total, overflows) = sum.addingReportingOverflow(size)
      return overflows ? nil : total
    }
  }
}

/// How the reading of logs went.
struct Reading {
  var records = 0
  var malformedLines = 0
  var inputsRead = 0
  var failures = 0
  var wasInterrupted = false

  /// Whether there is anything to report: zeros of nothing read would pass for an answer.
  var hasAnswer: Bool { inputsRead > 0 || records > 0 || malformedLines > 0 || wasInterrupted }

  /// Ends the command with the code that says how it went.
  func end() throws {
    if wasInterrupted { throw ExitCode(130) }
    if failures > 0 { throw ExitCode.failure }
  }
}

private func statusPattern(_ text: String) throws -> StatusPattern {
  guard let pattern = StatusPattern(text) else {
    throw ValidationError("a status is three digits, as 404, or a class, as 4xx")
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
  /// Whether both are of the same kind, and this one is not earlier.
  fileprivate func isNotBefore(_ other: TimeBound) -> Bool {
    switch (self, other) {
    case (.clock(let first), .clock(let second)): first >= second
    case (.instant(let first), .instant(let second)): first >= second
    default: false
    }
  }
}
