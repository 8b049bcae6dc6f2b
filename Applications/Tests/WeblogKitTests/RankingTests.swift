import Generators
import Testing

@testable import WeblogKit

@Suite struct RankingTests {
  private func rows(_ table: Table) -> [[String]] { Array(fields(ofCSV: table.csv).dropFirst()) }

  private func counted<Counts: Ranking>(_ counts: Counts, _ lines: [String]) throws -> Counts {
    var counts = counts
    for line in lines { counts.add(try record(line)) }
    return counts
  }

  private var everything: [any Ranking] {
    Top.Key.allCases.map { Top(by: $0) } + [ErrorPages(), Hosts(), Downloads(), Robots()]
  }

  @Test func `no records have an empty ranking`() {
    for counts in everything {
      for top in [-1, 0, 10, .max] { #expect(counts.table(top: top).rows.isEmpty) }
      #expect(counts.table(top: 10).text().hasSuffix("\n  none\n"))
    }
  }

  @Test func `at most as many rows as asked for the first ones`() throws {
    let records = try sampleLog(lines: 2_000, seed: 2).map { try record($0) }
    for var counts in everything {
      for record in records { counts.add(record) }
      let all = counts.table(top: .max).rows
      #expect(all.count > 1)
      for top in [-1, 0, 1, 2, 7, 10_000] {
        #expect(counts.table(top: top).rows == Array(all.prefix(max(top, 0))))
      }
    }
  }

  // MARK: Top

  @Test func `shares and those that have none`() throws {
    let lines = [
      logLine(referrer: "b"), logLine(referrer: "a"), logLine(referrer: "-"),
    ]
    let table = try counted(Top(by: .referrer), lines).table(top: 10)
    #expect(table.title == "Top referrers (1 request has none)")
    #expect(rows(table) == [["1", "33.3", "a"], ["1", "33.3", "b"]])
    #expect(
      try counted(Top(by: .agent), lines).table(top: 1).title.hasSuffix("(3 requests have none)"))
  }

