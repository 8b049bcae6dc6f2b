public import ArgumentParser
public import WeblogKit

/// How long a table is.
struct TopOptions: ParsableArguments {
  @Option(help: ArgumentHelp("How many rows to show.", valueName: "count"))
  var top = 20

  func validate() throws {
    if top < 0 { throw ValidationError("--top must not be negative.") }
  }
}

/// A command that counts something and prints those that come first.
protocol RankingCommand: ParsableCommand {
  var input: InputOptions { get }
  var output: OutputOptions { get }
  var length: TopOptions { get }

  associatedtype Counted: Ranking
  /// What counts, before it has.
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
    commandName: "top", abstract: "Print the paths, or something else, that occur most.",
    usage: "weblog top [<options>] [<log> ...]")

  @OptionGroup var input: InputOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var length: TopOptions

  @Option(help: ArgumentHelp("What to count.", valueName: "field"))
  var by = Top.Key.path

  var ranking: Top { Top(by: by) }
}

extension Top.Key: ExpressibleByArgument {}

struct ErrorsCommand: RankingCommand {
  static let configuration = CommandConfiguration(
    commandName: "errors", abstract: "Print what was not found or failed, and who referred there.",
    usage: "weblog errors [<options>] [<log> ...]",
    discussion: "That is what was answered with 404 or 5xx.")

  @OptionGroup var input: InputOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var length: TopOptions

  var ranking: ErrorPages { ErrorPages() }
}

struct HostsCommand: RankingCommand {
  static let configuration = CommandConfiguration(
    commandName: "hosts", abstract: "Print who asked most, and how much they got.",
    usage: "weblog hosts [<options>] [<log> ...]")

  @OptionGroup var input: InputOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var length: TopOptions

  var ranking: Hosts { Hosts() }
}

struct DownloadsCommand: RankingCommand {
  static let configuration = CommandConfiguration(
    commandName: "downloads", abstract: "Print the paths that took most bytes.",
    usage: "weblog downloads [<options>] [<log> ...]")

  @OptionGroup var input: InputOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var length: TopOptions

  var ranking: Downloads { Downloads() }
}

struct RobotsCommand: RankingCommand {
  static let configuration = CommandConfiguration(
    commandName: "robots", abstract: "Print the programs that ask, and what they take.",
    usage: "weblog robots [<options>] [<log> ...]",
    discussion: "Those are agents that say so, and whoever asked for /robots.txt.")

  @OptionGroup var input: InputOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var length: TopOptions

  var ranking: Robots { Robots() }
}
