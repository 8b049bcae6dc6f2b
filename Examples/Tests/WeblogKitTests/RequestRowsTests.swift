import Foundation
import Testing

@testable import WeblogKit

@Suite struct RequestRowsTests {
  private func rows(_ format: RequestRows.Format, _ lines: [String]) throws -> String {
    var rows = RequestRows(format)
    for line in lines { rows.add(try record(line)) }
    var text = RequestText(format)
    return String(decoding: text.text(of: rows), as: UTF8.self) + text.end
  }

  /// However they are divided into parts, of which some are empty.
  @Test(arguments: [RequestRows.Format.lines, .csv, .json], [0, 1, 2, 999, 1_000, 1_001, 2_500])
  func partsMakeTheWhole(format: RequestRows.Format, count: Int) throws {
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
  func asManyAsThereAre(count: Int) throws {
    let lines = (0..<count).map { logLine(request: "GET /\($0),\\\" HTTP/1.1", size: "\($0)") }
    let csv = try rows(.csv, lines)
    #expect(csv.utf8.count { $0 == UInt8(ascii: "\n") } == count + 1)
    #expect(csv.hasPrefix("time,host,user,method,path,status,bytes,referrer,agent\r\n"))
    let json = try JSONSerialization.jsonObject(with: Data(try rows(.json, lines).utf8))
    let objects = try #require(json as? [[String: Any]])
    #expect(objects.map { $0["bytes"] as? Int } == (0..<count).map { $0 })
  }

  @Test func whatARowSays() throws {
    let line = logLine(
      host: "::1", user: "me", time: "01/Jan/1960:05:06:07 -0330", request: "GET /a HTTP/1.1",
      status: "206", size: "7", referrer: "-", agent: "x,y")
    #expect(
      try rows(.csv, [line])
        == "time,host,user,method,path,status,bytes,referrer,agent\r\n"
        + "1960-01-01T05:06:07-03:30,::1,me,GET,/a,206,7,,\"x,y\"\r\n")
  }
}
