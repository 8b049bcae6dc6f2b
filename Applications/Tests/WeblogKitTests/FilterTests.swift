import Generators
import Testing

@testable import WeblogKit

@Suite struct FilterTests {
  @Test(
    arguments: [
      ("404", .code(404)), ("200", .code(200)), ("000", .code(0)), ("4xx", .hundreds(4)),
      ("5XX", .hundreds(5)), ("1xX", .hundreds(1)),
      ("", nil), ("4", nil), ("40", nil), ("4040", nil), ("4x", nil), ("xxx", nil), ("6xx", nil),
      ("0xx", nil), ("40x", nil), ("-40", nil), (" 404", nil), ("4éx", nil),
    ] as [(String, StatusPattern?)])
  func `statuses and classes`(text: String, pattern: StatusPattern?) {
    #expect(StatusPattern(text) == pattern)
  }

  // The seconds are those of `date -u -d '2015-05-18 …' +%s`.
  @Test(
    arguments: [
      ("2015-05-18", .clock(1_431_907_200)),
      ("2015-05-18T10:00", .clock(1_431_943_200)),
      ("2015-05-18 10:00", .clock(1_431_943_200)),
      ("2015-05-18t10:00:30", .clock(1_431_943_230)),
      ("2015-05-18T10:00Z", .instant(1_431_943_200)),
      ("2015-05-18T10:00:30z", .instant(1_431_943_230)),
      ("2015-05-18T10:00+02:00", .instant(1_431_936_000)),
      ("2015-05-18T10:00-0730", .instant(1_431_970_200)),
      ("18/May/2015", .clock(1_431_907_200)),
      ("18/May/2015:10:00", .clock(1_431_943_200)),
      ("18/May/2015:10:00:30", .clock(1_431_943_230)),
      ("18/May/2015:10:00:30 +0200", .instant(1_431_936_030)),
      ("[18/May/2015:10:00:30 +0200]", .instant(1_431_936_030)),
      ("1970-01-01", .clock(0)),
      ("1969-12-31T23:59:59", .clock(-1)),
      ("2000-02-29", .clock(951_782_400)),
      ("0001-01-01", .clock(-62_135_596_800)),
      ("9999-12-31", .clock(253_402_214_400)),
    ] as [(String, TimeBound)])
  func `a bound is a date or a time`(text: String, bound: TimeBound) {
    #expect(TimeBound(text) == bound)
  }

  @Test(arguments: [
    "", "today", "2015", "2015-05", "2015-5-18", "15-05-18", "2015-13-01", "2015-00-01",
    "2015-02-29", "1900-02-29", "2015-04-31", "2015-05-18T", "2015-05-18T10", "2015-05-18T1000",
    "2015-05-18T24:00", "2015-05-18T10:60", "2015-05-18T10:00:61", "2015-05-18T10:00+2",
    "2015-05-18T10:00+25:00", "2015-05-18T10:00X", "2015-05-18Z", "2015-05-18 ", " 2015-05-18",
    "2015-05-18T10:00Z ", "18/Mai/2015", "18/May/15", "18/May/2015T10:00", "31/Apr/2015", "[]",
    "18/May/2015:10:00:30 +0200]", "0000-01-01", "2015/05/18",
  ])
  func `what is no time`(text: String) {
    #expect(TimeBound(text) == nil)
  }

  @Test func `every day of the calendar follows the one before`() {
    var expected = LogTime.clock(1896, 1, 1, 0, 0, 0)!
    for year in 1896...2104 {
      for month in 1...12 {
        for day in 1...31 {
          guard let clock = LogTime.clock(year, month, day, 0, 0, 0) else {
            #expect(day > 28)
            continue
          }
          #expect(clock == expected)
          expected += 86_400
        }
      }
    }
  }

  private func admitted(_ filter: Filter, _ lines: [String]) throws -> [Int] {
    try lines.map { try record($0) }.filter { filter.admits($0) }.map(\.size)
  }

  @Test func `a time range has its start and not its end`() throws {
    let times = ["09:59:59", "10:00:00", "10:59:59", "11:00:00"]
    let lines = times.enumerated().map { index, time in
      logLine(time: "18/May/2015:\(time) +0200", size: "\(index)")
    }
    func admitted(_ since: String?, _ until: String?) throws -> [Int] {
      try self.admitted(
        Filter(since: since.flatMap(TimeBound.init), until: until.flatMap(TimeBound.init)), lines)
    }
    #expect(try admitted(nil, nil) == [0, 1, 2, 3])
    #expect(try admitted("2015-05-18T10:00", nil) == [1, 2, 3])
    #expect(try admitted(nil, "2015-05-18T11:00") == [0, 1, 2])
    #expect(try admitted("2015-05-18T10:00", "2015-05-18T11:00") == [1, 2])
    #expect(try admitted("2015-05-18", "2015-05-19") == [0, 1, 2, 3])
    #expect(try admitted("2015-05-19", nil) == [])
    #expect(try admitted(nil, "2015-05-18") == [])
    // The log's clock is two hours ahead.
    #expect(try admitted("2015-05-18T08:00Z", "2015-05-18T09:00Z") == [1, 2])
    #expect(try admitted("18/May/2015:11:00:00 +0300", "18/May/2015:05:00:00 -0400") == [1, 2])
  }

  @Test func `any of several statuses`() throws {
    let lines = ["200", "301", "404", "403", "500"].map { logLine(status: $0, size: $0) }
    #expect(try admitted(Filter(), lines) == [200, 301, 404, 403, 500])
    #expect(try admitted(Filter(statuses: [.code(404)]), lines) == [404])
    #expect(try admitted(Filter(statuses: [.hundreds(4)]), lines) == [404, 403])
    #expect(try admitted(Filter(statuses: [.code(301), .hundreds(5)]), lines) == [301, 500])
    #expect(try admitted(Filter(statuses: [.code(418)]), lines) == [])
  }
}
