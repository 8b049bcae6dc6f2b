import Foundation
import TerminalText
import Testing

@testable import WeblogKit

@Suite struct RequestRowsTests {
  private func rows(_ format: RequestRows.Format, _ lines: [String]) throws -> String {
    var rows = RequestRows(format)
    for line in lines { rows.add(try record(line)) }
    var text = RequestText(format)
    return String(decoding: text.text(of: rows), as: UTF8.self) + text.end
  }

  /// For any division into parts, some of which are empty.
  @Test(arguments: [RequestRows.Format.lines, .csv, .json], [0, 1, 2, 999, 1_000, 1_001, 2_500])
  func `parts make the whole`(format: RequestRows.Format, count: Int) throws {
    var random = SplitMix64(seed: 3)
    let lines = (0..<count).map { logLine(request: "GET /\($0) HTTP/1.1") }
    let whole = try rows(format, lines)
    for most in [2, 50, 5_000] {
      var rest = lines[...]
      var text = RequestText(format)
      var bytes: [UInt8] = []
      while !rest.isEmpty {
        var rows = RequestRows(format)
        for line in rest.prefix(random.number(below: most)) {
          rows.add(try record(line))
          rest.removeFirst()
        }
        bytes += text.text(of: rows)
      }
      #expect(String(decoding: bytes, as: UTF8.self) + text.end == whole)
    }
    if format == .lines { #expect(whole == lines.map { "\($0)\n" }.joined()) }
  }

  @Test(arguments: [0, 1, 2, 999, 1_000, 1_001, 2_500])
  func `as many as there are`(count: Int) throws {
    let lines = (0..<count).map { logLine(request: "GET /\($0),\\\" HTTP/1.1", size: "\($0)") }
    let csv = try rows(.csv, lines)
    #expect(csv.utf8.count { $0 == UInt8(ascii: "\n") } == count + 1)
    #expect(csv.hasPrefix("time,host,user,method,path,status,bytes,referrer,agent\r\n"))
    let json = try JSONSerialization.jsonObject(with: Data(try rows(.json, lines).utf8))
    let objects = try #require(json as? [[String: Any]])
    #expect(objects.map { $0["bytes"] as? Int } == (0..<count).map { $0 })
  }

  /// For any text of the log: control characters, characters that reverse the text, and invalid UTF-8.
  @Test(arguments: [RequestRows.Format.lines, .csv, .json])
  func `no format has what a terminal obeys`(format: RequestRows.Format) throws {
    let path = Array("/\u{1B}[2J\u{0}\t\r\u{9B}\u{202E}\u{2028},\u{85}é".utf8) + [0x9B, 0xFF]
    let line =
      Array(#"h - \#u{7} [17/May/2015:10:05:03 +0000] "GET "#.utf8) + path
      + Array(" HTTP/1.1\" 200 1 \"\u{8}\" \"\u{7F}\"".utf8)
    var rows = RequestRows(format)
    rows.add(try LogRecord(line[...]))
    var text = RequestText(format)
    let bytes = text.text(of: rows) + Array(text.end.utf8)
    let printed = try #require(String(validating: bytes, as: UTF8.self))
    let scalars = printed.replacing("\r\n", with: "\n").unicodeScalars
    #expect(scalars.allSatisfy { $0 == "\n" || !$0.commandsTerminal })
    let isLines = format == .lines
    let shown = isLines ? #"\x9b\xff"# : "\u{FFFD}\u{FFFD}"
    if format != .json {
      #expect(printed.contains(#"/\x1b[2J\x00\x09\x0d\x9b\u{202e}\u{2028},\x85é"# + shown))
    }
  }

  @Test func `what a row says`() throws {
    let line = logLine(
      host: "::1", user: "me", time: "01/Jan/1960:05:06:07 -0330", request: "GET /a HTTP/1.1",
      status: "206", size: "7", referrer: "-", agent: "x,y")
    #expect(
      try rows(.csv, [line])
        == "time,host,user,method,path,status,bytes,referrer,agent\r\n"
        + "1960-01-01T05:06:07-03:30,::1,me,GET,/a,206,7,,\"x,y\"\r\n")
  }
}
