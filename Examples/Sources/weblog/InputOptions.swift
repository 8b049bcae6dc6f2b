import ArgumentParser
import GeneratorSources
import Generators
import WeblogKit

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

  @Flag(help: "Do not show how far reading has come.")
  var quiet = false

  /// How many malformed lines are named.
  static let messageLimit = 5

  func validate() throws {
    if let since, let until, since.isNotBefore(until) {
      throw ValidationError("--since must be before --until, or no request can count.")
    }
  }

  /// Whether anything was given.
  var isUsed: Bool { !files.isEmpty || !status.isEmpty || since != nil || until != nil || quiet }

  var filter: Filter { Filter(statuses: status, since: since, until: until) }

  /// Reads all logs, and tells on standard error what goes wrong.
  ///
  /// It stops when the user interrupts it: what was read until then counts.
  ///
  /// - Parameter body: is given each record that the filter lets through.
  /// - Returns: how it went.
  /// - Throws: what `body` throws.
  func read(_ body: (LogRecord) throws -> Void) throws -> Reading {
    var reading = Reading()
    Interruption.install()
    let inputs = logInputs(files.isEmpty ? ["-"] : files) {
      complain("\($0)")
      reading.failures += 1
    }
    let progress = ProgressLine(isWanted: !quiet)
    let meter = ReadingMeter(total: total(of: inputs)) { progress.update($0) }
    let malformed = MalformedLines(tellingOf: Self.messageLimit) {
      progress.clear()
      complain($0)
    }
    for input in inputs where !Interruption.isRequested {
      let records = logRecords(of: input.metered(by: meter, stop: Interruption.stop)) {
        line, reason in
        malformed.add(line, in: input.name, reason)
      }
      let counted = filtered(records, by: filter)
      do {
        while !Interruption.isRequested, let record = try counted.next() {
          reading.records += 1
          try body(record)
        }
        reading.inputsRead += 1
      } catch let error as SourceError {
        // That a compressed log ends in the middle is no news to who stopped it.
        if Interruption.isRequested { break }
        progress.clear()
        complain("\(error)")
        reading.failures += 1
      }
    }
    progress.clear()
    malformed.finish()
    reading.malformedLines = malformed.count
    reading.wasInterrupted = Interruption.isRequested
    return reading
  }

  private func total(of inputs: [LogInput]) -> Int? {
    inputs.reduce(0) { sum, input in
      guard let sum, let size = input.size else { return nil }
      return sum + size
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
