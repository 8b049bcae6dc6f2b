public import ArgumentParser
import CommandSupport
import SystemPackage
public import WeblogKit

/// The command that draws the traffic over time.
struct HourlyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hourly", abstract: "Draw the requests, or bytes, by hour.",
    usage: "weblog hourly [<options>] [<log> ...]",
    discussion: "For logs of more than two weeks it draws days.")

  @OptionGroup var input: InputOptions
  @OptionGroup var output: OutputOptions

  @Option(help: ArgumentHelp("The quantity to draw.", valueName: "measure"))
  var of = Hourly.Measure.requests

  @Flag(help: "Add up the same hours of all days.")
  var ofDay = false

  @Option(help: ArgumentHelp("Draw a picture into this file.", valueName: "file"))
  var svg: String?

  func run() throws {
    let (hourly, reading) = try input.read(into: Hourly())
    if reading.hasAnswer {
      let chart = ofDay ? hourly.chartByHourOfDay(of: of) : hourly.chart(of: of)
      if let svg { try write(chart.svg, to: FilePath(svg)) }
      let table = ofDay ? hourly.tableByHourOfDay() : hourly.table()
      try output.print(
        text: chart.text(width: Terminal.width ?? 80, blocks: Terminal.isPresent),
        json: table.json, csv: table.csv)
    }
    try reading.end()
  }

  private func write(_ picture: String, to path: FilePath) throws {
    do {
      let file = try FileDescriptor.open(
        path, .writeOnly, options: [.create, .truncate],
        permissions: [.ownerReadWrite, .groupRead, .otherRead])
      try file.closeAfter { _ = try file.writeAll(picture.utf8) }
    } catch {
      complain("\(path): \(error)")
      throw ExitCode.failure
    }
  }
}

extension Hourly.Measure: ExpressibleByArgument {}
