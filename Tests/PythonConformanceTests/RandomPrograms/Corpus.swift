import Foundation

/// Programs with CPython's traces, for machines without CPython.
struct Corpus: Codable {
  struct Entry: Codable {
    var program: Program
    var trace: String
  }

  /// The minor version of the CPython 3 that made the traces.
  var minorVersion: Int
  var programs: [Entry]

  /// A line for each program, so that a change of one is a change of a line.
  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let lines = try programs.map { String(decoding: try encoder.encode($0), as: UTF8.self) }
    return "{\"minorVersion\":\(minorVersion),\"programs\":[\n"
      + lines.joined(separator: ",\n") + "\n]}"
  }
}
