import Testing

@testable import WeblogKit

@Suite struct CalendarDateTests {
  @Test func `is the way back of the clock`() throws {
    for days in stride(from: -719_162, to: 2_932_897, by: 13) {
      let date = CalendarDate(days: days)
      let clock = try #require(LogTime.clock(date.year, date.month, date.day, 0, 0, 0))
      #expect(clock == days * 86_400)
    }
  }

  @Test(
    arguments: [
      (0, 1970, 1, 1), (-1, 1969, 12, 31), (11_016, 2000, 2, 29), (11_017, 2000, 3, 1),
      (-719_162, 1, 1, 1), (2_932_896, 9999, 12, 31), (2_932_897, 10_000, 1, 1),
      (-25_509, 1900, 2, 28), (-25_508, 1900, 3, 1),
    ])
  func `a number of days is a date`(days: Int, year: Int, month: Int, day: Int) {
    let date = CalendarDate(days: days)
    #expect((date.year, date.month, date.day) == (year, month, day))
  }
}
