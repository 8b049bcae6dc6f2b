import GeneratorSources
import GeneratorWorkers
import Generators
import SessionsKit
import Testing

@Suite struct SessionsTests {
  private static func line(_ host: String, _ time: String, _ bytes: String = "5") -> String {
    "\(host) - - [17/May/2015:\(time) +0000] \"GET / HTTP/1.1\" 200 \(bytes) \"-\" \"agent\""
  }

  private static func text(_ value: some LineEncodable) throws -> String {
    var line: [UInt8] = []
    try value.encode(into: &line)
    return String(decoding: line, as: UTF8.self)
  }

  private static func sessions(_ times: [Int], gap: Int = 1800) throws -> [String] {
    let requests = times.map { Request(time: $0, bytes: 2, status: $0 % 2 == 0 ? 200 : 404) }
    return try Sessions(gap: gap).reduce(ArraySlice("h".utf8), Values(of: requests))
      .map { try text($0) }.collect()
  }

  @Test func `half an hour without a request ends a session`() throws {
    #expect(try Self.sessions([0, 1799, 3599]) == ["h\t0 1799 2 4 1", "h\t3599 0 1 2 1"])
    #expect(try Self.sessions([10, 20], gap: 10) == ["h\t10 0 1 2 0", "h\t20 0 1 2 0"])
    #expect(try Self.sessions([7]) == ["h\t7 0 1 2 1"])
  }

  @Test func `a pair is the host, and the time with ten digits`() throws {
    let lines = Lines(of: [Self.line("a.b", "10:05:03"), Self.line("::1", "00:00:00", "-")])
    let pairs = try Sessions().map(lines).collect()
    let texts = try pairs.map { [try Self.text($0.key), try Self.text($0.value)] }
    #expect(
      texts.map { $0.joined(separator: " ") } == ["a.b 1431857103 5 200", "::1 1431820800 0 200"])
  }

  @Test func `requests come in the order of their times as their lines do`() throws {
    let times = [0, 5, 999_999_999, 1_000_000_000, 1_431_857_103]
    let lines = try times.map { try Self.text(Request(time: $0, bytes: 1, status: 200)) }
    #expect(lines == lines.sorted())
    for (line, time) in zip(lines, times) {
      #expect(try Request(decoding: ArraySlice(line.utf8)).time == time)
    }
    #expect(throws: LineDecodingError.self) { try Request(decoding: ArraySlice("1 2".utf8)) }
  }

  @Test func `a line that is no record is rejected`() throws {
    var skipped: [String] = []
    let lines = Lines(
      of: ["", "x", Self.line("a\tb", "10:05:03"), Self.line("a", "10:05:03")]
    ) { skipped.append($0) }
    #expect(try Sessions().map(lines).collect().count == 1)
    #expect(skipped.count == 3)
    #expect(skipped[0] == "partition line 1: the line is empty")
    #expect(skipped[2].hasPrefix("partition line 3: a tab in the host: "))
  }
}
