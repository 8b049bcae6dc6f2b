import ArgumentParser
import CommandSupport
import GeneratorSources
import Generators
import SystemPackage
import WeblogKit

/// The summary of logs that grow, drawn anew each second.
struct FollowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "follow", abstract: "Watch logs grow: the summary, drawn anew as lines come.",
    usage: "weblog follow [<options>] <log> ...",
    discussion: """
      It goes on through rotation and truncation until it is interrupted. Where standard output is \
      no terminal, the summary is printed once, at the end.
      """)

  @Argument(help: "Logs to watch, which need not exist yet.")
  var files: [String]

  @OptionGroup var output: OutputOptions

  @Option(
    help: ArgumentHelp("How many paths, hosts and so on to show.", valueName: "count"))
  var top = 5

  @Flag(help: "Begin with what the logs have already.")
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
    let isDrawn = Terminal.isPresent && !output.json && !output.csv
    let clock = try Ticking()
    let logs = files.map { FilePath($0).following(from: fromStart ? .beginning : .end, stop: stop) }
    // The clock is a source like the logs: a line each second.
    let lines = interleavedLines(of: logs + [clock.input], limit: 1 << 20, stop: stop)

    var summary = Summary()
    var drawn = -1
    func draw() throws {
      // Nothing new is nothing to draw.
      guard isDrawn, drawn != summary.requests + summary.malformedLines else { return }
      drawn = summary.requests + summary.malformedLines
      try printDrawing(of: summary)
    }
    try draw()
    do {
      while let (source, line) = try lines.next() {
        if source == logs.count {
          try draw()
        } else if let record = try? LogRecord(Array(line.utf8)[...]) {
          summary.add(record)
        } else {
          summary.malformedLines += 1
        }
      }
    } catch let error as SourceError {
      complain("\(error)")
      throw ExitCode.failure
    }
    let report = Report(summary, top: top)
    if isDrawn {
      try printDrawing(of: summary)
    } else {
      try output.print(text: report.text, json: report.json, csv: report.csv)
    }
    throw ExitCode(130)
  }

  private func printDrawing(of summary: Summary) throws {
    var lines = Terminal.styled(Report(summary, top: top).text).split(
      separator: "\n", omittingEmptySubsequences: false)
    if let height = Terminal.height, lines.count >= height { lines = Array(lines[..<(height - 1)]) }
    // To the first column of the first line; what was behind a line is erased, and what is below.
    let text = lines.map { "\($0)\u{1b}[K" }.joined(separator: "\n")
    var output = StandardOutput()
    try output.write("\u{1b}[H\(text)\u{1b}[J".utf8)
    try output.flush()
  }
}

/// A line each second, to be waited for beside other inputs.
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
