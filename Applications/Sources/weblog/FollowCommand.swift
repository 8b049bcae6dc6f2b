import ArgumentParser
import CommandSupport
import GeneratorSources
import Generators
import Synchronization
import SystemPackage
import TerminalText
import WeblogKit

/// The command that shows a summary of growing logs, updated every second.
struct FollowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "follow", abstract: "Watch logs grow: the summary, updated as lines come.",
    usage: "weblog follow [<options>] <log> ...",
    discussion: """
      It continues after rotation and truncation, and while a log is missing or can't be read, which \
      it reports on standard error, until it is interrupted. If standard output is not a terminal, \
      the summary is printed once, at the end.
      """)

  @Argument(help: "Logs to watch, which need not exist yet.")
  var files: [String]

  @OptionGroup var output: OutputOptions

  @Option(
    help: ArgumentHelp("The number of paths, hosts and so on to show.", valueName: "count"))
  var top = 5

  @Flag(help: "Begin with the existing lines of the logs.")
  var fromStart = false

  func validate() throws {
    if files.isEmpty { throw ValidationError("name a log to watch.") }
    if top < 0 { throw ValidationError("--top must not be negative.") }
    if files.contains("-") { throw ValidationError("standard input does not grow like a file.") }
  }

  func run() throws {
    Interruption.install()
    guard let stop = Interruption.stop else {
      complain("there are no descriptors left")
      throw ExitCode.failure
    }
    for file in files {
      if let error = obstacleToFollowing(FilePath(file)) {
        complain("\(error)")
        throw ExitCode.failure
      }
    }
    let isDrawn = Terminal.isPresent && !output.json && !output.csv
    let notes = Notes(areDrawn: isDrawn && Terminal.hasMessages)
    let clock = try Ticking()
    let logs = files.map { file in
      FilePath(file).following(from: fromStart ? .beginning : .end, stop: stop) { event in
        notes.add("\(event)")
      }
    }
    let summary = FollowedSummary(notes)
    // The clock is a source like the logs: it has a line every second.
    let lines = interleavedLines(
      of: logs + [clock.input], limit: 1 << 20, badLines: .skip { summary.addMalformed($0) },
      unreadable: .skip { notes.add("\($0)") }, stop: stop)

    var drawn: (lines: Int, notes: Int)?
    func draw() throws {
      // Without changes there is nothing to draw.
      guard isDrawn, drawn?.lines != summary.lines || drawn?.notes != notes.count else { return }
      drawn = (summary.lines, notes.count)
      try printDrawing(of: summary.counts, notes)
    }
    try draw()
    do {
      while let (source, line) = try lines.next() {
        if source == logs.count {
          try draw()
        } else {
          summary.add(line, of: files[source])
        }
      }
    } catch let error as SourceError {
      // The counts so far remain correct.
      notes.add("\(error)")
    }
    summary.finish()
    if isDrawn {
      try printDrawing(of: summary.counts, notes)
    } else {
      let report = Report(summary.counts, top: top)
      try output.print(text: report.text, json: report.json, csv: report.csv)
    }
    throw stop.isStopped ? ExitCode(130) : ExitCode.failure
  }

  private func printDrawing(of summary: Summary, _ notes: Notes) throws {
    var lines = Terminal.styled(Report(summary, top: top).text).split(
      separator: "\n", omittingEmptySubsequences: false
    ).map(String.init)
    let footer = notes.latest(width: Terminal.width ?? 80)
    if let height = Terminal.height, lines.count + footer.count >= height {
      lines = Array(lines.prefix(max(height - 1 - footer.count, 0)))
    }
    // To the first column of the first line. Erases the rest of each line, and everything below.
    let text = (lines + footer).map { "\($0)\u{1b}[K" }.joined(separator: "\n")
    var output = StandardOutput()
    try output.write("\u{1b}[H\(text)\u{1b}[J".utf8)
    try output.flush()
  }
}

/// The messages about watched logs: on standard error, or below the drawing if that is on the same
/// terminal.
private final class Notes: Sendable {
  /// The number of messages below the drawing.
  private static let limit = 3

  private let areDrawn: Bool
  private let notes = Mutex<(count: Int, latest: [String])>((0, []))

  init(areDrawn: Bool) { self.areDrawn = areDrawn }

  /// The number of messages.
  var count: Int { notes.withLock(\.count) }

  func add(_ note: String) {
    if !areDrawn { return complain(note) }
    notes.withLock { notes in
      notes.count += 1
      notes.latest = notes.latest.suffix(Self.limit - 1) + [note.escapedForTerminal]
    }
  }

  /// Returns the latest messages, each in one line of the terminal.
  func latest(width: Int) -> [String] {
    notes.withLock(\.latest).map { $0.count > width ? $0.prefix(max(width - 1, 0)) + "…" : $0 }
  }
}

/// The counts of the lines of growing logs.
private final class FollowedSummary {
  private(set) var counts = Summary()
  private let notes: Notes

  init(_ notes: Notes) { self.notes = notes }

  /// The number of lines.
  var lines: Int { counts.requests + counts.malformedLines }

  func add(_ line: String, of log: String) {
    do throws(Malformation) {
      counts.add(try LogRecord(Array(line.utf8)[...]))
    } catch {
      addMalformed("\(log): malformed line: \(error.explanation)")
    }
  }

  /// Counts a line that is too long.
  func addMalformed(_ error: SourceError) {
    addMalformed("\(error.source): malformed line: \(error.reason)")
  }

  private func addMalformed(_ message: String) {
    counts.malformedLines += 1
    if counts.malformedLines <= InputOptions.messageLimit { notes.add(message) }
  }

  /// Reports the number of malformed lines beyond the first few.
  func finish() {
    let others = counts.malformedLines - InputOptions.messageLimit
    if others > 0 { notes.add("and \(others) more malformed \(others == 1 ? "line" : "lines")") }
  }
}

/// A source with a line every second, to wait for together with other inputs.
private struct Ticking {
  let input: FileDescriptor

  init() throws {
    let (readEnd, writeEnd) = try FileDescriptor.pipe()
    input = readEnd
    Task.detached {
      while true {
        try await Task.sleep(for: .seconds(1))
        try writeEnd.writeAll("\n".utf8)
      }
    }
  }
}