  @Test func `statuses and methods`() throws {
    let lines = [
      logLine(request: "GET /a b HTTP/1.1", status: "000"), logLine(request: "-", status: "404"),
      logLine(request: "HEAD / HTTP/1.0", status: "404"), logLine(request: "GET /", status: "200"),
      logLine(request: "GET / HTTP/1.1", status: "999"),
    ]
    let statuses = try counted(Top(by: .status), lines).table(top: 3)
    #expect(statuses.title == "Top statuses")
    #expect(
      rows(statuses) == [["2", "40.0", "404"], ["1", "20.0", "000"], ["1", "20.0", "200"]])
    let methods = try counted(Top(by: .method), lines).table(top: 3)
    #expect(methods.title == "Top methods (2 requests have none)")
    #expect(rows(methods) == [["2", "40.0", "GET"], ["1", "20.0", "HEAD"]])
  }

  @Test(arguments: Top.Key.allCases)
  func `the sample as a dictionary has it`(key: Top.Key) throws {
    var top = Top(by: key)
    var counts: [String: Int] = [:]
    for line in sampleLog(lines: 5_000, seed: 4) {
      let record = try record(line)
      top.add(record)
      let value: String? =
        switch key {
        case .path: record.path.text
        case .host: record.host.text
        case .referrer: record.referrer?.text
        case .agent: record.agent?.text
        case .status: "\(record.status)"
        case .method:
          record.request.text.wholeMatch(of: #/([^ ]+) .+ HTTP/[^ ]*/#).map { String($0.output.1) }
        }
      if let value { counts[value, default: 0] += 1 }
    }
    let expected = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let rows = rows(top.table(top: .max))
    #expect(rows.map { $0[2] } == expected.map(\.key))
    #expect(rows.map { $0[0] } == expected.map { "\($0.value)" })
  }

  // MARK: Errors

  @Test func `what failed and who led there`() throws {
    let errors = try counted(
      ErrorPages(),
      [
        logLine(request: "GET /b HTTP/1.1", status: "404", referrer: "r"),
        logLine(request: "GET /a HTTP/1.1", status: "500"),
        logLine(request: "GET /b HTTP/1.1", status: "404", referrer: "r"),
        logLine(request: "GET /b HTTP/1.1", status: "404"),
        logLine(request: "GET /a HTTP/1.1", status: "404", referrer: "s"),
        logLine(request: "GET /a HTTP/1.1", status: "404", referrer: "r"),
        logLine(request: "GET /a HTTP/1.1", status: "503", referrer: "r"),
        logLine(request: "GET /c HTTP/1.1", status: "403", referrer: "r"),
        logLine(request: "GET /c HTTP/1.1", status: "200", referrer: "r"),
        logLine(request: "GET /c HTTP/1.1", status: "600", referrer: "r"),
      ])
    #expect(errors.requests == 7)
    let table = errors.table(top: 10)
    #expect(
      rows(table) == [
        ["2", "404", "/b", "r"], ["1", "404", "/a", "r"], ["1", "404", "/a", "s"],
        ["1", "404", "/b", ""], ["1", "500", "/a", ""], ["1", "503", "/a", "r"],
      ])
    #expect(table.text().contains("       1     404  /b    (none)\n"))
  }

  @Test func `the errors of the sample`() throws {
    var errors = ErrorPages()
    var counts: [[String]: Int] = [:]
    for line in sampleLog(lines: 20_000, seed: 5) {
      let record = try record(line)
      errors.add(record)
      if record.status == 404 || (500...599).contains(record.status) {
        counts[["\(record.status)", record.path.text, record.referrer?.text ?? ""], default: 0] += 1
      }
    }
    let expected = counts.sorted { a, b in
      a.value != b.value ? a.value > b.value : a.key.lexicographicallyPrecedes(b.key)
    }
    #expect(rows(errors.table(top: .max)) == expected.map { ["\($0.value)"] + $0.key })
  }

  // MARK: Hosts and downloads

  @Test func `the hosts and downloads of the sample`() throws {
    var (hosts, downloads) = (Hosts(), Downloads())
    var byHost: [String: (requests: Int, bytes: Int)] = [:]
    var byPath: [String: (requests: Int, bytes: Int)] = [:]
    for line in sampleLog(lines: 5_000, seed: 6) {
      let record = try record(line)
      hosts.add(record)
      downloads.add(record)
      byHost[record.host.text, default: (0, 0)].requests += 1
      byHost[record.host.text]!.bytes += record.size
      byPath[record.path.text, default: (0, 0)].requests += 1
      byPath[record.path.text]!.bytes += record.size
    }
    func percent(_ part: Int, of whole: Int) -> String {
      let tenths = (Double(part) / Double(whole) * 1_000).rounded()
      return "\(Int(tenths) / 10).\(Int(tenths) % 10)"
    }
    #expect(hosts.distinctCount == byHost.count)
    #expect(
      rows(hosts.table(top: .max))
        == byHost.sorted { ($1.value.requests, $0.key) < ($0.value.requests, $1.key) }.map {
          ["\($1.requests)", percent($1.requests, of: 5_000), "\($1.bytes)", $0]
        })
    let sum = byPath.reduce(0) { $0 + $1.value.bytes }
    #expect(downloads.bytes == UInt128(sum))
    #expect(
      rows(downloads.table(top: .max))
        == byPath.sorted { ($1.value.bytes, $0.key) < ($0.value.bytes, $1.key) }.map {
          ["\($1.bytes)", percent($1.bytes, of: sum), "\($1.requests)", $0]
        })
  }

  @Test func `no sum of sizes overflows`() throws {
    let greatest = try record(logLine(size: "999999999999999", agent: "bot"))
    for var counts in [Hosts(), Downloads(), Robots()] as [any Ranking] {
      for _ in 0..<20_000 { counts.add(greatest) }
      #expect(counts.table(top: 1).csv.contains("19999999999999980000"))
    }
  }

  @Test func `nothing was sent`() throws {
    let downloads = try counted(Downloads(), [logLine(size: "-")])
    #expect(rows(downloads.table(top: 1)) == [["0", "0.0", "1", "/"]])
  }

  @Test func `hostile bytes reach no terminal`() throws {
    let bytes = Array("\u{1B}[2J".utf8) + [0xFF, 0x00, 0x9B]
    let line =
      bytes + Array(#" - - [17/May/2015:10:05:03 +0000] "GET /"#.utf8) + bytes
      + Array(#" HTTP/1.1" 404 1 "bot"#.utf8) + bytes + Array(#"" "bot"#.utf8) + bytes + [0x22]
    let record = try LogRecord(line[...])
    for var counts in everything {
      counts.add(record)
      let table = counts.table(top: 10)
      #expect(table.rows.count == 1)
      let text = table.text()
      #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || !$0.isControl })
    }
  }
}
