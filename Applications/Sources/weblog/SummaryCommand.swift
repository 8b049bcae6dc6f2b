import ArgumentParser
import CommandSupport
import Generators
import WeblogKit

/// The command that prints a summary of logs, or a made-up log to try the program on.
struct SummaryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "summary", abstract: "Print a summary of the logs, on one page.",
    usage: "weblog summary [<options>] [<log> ...]",
    discussion: "This is the default command of weblog.")

  @OptionGroup var input: InputOptions
  @OptionGroup var output: OutputOptions

  @Option(
    help: ArgumentHelp(
      "The number of paths, hosts and so on to show (default: 10).", valueName: "count"))
  var top: Int?

  @Option(
    help: ArgumentHelp(
      "Write a made-up log of this many lines to standard output.", valueName: "count"))
  var sample: Int?

  @Option(
    help: ArgumentHelp("The seed of the made-up log (default: 1).", valueName: "seed"))
  var seed: UInt64?

  func validate() throws {
    if let top, top < 0 { throw ValidationError("--top must not be negative.") }
    if let sample {
      if sample < 0 { throw ValidationError("--sample must not be negative.") }
      if input.isUsed || output.json || output.csv || top != nil {
        throw ValidationError("--sample writes a log and reads none: it goes with --seed only.")
      }
    } else if seed != nil {
      throw ValidationError("--seed goes with --sample only.")
    }
  }

  func run() throws {
    if let sample { return try writeSample(lines: sample, seed: seed ?? 1) }
    var (summary, reading) = try input.read(into: Summary())
    summary.malformedLines = reading.malformedLines
    if reading.hasAnswer {
      let report = Report(summary, top: top ?? 10)
      try output.print(text: report.text, json: report.json, csv: report.csv)
    }
    try reading.end()
  }

  private func writeSample(lines: Int, seed: UInt64) throws {
    var output = StandardOutput()
    for line in sampleLog(lines: lines, seed: seed) {
      try output.write(line.utf8)
      try output.write("\n".utf8)
    }
    try output.flush()
  }
}
