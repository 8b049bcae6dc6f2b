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

/// For whom an answer is printed: people, or other programs.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Print JSON instead of a report for people.")
  var json = false

  @Flag(help: "Print CSV instead of a report for people.")
  var csv = false

  func validate() throws {
    if json && csv { throw ValidationError("--json and --csv exclude each other.") }
  }

  /// Prints an answer in the form that is wanted.
  func print(
    text: @autoclosure () -> String, json jsonText: @autoclosure () -> String,
    csv csvText: @autoclosure () -> String
  ) throws {
    var output = StandardOutput()
    try output.write((json ? jsonText() : csv ? csvText() : Terminal.styled(text())).utf8)
    try output.flush()
  }

  /// Prints a table in the form that is wanted.
  func print(_ table: Table) throws {
    try print(text: table.text(width: Terminal.width), json: table.json, csv: table.csv)
  }
}

/// What is known of the terminal that standard output is.
enum Terminal {
  /// Whether it is one.
  static var isPresent: Bool { isatty(FileDescriptor.standardOutput.rawValue) == 1 }

  /// Whether standard error is one.
  static var hasMessages: Bool { isatty(FileDescriptor.standardError.rawValue) == 1 }

  /// Its width in characters; `nil` where there is none.
  static var width: Int? { size?.width }

  /// Its height in lines; `nil` where there is none.
  static var height: Int? { size?.height }

  private static var size: (width: Int, height: Int)? {
    guard isPresent else { return nil }
    var size = winsize()
    // One that does not know its size says 0.
    _ = ioctl(FileDescriptor.standardOutput.rawValue, UInt(TIOCGWINSZ), &size)
    return (size.ws_col > 0 ? Int(size.ws_col) : 80, size.ws_row > 0 ? Int(size.ws_row) : 24)
  }

  /// A report whose titles are bold, where it is a terminal that reads it and colours are wanted.
  static func styled(_ text: String) -> String {
    // An empty one is none: no-color.org.
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
