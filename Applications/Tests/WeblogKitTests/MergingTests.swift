import Testing

@testable import WeblogKit

/// Merged counts of parts of a log are those of the whole log.
@Suite struct MergingTests {
  private static let lines: [String] =
    Array(sampleLog(lines: 800, seed: 12))
    + [
      logLine(time: "31/Dec/1969:23:00:00 -0700", status: "000"),
      logLine(host: "1", request: "GET /robots.txt HTTP/1.1", agent: "Browser"),
      logLine(host: "1", request: "GET /a HTTP/1.1", agent: "Browser"),
      logLine(host: "2", request: "GET /robots.txt?x HTTP/1.1", agent: "Browser"),
      logLine(host: "1", request: "GET /a HTTP/1.1", size: "999999999999999", agent: "aBot"),
      logLine(request: "", status: "503", referrer: "ab"),
      logLine(request: "a", status: "503", referrer: "b"),
    ]

  /// Distributes the records to as many counts as there are parts, in runs of random lengths or one by one, and
  /// merges the counts in a random order.
  private func merged<Counts: Aggregation>(
    _ counts: Counts, parts: Int, inRuns: Bool, _ records: [LogRecord], _ random: inout SplitMix64
  ) -> Counts {
    var dealt = [Counts](repeating: counts, count: parts)
    var part = 0
    for record in records {
      if !inRuns || random.number(below: 60) == 0 { part = random.number(below: parts) }
      dealt[part].add(record)
    }
    var total = dealt.remove(at: random.number(below: parts))
    while !dealt.isEmpty { total.merge(dealt.remove(at: random.number(below: dealt.count))) }
    return total
  }

  private func check<Counts: Aggregation>(
    _ counts: Counts, _ texts: (Counts) -> [String],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let records = try Self.lines.map { try record($0) }
    var whole = counts
    for record in records { whole.add(record) }
    let expected = texts(whole)
    var random = SplitMix64(seed: 31)
    for parts in [1, 2, 3, 30] {
      for inRuns in [true, false] {
        let total = merged(counts, parts: parts, inRuns: inRuns, records, &random)
        #expect(texts(total) == expected, sourceLocation: sourceLocation)
      }
    }
    var (empty, total) = (counts, whole)
    empty.merge(whole)
    total.merge(counts)
    #expect(texts(empty) == expected, sourceLocation: sourceLocation)
    #expect(texts(total) == expected, sourceLocation: sourceLocation)
    // A merged count continues to count.
    empty.add(records[0])
    whole.add(records[0])
    #expect(texts(empty) == texts(whole), sourceLocation: sourceLocation)
  }

  private func texts(_ table: Table) -> [String] { [table.text(), table.json, table.csv] }

  @Test(arguments: [0, 7, Int.max]) func `merged summaries are that of the whole`(top: Int) throws {
    try check(Summary()) { summary in
      let report = Report(summary, top: top)
      return [report.text, report.json, report.csv]
    }
  }

  @Test func `malformed lines of summaries add up`() {
    var (first, second) = (Summary(), Summary())
    (first.malformedLines, second.malformedLines) = (3, 4)
    first.merge(second)
    #expect(first.malformedLines == 7)
  }

  @Test(arguments: Top.Key.allCases) func `merged counts of keys are those of the whole`(
    key: Top.Key
  ) throws {
    try check(Top(by: key)) { texts($0.table(top: 10)) + texts($0.table(top: .max)) }
  }

  @Test func `merged rankings are those of the whole`() throws {
    func check(_ ranking: some Ranking) throws {
      try self.check(ranking) { texts($0.table(top: 10)) + texts($0.table(top: .max)) }
    }
    try check(ErrorPages())
    try check(Hosts())
    try check(Downloads())
    try check(Robots())
  }

  @Test(arguments: Hourly.Measure.allCases) func `merged hours are those of the whole`(
    of measure: Hourly.Measure
  ) throws {
    try check(Hourly()) { hourly in
      let charts = [hourly.chart(of: measure), hourly.chartByHourOfDay(of: measure)]
      return texts(hourly.table()) + texts(hourly.tableByHourOfDay())
        + charts.flatMap { [$0.text(), $0.svg] }
    }
  }

  @Test func `merged matches are those of the whole`() throws {
    try check(Matches(of: try Query("status>=400 or path~\"a\""))) { ["\($0.count)"] }
  }

  @Test func `tables as a dictionary has them`() {
    var random = SplitMix64(seed: 18)
    var tables = (0..<5).map { _ in KeyTable<Int>() }
    var dictionary: [[[UInt8]]: Int] = [:]
    func part() -> [UInt8] {
      (0..<random.skewedNumber(bits: 4)).map { _ in [0, 1, 0xFF][random.number(below: 3)] }
    }
    for _ in 0..<20_000 {
      let (first, second) = (part(), part())
      // The last one stays empty.
      tables[random.number(below: 4)].update(first[...], second[...], from: 0) { $0 += 1 }
      dictionary[[first, second], default: 0] += 1
    }
    var total = KeyTable<Int>()
    for table in tables { total.merge(table, +=) }
    #expect(total.count == dictionary.count)
    var seen: [[[UInt8]]: Int] = [:]
    total.forEach { seen[[$0.key, $0.second]] = $0.value }
    #expect(seen == dictionary)
    // Each key is still found.
    for key in dictionary.keys { total.update(key[0][...], key[1][...], from: 0) { $0 += 1 } }
    #expect(total.count == dictionary.count)
    total.forEach { #expect(dictionary[[$0.key, $0.second]] == $0.value - 1) }
  }
}
