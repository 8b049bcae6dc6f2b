import GeneratorAlgorithms
import TourText

/// One stop of the tour: a title and the code that shows its subject.
package struct Stop: Sendable {
  typealias Body = @Sendable (_ print: @escaping (Any) -> Void) throws -> Void

  package let title: String
  private let definition: String?, body: Body

  /// Makes a stop, whose code uses the definition in the file that begins like this.
  init(_ title: String, uses definition: String? = nil, code body: @escaping Body) {
    (self.title, self.definition, self.body) = (title, definition, body)
  }

  /// Runs the code, which prints line by line.
  package func run(print: @escaping (String) -> Void) throws { try body { print("\($0)") } }

  /// The code as it stands in Stops.py.
  package var python: [String] { lines(of: pythonText, after: "# \(title)", to: "# ", indent: 0) }

  /// The code as it stands in Stops.swift.
  package var swift: [String] {
    let code = lines(of: swiftText, after: "  Stop(\"\(title)\"", to: "  },", indent: 4)
    guard let definition else { return code }
    let first = swiftText.split(separator: "\n").first { $0.hasPrefix(definition) }!
    return [String(first)] + lines(of: swiftText, after: definition, to: "}", indent: 0) + [
      "}", "",
    ] + code
  }

  /// Runs the code, and returns a page of as many columns as fit: Python, Swift and the output.
  package func page(width: Int) throws -> [String] {
    var page = ["# \(title)"], columns: [String] = [], output: [String] = []
    try run { output.append($0) }
    for (heading, block) in [("Python", python), ("Swift", swift), ("Output", output)] {
      let column = [heading, String(repeating: "-", count: heading.count)] + block
      let wider = sideBySide(columns, column)
      let fits = columns.isEmpty || wider.allSatisfy { $0.count <= width }
      if !fits { page += [""] + columns }
      columns = fits ? wider : column
    }
    return page + [""] + columns
  }
}

/// Returns the lines of a text between two, given their beginnings, without an indentation.
private func lines(of text: String, after start: String, to end: String, indent: Int) -> [String] {
  let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    .drop { !$0.hasPrefix(start) }.dropFirst().prefix { !$0.hasPrefix(end) }
  let last = lines.lastIndex { !$0.isEmpty } ?? lines.startIndex
  return lines[...last].map { String($0.dropFirst(indent)) }
}

/// Returns two blocks of lines, the second to the right of the first.
private func sideBySide(_ left: [String], _ right: [String]) -> [String] {
  guard let width = left.map(\.count).max() else { return right }
  return zipLongest(left, right, padding: ("", "")).map { left, right in
    right.isEmpty ? left : left + String(repeating: " ", count: width + 3 - left.count) + right
  }
}
