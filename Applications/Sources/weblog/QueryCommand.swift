import ArgumentParser
import CommandSupport
import WeblogKit

/// The command that prints the requests for which a condition holds.
struct QueryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "query", abstract: "Print the lines for which a condition holds.",
    usage: "weblog query <condition> [<options>] [<log> ...]",
    discussion: """
      A condition compares a field: status, size, host, user, method, path, request, referrer, \
      agent or time. The operators are = != < <= > >= and ~ for "contains", !~ for "does not"; \
      comparisons are joined by and, or, not and parentheses:

        weblog query 'status>=500 and path~"/api"' access.log
        weblog query 'status=4xx and not (agent~bot or path="/robots.txt")' access.log
        weblog query 'size>1M and time>=2015-05-18T10:00' access.log

      In ~, ^ and $ stand for the field's start and end: path~".gif$". A time stands for the whole \
      span that it names: time=2015-05-18 holds for that day, and time>2015-05-18 from the next on.
      """)

  @Argument(help: ArgumentHelp("The condition.", valueName: "condition"), transform: condition)
  var query: Query

  @OptionGroup var input: InputOptions
  @OptionGroup var output: OutputOptions

  @Flag(help: "Print the number of lines, not the lines.")
  var count = false

  func validate() throws {
    if count && (output.json || output.csv) {
      throw ValidationError("--count prints a number: it goes without --json and --csv.")
    }
  }

  func run() throws {
    var printer = StandardOutput()
    let reading: Reading
    if count {
      let found: Matches
      (found, reading) = try input.read(into: Matches(of: query))
      if reading.hasAnswer { try printer.write("\(found.count)\n".utf8) }
    } else {
      let format: RequestRows.Format = output.json ? .json : output.csv ? .csv : .lines
      var text = RequestText(format)
      reading = try input.read(query, as: format) { try printer.write(text.text(of: $0)) }
      if reading.hasAnswer { try printer.write(text.end.utf8) }
    }
    try printer.flush()
    try reading.end()
  }
}

private func condition(_ text: String) throws -> Query {
  do throws(QueryError) {
    return try Query(text)
  } catch {
    throw ValidationError("\(error)")
  }
}
