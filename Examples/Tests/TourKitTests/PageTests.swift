import ExampleTestSupport
import Foundation
import Testing
import TourKit

@Suite struct PageTests {
  private static let directory = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources/TourKit")

  private static func lines(of file: String) throws -> [String] {
    try String(contentsOf: directory.appending(path: file), encoding: .utf8)
      .components(separatedBy: "\n")
  }

  @Test(arguments: tour.map(\.title))
  func `the Swift of a stop is what stands in the file that is compiled`(title: String) throws {
    let stop = try #require(tour.first { $0.title == title })
    let lines = try Self.lines(of: "Stops.swift")
    let start = try #require(lines.firstIndex { $0.hasPrefix("  Stop(\"\(title)\"") })
    let end = try #require(lines[start...].firstIndex(of: "  },"))
    let code = lines[(start + 1)..<end].map { String($0.dropFirst(4)) }
    #expect(!code.isEmpty)
    #expect(stop.swift.suffix(code.count) == code[...])
    // Before it stands the definition that it uses.
    let definition = stop.swift.dropLast(code.count)
    if !definition.isEmpty {
      let first = try #require(lines.firstIndex(of: definition[0]))
      #expect(lines[first..<(first + definition.count)] == definition)
    }
  }

  @Test(arguments: tour.map(\.title))
  func `the Python of a stop is what stands in its file`(title: String) throws {
    let stop = try #require(tour.first { $0.title == title })
    let lines = try Self.lines(of: "Stops.py")
    let start = try #require(lines.firstIndex(of: "# \(title)"))
    let end = lines[(start + 1)...].firstIndex { $0.hasPrefix("# ") } ?? lines.endIndex
    #expect(!stop.python.isEmpty)
    #expect(
      lines[(start + 1)..<end].joined(separator: "\n").trimmingCharacters(in: .newlines)
        == stop.python.joined(separator: "\n"))
  }

  @Test(arguments: tour.map(\.title))
  func `a wide page has Python, Swift and the output side by side`(title: String) throws {
    let stop = try #require(tour.first { $0.title == title })
    let page = try stop.page(width: 1_000)
    #expect(page[...1] == ["# \(title)", ""])
    #expect(page[2].split(separator: " ") == ["Python", "Swift", "Output"])
    // Each column begins below its heading.
    let (swift, output) = (column(of: "Swift", in: page[2]), column(of: "Output", in: page[2]))
    for (index, line) in stop.python.enumerated() {
      #expect(page[4 + index].prefix(swift).trimmed == line)
    }
    for (index, line) in stop.swift.enumerated() {
      #expect(page[4 + index].prefix(output).dropFirst(swift).trimmed == line)
    }
    var printed: [String] = []
    try stop.run { printed.append($0) }
    for (index, line) in printed.enumerated() {
      #expect(page[4 + index].dropFirst(output).trimmed == line)
    }
  }

  @Test(arguments: tour.map(\.title))
  func `a narrow page has one below the other`(title: String) throws {
    let stop = try #require(tour.first { $0.title == title })
    var printed: [String] = []
    try stop.run { printed.append($0) }
    let expected =
      ["# \(title)", "", "Python", "------"] + stop.python + ["", "Swift", "-----"] + stop.swift
      + ["", "Output", "------"] + printed
    #expect(try stop.page(width: 1) == expected)
  }

  @Test(arguments: tour.map(\.title), [60, 80, 100, 120, 160])
  func `no page is wider than it may be, unless a line of the code is`(title: String, width: Int)
    throws
  {
    let stop = try #require(tour.first { $0.title == title })
    let longest = (stop.python + stop.swift).map(\.count).max()!
    #expect(try stop.page(width: width).allSatisfy { $0.count <= max(width, longest) })
  }

  private static let hasPython = (try? Program.run("/usr/bin/env", ["python3", "-V"]).status) == 0

  @Test(.enabled(if: hasPython, "there is no python3"))
  func `the Python prints what the Swift prints`() throws {
    let python = try Program.run(
      "/usr/bin/env", ["python3", Self.directory.appending(path: "Stops.py").path])
    #expect(python.status == 0, "\(python.errors)")
    var printed: [String] = []
    for stop in tour { try stop.run { printed.append($0) } }
    // The same in Swift's words, and what each takes: sizes differ.
    let expected = printed.dropLast(3).map { line in
      line == "nil" ? "None" : line.replacing(#"outOfStock("marmalade")"#, with: "marmalade")
    }
    let lines = python.output.split(separator: "\n").map(String.init)
    #expect(lines.dropLast(3) == expected[...])
    #expect(lines.last == "the same sum: True")
  }

  private func column(of heading: String, in line: String) -> Int {
    line.distance(from: line.startIndex, to: line.range(of: heading)!.lowerBound)
  }
}

extension Substring {
  /// The text without the spaces at its end.
  fileprivate var trimmed: String {
    String(self[..<(lastIndex { $0 != " " }.map(index(after:)) ?? startIndex)])
  }
}
