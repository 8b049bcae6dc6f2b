import ArgumentParser
import ExampleSupport
import GeneratorGzip
import GeneratorParallel
import GeneratorSources
import Generators

/// Sums up the logs of a web server, such as those of Apache and nginx, on all cores.
@main
struct LogAnalyser: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log-analyser", abstract: "Sums up the logs of a web server.",
    version: packageVersion)

  static func main() { runAsMain() }

  @Argument(help: "Logs, plain or compressed by gzip; - is standard input, the default.")
  var logs = ["-"]

  @Option(parsing: .unconditional, help: "How many of the busiest hosts and paths to show.")
  var top = 10

  func validate() throws {
    if top < 1 { throw ValidationError("--top takes a number greater than 0") }
  }

  func run() throws {
    var (total, hasFailed) = (Summary(), false)
    for log in logs {
      do {
        let part =
          try log == "-" ? summary(of: .standardInput) : summary(of: log)
        if let offset = part.firstMalformed {
          complain("\(log): malformed lines: \(part.malformed), the first at byte \(offset)")
        }
        total.add(part)
      } catch let error as SourceError {
        complain("\(error)")
        hasFailed = true
      }
    }
    if total.requests > 0 || !hasFailed {
      let output = Output()
      total.print(to: output, top: top)
      output.flush()
    }
    if hasFailed { throw ExitCode.failure }
  }

  /// Reads blocks of whole lines one after the other, and counts their lines on all cores.
  private func summary(of input: some ByteInput & Sendable) throws -> Summary {
    try parallel(recordBlocks(of: input.gunzipped(), longRecords: .truncate))
      .reduce(into: Summary()) { summary, block in
        for line in block { summary.add(Request(line.bytes), at: line.offset) }
      } combine: { total, part in
        total.add(part)
      }
  }
}
