import Testing

@testable import WeblogKit

@Suite struct SummaryTests {
  private func summary(_ lines: [String]) throws -> Summary {
    var summary = Summary()
    for line in lines { summary.add(try record(line)) }
    return summary
  }

  @Test func `no records have empty sums`() {
    let report = Report(Summary(), top: 10)
    #expect(report.requests == 0)
    #expect(report.bytes == 0)
    #expect(report.paths.isEmpty)
    #expect(report.hours == [Int](repeating: 0, count: 24))
    #expect(report.statusClasses.map(\.count) == [0, 0, 0, 0, 0, 0])
    #expect(report.statuses.isEmpty)
  }

  @Test func `sums classes and hours`() throws {
    let report = Report(
      try summary([
        logLine(time: "17/May/2015:00:00:00 +0000", status: "101", size: "1"),
        logLine(time: "17/May/2015:23:59:59 +0000", status: "200", size: "10"),
        logLine(time: "18/May/2015:23:00:00 +0300", status: "204", size: "-"),
        logLine(time: "31/Dec/1969:23:00:00 +0000", status: "304", size: "100", agent: "a"),
        logLine(host: "h", time: "01/Jan/1960:05:00:00 +0000", status: "404", referrer: "r"),
        logLine(status: "599"),
        logLine(status: "000"),
        logLine(status: "999"),
      ]), top: 10)
    #expect(report.requests == 8)
    #expect(report.bytes == 151)
    #expect(report.distinctHosts == 2)
    #expect(report.statusClasses.map(\.value) == ["1xx", "2xx", "3xx", "4xx", "5xx", "other"])
    #expect(report.statusClasses.map(\.count) == [1, 2, 1, 1, 1, 2])
    #expect(
      report.statuses.map(\.value) == ["000", "101", "200", "204", "304", "404", "599", "999"])
    #expect(report.hours[0] == 1)
    #expect(report.hours[5] == 1)
    #expect(report.hours[10] == 3)
    #expect(report.hours[23] == 3)
    #expect(report.requestsWithoutReferrer == 7)
    #expect(report.requestsWithoutAgent == 7)
    #expect(report.referrers == [.init(value: "r", count: 1)])
    #expect(report.agents == [.init(value: "a", count: 1)])
  }

  @Test func `no sum of sizes overflows`() throws {
    let greatest = try record(logLine(size: "999999999999999"))
    var summary = Summary()
    for _ in 0..<20_000 { summary.add(greatest) }
    #expect(summary.bytes == 19_999_999_999_999_980_000)
    #expect(Report(summary, top: 1).json.contains(#""bytes": 19999999999999980000"#))
  }

  @Test func `by falling count then by key`() throws {
    let paths = ["/b", "/a", "/c", "/b", "/aa", "/c", "/", "/a/", "/Z"]
    let summary = try summary(paths.map { logLine(request: "GET \($0) HTTP/1.1") })
    let values = Report(summary, top: 100).paths.map(\.value)
    #expect(values == ["/b", "/c", "/", "/Z", "/a", "/a/", "/aa"])
    for top in 0...8 {
      #expect(Report(summary, top: top).paths.map(\.value) == Array(values.prefix(top)))
    }
    #expect(Report(summary, top: .max).paths.count == 7)
  }
}

@Suite struct KeyCounterTests {
  @Test func `counts what a dictionary counts`() {
    var random = SplitMix64(seed: 5)
    var counter = KeyCounter()
    var dictionary: [[UInt8]: Int] = [:]
    for _ in 0..<20_000 {
      // Of all lengths around whole words, with zeros and high bytes among them.
      let key = (0..<random.skewedNumber(bits: 5)).map { _ in
        [0, 1, 0x7F, 0x80, 0xFF][random.number(below: 5)] as UInt8
      }
      // A slice that does not start at 0.
      counter.add(([9] + key)[1...])
      dictionary[key, default: 0] += 1
    }
    #expect(counter.distinctCount == dictionary.count)
    let expected = dictionary.sorted { a, b in
      a.value != b.value ? a.value > b.value : a.key.lexicographicallyPrecedes(b.key)
    }
    for limit in [1, 2, 10, 100, dictionary.count, .max] {
      let top = counter.top(limit)
      #expect(top.map(\.key) == expected.prefix(limit).map(\.key))
      #expect(top.map(\.count) == expected.prefix(limit).map(\.value))
    }
  }

  @Test func `keys that unicode takes for equal are different`() {
    var counter = KeyCounter()
    counter.add(Array("/caf\u{E9}".utf8)[...])
    counter.add(Array("/cafe\u{301}".utf8)[...])
    #expect(counter.distinctCount == 2)
  }
}
