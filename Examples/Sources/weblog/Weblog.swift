import ArgumentParser
import Generators
import SystemPackage
import WeblogKit

/// The command: reads the options, puts the pipeline together, and tells what went wrong.
@main
struct Weblog: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "weblog",
    abstract: "Summarize web-server logs in Common or Combined Log Format.",
    usage: """
      weblog [<options>] [<file> ...]
      weblog --sample <count> [--seed <seed>]
      """,
    discussion: """
      Prints the requests, bytes and distinct hosts, the statuses by class, the paths, hosts, \
      referrers and agents that occur most, and the requests by hour of the day. However long a \
      log is, it is read in little memory.

      The hours are those that the log writes. Paths, referrers and agents are shown as the log \
      writes them, with its escapes; bytes that are not UTF-8 are replaced by U+FFFD. Those that \
      occur equally often are in ascending order.

      A line counts if it has a host, a time, a request in quotes, a status and a size; what \
      follows may be missing or cut off. A request that is not "METHOD path HTTP/x" counts as a \
      path itself. Other lines, and those of more than 1 MiB, are malformed: they are counted, and \
      the first \(messageLimit) are named on standard error.

      TIMES:
        2015-05-18, 2015-05-18T10:00, 2015-05-18T10:00:30, 18/May/2015:10:00:30
            on the clock of the log, whatever its offset from UTC
        2015-05-18T10:00Z, 2015-05-18T10:00+02:00, "18/May/2015:10:00:30 +0200"
            a point in time
      A day stands for its first second, and --until for the time before it, so that
      --since 2015-05-18 --until 2015-05-19 counts one day, and no request twice with the next.

      EXAMPLES:
        weblog access.log
        weblog --status 404 --top 20 access.log access.log.1
        weblog --status 4xx --status 5xx --since 2015-05-18 access.log
        zcat access.log.*.gz | weblog --json | jq .hours
        weblog --sample 1000000 --seed 7 > sample.log

      EXIT CODES:
        0    everything was read; malformed lines are no failure
        1    a file could not be read: what could be is reported;
             or the report could not be written
        64   the options are wrong
        141  the reader of the output went away, as head does
      """
  )

  @Argument(help: "Logs to read; standard input where there are none, or for -.")
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
      "How many paths, hosts and so on to show (default: 10).", valueName: "count"))
  var top: Int?

  @Flag(help: "Print one object of JSON instead of a report for people.")
  var json = false

  @Option(
    help: ArgumentHelp(
      "Write a made-up log of this many lines to standard output.", valueName: "count"))
  var sample: Int?

  @Option(
    help: ArgumentHelp("What the made-up log depends on (default: 1).", valueName: "seed"))
  var seed: UInt64?

  /// How many malformed lines are named.
  private static let messageLimit = 5

  func validate() throws {
    if let top, top < 0 { throw ValidationError("--top must not be negative.") }
    if let sample {
      if sample < 0 { throw ValidationError("--sample must not be negative.") }
      let isReading =
        !files.isEmpty || !status.isEmpty || since != nil || until != nil || top != nil || json
      if isReading {
        throw ValidationError("--sample writes a log and reads none: it goes with --seed only.")
      }
    } else if seed != nil {
      throw ValidationError("--seed goes with --sample only.")
    }
    if let since, let until, since.isNotBefore(until) {
      throw ValidationError("--since must be before --until, or no request can count.")
    }
  }

  func run() throws {
    if let sample {
      try writeSample(lines: sample, seed: seed ?? 1)
    } else {
      try report()
    }
  }

  private func report() throws {
    let filter = Filter(statuses: status, since: since, until: until)
    let malformed = MalformedLines(tellingOf: Self.messageLimit, tell: complain)
    var summary = Summary()
    var failures = 0

    let names = files.isEmpty ? ["-"] : files
    for name in names {
      let title = name == "-" ? "standard input" : name
      let lines = name == "-" ? lines(of: .standardInput) : lines(ofFile: FilePath(name))
      let records = records(in: lines) { malformed.add($0, in: title, $1) }
      do {
        try summary.add(filtered(records, by: filter))
      } catch {
        complain("\(title): \(error)")
        failures += 1
      }
    }
    malformed.finish()
    summary.malformedLines = malformed.count

    // Zeros of nothing read would pass for an answer.
    let hasRead = summary.requests > 0 || malformed.count > 0
    if failures < names.count || hasRead {
      let report = Report(summary, top: top ?? 10)
      var output = Output()
      try output.write((json ? report.json : report.text).utf8)
      try output.flush()
    }
    if failures > 0 { throw ExitCode.failure }
  }

  private func writeSample(lines: Int, seed: UInt64) throws {
    var output = Output()
    for line in sampleLog(lines: lines, seed: seed) {
      try output.write(line.utf8)
      try output.write("\n".utf8)
    }
    try output.flush()
  }
}

/// Standard output, written in large pieces.
private struct Output {
  private static let size = 64 << 10
  private var buffer: [UInt8] = []

  init() { buffer.reserveCapacity(2 * Self.size) }

  mutating func write(_ bytes: some Sequence<UInt8>) throws {
    buffer.append(contentsOf: bytes)
    if buffer.count >= Self.size { try flush() }
  }

  mutating func flush() throws {
    do {
      try FileDescriptor.standardOutput.writeAll(buffer)
    } catch Errno.brokenPipe {
      // Mostly the signal SIGPIPE has ended the process before this; where the parent ignores it,
      // the shell sees the same code.
      throw ExitCode(141)
    } catch {
      complain("standard output: \(error)")
      throw ExitCode.failure
    }
    buffer.removeAll(keepingCapacity: true)
  }
}

private func complain(_ message: String) {
  // Where standard error is closed there is nobody left to tell.
  _ = try? FileDescriptor.standardError.writeAll("weblog: \(message)\n".utf8)
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
