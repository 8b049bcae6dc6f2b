import Foundation
import Testing

@testable import WeblogKit

@Suite struct RequestRowsTests {
  private func rows(_ format: RequestRows.Format, _ lines: [String]) throws -> String {
    var rows = RequestRows(format)
    var text = ""
    for line in lines where rows.add(try record(line)) { text += rows.take() }
    return text + rows.end()
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
