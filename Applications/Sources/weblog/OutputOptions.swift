import ArgumentParser
import CommandSupport
import SystemPackage
import WeblogKit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The options for the form of an answer: for people, or for other programs.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Print JSON instead of a report for people.")
  var json = false

  @Flag(help: "Print CSV instead of a report for people.")
  var csv = false

  func validate() throws {
    if json && csv { throw ValidationError("--json and --csv exclude each other.") }
  }

  /// Prints an answer in the requested form.
  func print(
    text: @autoclosure () -> String, json jsonText: @autoclosure () -> String,
    csv csvText: @autoclosure () -> String
  ) throws {
    var output = StandardOutput()
    try output.write((json ? jsonText() : csv ? csvText() : Terminal.styled(text())).utf8)
    try output.flush()
  }

  /// Prints a table in the requested form.
  func print(_ table: Table) throws {
    try print(text: table.text(width: Terminal.width), json: table.json, csv: table.csv)
  }
}

/// The properties of the terminal that standard output is.
enum Terminal {
  /// Whether standard output is a terminal.
  static var isPresent: Bool { isatty(FileDescriptor.standardOutput.rawValue) == 1 }

  /// Whether standard error is a terminal.
  static var hasMessages: Bool { isatty(FileDescriptor.standardError.rawValue) == 1 }

  /// The width in characters; `nil` without a terminal.
  static var width: Int? { size?.width }

  /// The height in lines; `nil` without a terminal.
  static var height: Int? { size?.height }

  private static var size: (width: Int, height: Int)? {
    guard isPresent else { return nil }
    var size = winsize()
    // A terminal that doesn't know its size returns 0.
    _ = ioctl(FileDescriptor.standardOutput.rawValue, UInt(TIOCGWINSZ), &size)
    return (size.ws_col > 0 ? Int(size.ws_col) : 80, size.ws_row > 0 ? Int(size.ws_row) : 24)
  }

  /// Returns a report with bold titles, if standard output is a terminal and colours are not disabled.
  static func styled(_ text: String) -> String {
    // An empty value doesn't count: see no-color.org.
    let hasNoColour = getenv("NO_COLOR").map { !String(cString: $0).isEmpty } ?? false
    guard isPresent, !hasNoColour else { return text }
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { line in
        let isTitle = !line.isEmpty && !line.hasPrefix(" ") && !line.contains("  ")
        return isTitle ? "\u{1b}[1m\(line)\u{1b}[0m" : String(line)
      }
      .joined(separator: "\n")
  }
}
