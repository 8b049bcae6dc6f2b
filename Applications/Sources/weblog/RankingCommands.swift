public import ArgumentParser
public import WeblogKit

/// The option for the length of a table.
struct TopOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The number of rows to show.", valueName: "count"))
  var top = 20

  func validate() throws {
    if top < 0 { throw ValidationError("--top must not be negative.") }
  }
}

/// A command that counts and prints the first rows of a ranking.
protocol RankingCommand: ParsableCommand {
  var input: InputOptions { get }
  var output: OutputOptions { get }
  var length: TopOptions { get }

  associatedtype Counted: Ranking
  /// The empty counts.
  var ranking: Counted { get }
}

extension RankingCommand {
  func run() throws {
    let (counted, reading) = try input.read(into: ranking)
    if reading.hasAnswer { try output.print(counted.table(top: length.top)) }
    try reading.end()
  }
}

struct TopCommand: RankingCommand {
  static let configuration = CommandConfiguration(
    commandName: "top", abstract: "Print the most frequent paths, or values of another field.",
    usage: "weblog top [<options>] [<log> ...]")

  @OptionGroup var input: InputOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var length: TopOptions

  @Option(help: ArgumentHelp("The field to count.", valueName: "field"))
  var by = Top.Key.path

  var ranking: Top { Top(by: by) }
}

extension Top.Key: ExpressibleByArgument {}

struct ErrorsCommand: RankingCommand {
  static let configuration = CommandConfiguration(
    commandName: "errors", abstract: "Print the requests that failed, and their referrers.",
    usage: "weblog errors [<options>] [<log> ...]",
    discussion: "Those are the requests with status 404 or 5xx.")

  @OptionGroup var input: InputOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var length: TopOptions

  var ranking: ErrorPages { ErrorPages() }
}

struct HostsCommand: RankingCommand {
  static let configuration = CommandConfiguration(
    commandName: "hosts", abstract: "Print the hosts with the most requests, and their bytes.",
    usage: "weblog hosts [<options>] [<log> ...]")

  @OptionGroup var input: InputOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var length: TopOptions

  var ranking: Hosts { Hosts() }
}

struct DownloadsCommand: RankingCommand {
  static let configuration = CommandConfiguration(
    commandName: "downloads", abstract: "Print the paths with the most bytes.",
    usage: "weblog downloads [<options>] [<log> ...]")

  @OptionGroup var input: InputOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var length: TopOptions

  var ranking: Downloads { Downloads() }
}

struct RobotsCommand: RankingCommand {
  static let configuration = CommandConfiguration(
    commandName: "robots", abstract: "Print the programs that make requests, and their bytes.",
    usage: "weblog robots [<options>] [<log> ...]",
    discussion: "Those are agents that identify themselves, and all that requested /robots.txt.")

  @OptionGroup var input: InputOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var length: TopOptions

  var ranking: Robots { Robots() }
}
