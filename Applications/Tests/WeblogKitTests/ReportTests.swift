import Foundation
import TerminalText
import Testing

@testable import WeblogKit

@Suite struct ReportTests {
  private func report(_ lines: [[UInt8]], top: Int = 10) throws -> Report {
    var summary = Summary()
    for line in lines { summary.add(try LogRecord(line[...])) }
    return Report(summary, top: top)
  }

  private func line(path: [UInt8]) -> [UInt8] {
    Array(#"h - - [17/May/2015:10:05:03 +0000] "GET "#.utf8) + path
      + Array(#" HTTP/1.1" 200 1"#.utf8)
  }

  @Test func `JSON reads back as what was counted`() throws {
    // Every byte but those that end the field, and texts that JSON might misread.
    let awkward =
      (0...255).filter { $0 != 0x22 && $0 != 0x5C }.map { [0x2F, UInt8($0)] }
      + [#"/a\"b"#, #"/a\\"#, "/é", "/\u{2028}", "/\u{1F600}", "</script>"].map { Array($0.utf8) }
    let report = try report(awkward.map(line), top: 1_000)
    let object = try JSONSerialization.jsonObject(with: Data(report.json.utf8))
    let members = try #require(object as? [String: Any])
    let paths = try #require(members["paths"] as? [[String: Any]])
    let values = paths.compactMap { $0["value"] as? String }
    // Bytes that aren't valid UTF-8 become the same text when repaired, and stay separate.
    #expect(values.count == awkward.count)
    #expect(values.sorted() == awkward.map { String(decoding: $0, as: UTF8.self) }.sorted())
    #expect(paths.allSatisfy { $0["count"] as? Int == 1 })
    #expect(members["requests"] as? Int == awkward.count)
  }

  @Test func `JSON has its keys in order and all of them`() throws {
    let keys = [
      "agents", "bytes", "distinctHosts", "hosts", "hours", "malformedLines", "paths",
      "referrers", "requests", "requestsWithoutAgent", "requestsWithoutReferrer", "statusClasses",
      "statuses",
    ]
    for json in [Report(Summary(), top: 10).json, try report([line(path: [0x2F])]).json] {
      let members = json.split(separator: "\n").filter { $0.hasPrefix("  \"") }
      #expect(members.map { $0.split(separator: "\"")[1] } == keys.map { $0[...] })
    }
  }

  @Test func `JSON character for character`() {
    let json: JSON = .object([
      "b": .array([]), "a": .array([.integer(1), .string("\u{0}\u{1F}\u{7F}\t\r\n\"\\/é")]),
      "c": .object([:]),
    ])
    #expect(
      json.formatted() == #"""
        {
          "a": [
            1,
            "\u0000\u001f\u007f\t\r\n\"\\/é"
          ],
          "b": [],
          "c": {}
        }
        """#)
  }

  @Test func `the text line for line`() throws {
    let lines =
      Array(repeating: logLine(size: "1500", referrer: "r", agent: "a"), count: 2)
      + [logLine(host: "::1", time: "17/May/2015:23:00:00 +0000", request: "", status: "999")]
    let text = try report(lines.map { Array($0.utf8) }).text
    let expected = """
      Requests            3
      Bytes           3,010
      Distinct hosts      2

      Status
        0    0.0%  1xx
        2   66.7%  2xx
        0    0.0%  3xx
        0    0.0%  4xx
        0    0.0%  5xx
        1   33.3%  other

      Top paths
        2   66.7%  /
        1   33.3%  (empty)

      Top hosts
        2   66.7%  192.0.2.1
        1   33.3%  ::1

      Top referrers (1 request has none)
        2   66.7%  r

      Top agents (1 request has none)
        2   66.7%  a

      Requests by hour of the day

      """
    #expect(text.hasPrefix(expected))
    let hours = text.dropFirst(expected.count).split(separator: "\n")
    #expect(hours.count == 24)
    #expect(hours[10] == "  10  2  " + String(repeating: "#", count: 50))
    #expect(hours[11] == "  11  0")
    #expect(hours[23] == "  23  1  " + String(repeating: "#", count: 25))
  }

  @Test func `the text of no records says none`() {
    let text = Report(Summary(), top: 10).text
    #expect(text.contains("Requests        0\n"))
    #expect(text.contains("Top paths\n  none\n"))
    #expect(text.contains("  23  0"))
    #expect(!Report(Summary(), top: 0).text.contains("Top"))
  }

  @Test func `a log cant command the terminal`() throws {
    let path = Array("/\u{1B}[2J\u{7}\u{7F}\u{9B}é".utf8) + [0xFF]
    let text = try report([line(path: path)]).text
    #expect(text.contains(#"/\x1b[2J\x07\x7f\x9bé\#u{FFFD}"#))
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || !$0.isControl })
  }

  @Test func `CSV has the numbers of the JSON`() throws {
    let lines = [
      logLine(request: "GET /a,b HTTP/1.1", status: "000", referrer: "=1+1"),
      logLine(host: "\u{1B}", status: "404", size: "999999999999999", agent: "a"),
    ]
    let report = try report(lines.map { Array($0.utf8) })
    let rows = fields(ofCSV: report.csv)
    #expect(rows[0] == ["section", "key", "count"])
    #expect(rows.allSatisfy { $0.count == 3 })
    #expect(
      rows.dropFirst().prefix(6) == [
        ["totals", "requests", "2"], ["totals", "bytes", "1000000000000009"],
        ["totals", "distinctHosts", "2"], ["totals", "malformedLines", "0"],
        ["totals", "requestsWithoutReferrer", "1"], ["totals", "requestsWithoutAgent", "1"],
      ])
    #expect(report.csv.contains("\r\npaths,\"/a,b\",1\r\n"))
    #expect(report.csv.contains("\r\nreferrers,=1+1,1\r\n"))

    let object = try JSONSerialization.jsonObject(with: Data(report.json.utf8))
    let members = try #require(object as? [String: Any])
    for row in rows.dropFirst() {
      let number = try #require(Int(row[2]))
      switch members[row[0]] {
      case nil: #expect(row[0] == "totals" && members[row[1]] as? Int == number)
      case let table as [String: Int]: #expect(table[row[1]] == number)
      case let list as [[String: Any]]:
        #expect(
          list.contains {
            ($0["value"] as? String)?.escapedForTerminal == row[1] && $0["count"] as? Int == number
          })
      default: Issue.record("\(row)")
      }
    }
    let counts = members.values.map { ($0 as? [Any])?.count ?? ($0 as? [String: Any])?.count ?? 1 }
    #expect(rows.count - 1 == counts.reduce(0, +))
  }
}
