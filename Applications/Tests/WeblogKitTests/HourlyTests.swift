import Generators
import Testing

@testable import WeblogKit

@Suite struct HourlyTests {
  private func hourly(_ times: [String]) throws -> Hourly {
    var hourly = Hourly()
    for time in times { hourly.add(try record(logLine(time: time))) }
    return hourly
  }

  private func rows(_ table: Table) -> [[String]] { fields(ofCSV: table.csv) }

  @Test func `no records have an empty chart`() {
    #expect(Hourly().table().csv == "hour,requests,bytes\r\n")
    #expect(Hourly().chart().text() == "Requests by hour\n  none\n")
    #expect(Hourly().tableByHourOfDay().rows.count == 24)
    #expect(
      Hourly().chartByHourOfDay(of: .bytes).bars.map(\.value) == Array(repeating: 0, count: 24))
  }

  @Test func `one record is one bar`() throws {
    let hourly = try hourly(["17/May/2015:10:05:03 +0000"])
    #expect(
      rows(hourly.table()) == [["hour", "requests", "bytes"], ["2015-05-17 10:00", "1", "10"]])
  }

  @Test func `gaps are zeros`() throws {
    let hourly = try hourly([
      "18/May/2015:01:59:59 +0000", "17/May/2015:22:00:00 -0700", "18/May/2015:01:00:00 +0900",
    ])
    #expect(
      rows(hourly.table()).dropFirst() == [
        ["2015-05-17 22:00", "1", "10"], ["2015-05-17 23:00", "0", "0"],
        ["2015-05-18 00:00", "0", "0"], ["2015-05-18 01:00", "2", "20"],
      ])
    #expect(hourly.chart().landmark == 2)
    #expect(hourly.chart(of: .bytes).bars.map(\.value) == [10, 0, 0, 20])
    #expect(hourly.chart(of: .bytes).title == "Bytes by hour")
    #expect(hourly.chartByHourOfDay().bars[1] == .init(label: "01", value: 2))
    #expect(rows(hourly.tableByHourOfDay())[23] == ["22", "1", "10"])
  }

  @Test(arguments: [
    ("31/May/2015:23:00:00", 336, "2015-05-18 00:00", "2015-05-31 23:00"),
    ("01/Jun/2015:00:00:00", 15, "2015-05-18", "2015-06-01"),
    ("20/Jun/2016:23:59:59", 400, "2015-05-18", "2016-06-20"),
    ("21/Jun/2016:00:00:00", 14, "2015-05", "2016-06"),
    ("30/Apr/2035:23:59:59", 240, "2015-05", "2035-04"),
    ("01/May/2035:00:00:00", 21, "2015", "2035"),
    ("31/Dec/9999:23:59:60", 7_986, "2015", "10000"),
    ("31/Dec/1969:23:59:59", 47, "1969", "2015"),
    ("01/Jan/0001:00:00:00", 2_015, "0001", "2015"),
  ])
  func `longer times have longer parts`(time: String, count: Int, first: String, last: String)
    throws
  {
    let hourly = try hourly(["18/May/2015:00:00:00 +0000", "\(time) +0000"])
    let bars = hourly.chart().bars
    #expect(bars.count == count)
    #expect(bars.first?.label == first)
    #expect(bars.last?.label == last)
    #expect(bars.first?.value == 1 && bars.last?.value == 1)
    #expect(bars.reduce(0) { $0 + $1.value } == 2)
    #expect(Set(bars.map(\.label)).count == count)
    #expect(rows(hourly.table()).dropFirst().map { $0[0] } == bars.map(\.label))
  }

  @Test func `landmarks are round`() throws {
    let days = try hourly(["18/May/2015:00:00:00 +0000", "18/Jul/2015:00:00:00 +0000"]).chart()
    #expect(days.bars[days.landmark].label == "2015-06-01")
    let months = try hourly(["18/May/2015:00:00:00 +0000", "18/Jul/2018:00:00:00 +0000"]).chart()
    #expect(months.bars[months.landmark].label == "2016-01")
    let years = try hourly(["18/May/1985:00:00:00 +0000", "18/Jul/2018:00:00:00 +0000"]).chart()
    #expect(years.bars[years.landmark].label == "1990")
  }

  @Test func `the sample as a simple count has it`() throws {
    var hourly = Hourly()
    var counts: [String: (Int, Int)] = [:]
    for line in sampleLog(lines: 5_000, seed: 3) {
      let record = try record(line)
      hourly.add(record)
      let text = line.firstMatch(of: #/\[(\d\d)/May/2015:(\d\d):\d\d:\d\d \+0000\]/#)!.output
      counts["2015-05-\(text.1) \(text.2):00", default: (0, 0)].0 += 1
      counts["2015-05-\(text.1) \(text.2):00"]!.1 += record.size
    }
    let rows = rows(hourly.table()).dropFirst()
    #expect(rows.count == 168)
    for row in rows {
      let (requests, bytes) = counts[row[0]] ?? (0, 0)
      #expect(row[1...] == ["\(requests)", "\(bytes)"])
    }
    let hours = rows.filter { $0[0].hasSuffix(" 14:00") }.reduce(0) { $0 + Int($1[1])! }
    #expect(hourly.chartByHourOfDay().bars[14].value == UInt128(hours))
  }
}
