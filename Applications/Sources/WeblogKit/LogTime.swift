/// A time in a log: the reading of a clock, and the clock's offset from UTC.
public struct LogTime: Hashable, Sendable {
  /// The seconds from 1970-01-01 00:00 to the clock's reading.
  public let clock: Int

  /// The seconds by which the clock was ahead of UTC.
  public let offset: Int

  /// The seconds from 1970-01-01 00:00 UTC.
  public var instant: Int { clock - offset }

  /// The hour of the clock's reading, from 0 to 23.
  public var hour: Int {
    let second = clock % 86_400
    return (second < 0 ? second + 86_400 : second) / 3_600
  }

  /// The length of a time in a log: `17/May/2015:10:05:03 +0000`.
  static let length = 26

  /// Reads `17/May/2015:10:05:03 +0000` at `index`; returns `nil` for any other text, or a nonexistent day or
  /// hour.
  @inline(__always)
  init?(_ bytes: Span<UInt8>, at index: Int) {
    guard index >= 0, index <= bytes.count - Self.length,
      bytes[index + 2] == UInt8(ascii: "/"), bytes[index + 6] == UInt8(ascii: "/"),
      bytes[index + 11] == UInt8(ascii: ":"), bytes[index + 14] == UInt8(ascii: ":"),
      bytes[index + 17] == UInt8(ascii: ":"), bytes[index + 20] == .space,
      let day = bytes.number(at: index, digits: 2),
      let month = Self.month(bytes[index + 3], bytes[index + 4], bytes[index + 5]),
      let year = bytes.number(at: index + 7, digits: 4),
      let hour = bytes.number(at: index + 12, digits: 2),
      let minute = bytes.number(at: index + 15, digits: 2),
      let second = bytes.number(at: index + 18, digits: 2),
      let clock = Self.clock(year, month, day, hour, minute, second),
      let offsetHours = bytes.number(at: index + 22, digits: 2), offsetHours < 24,
      let offsetMinutes = bytes.number(at: index + 24, digits: 2), offsetMinutes < 60
    else { return nil }
    let offset = offsetHours * 3_600 + offsetMinutes * 60
    switch bytes[index + 21] {
    case UInt8(ascii: "+"): self.offset = offset
    case UInt8(ascii: "-"): self.offset = -offset
    default: return nil
    }
    self.clock = clock
  }

  /// Returns the month that three letters name, from 1.
  @inline(__always)
  static func month(_ a: UInt8, _ b: UInt8, _ c: UInt8) -> Int? {
    switch (a, b, c) {
    case (UInt8(ascii: "J"), UInt8(ascii: "a"), UInt8(ascii: "n")): 1
    case (UInt8(ascii: "F"), UInt8(ascii: "e"), UInt8(ascii: "b")): 2
    case (UInt8(ascii: "M"), UInt8(ascii: "a"), UInt8(ascii: "r")): 3
    case (UInt8(ascii: "A"), UInt8(ascii: "p"), UInt8(ascii: "r")): 4
    case (UInt8(ascii: "M"), UInt8(ascii: "a"), UInt8(ascii: "y")): 5
    case (UInt8(ascii: "J"), UInt8(ascii: "u"), UInt8(ascii: "n")): 6
    case (UInt8(ascii: "J"), UInt8(ascii: "u"), UInt8(ascii: "l")): 7
    case (UInt8(ascii: "A"), UInt8(ascii: "u"), UInt8(ascii: "g")): 8
    case (UInt8(ascii: "S"), UInt8(ascii: "e"), UInt8(ascii: "p")): 9
    case (UInt8(ascii: "O"), UInt8(ascii: "c"), UInt8(ascii: "t")): 10
    case (UInt8(ascii: "N"), UInt8(ascii: "o"), UInt8(ascii: "v")): 11
    case (UInt8(ascii: "D"), UInt8(ascii: "e"), UInt8(ascii: "c")): 12
    default: nil
    }
  }

  /// Returns the seconds from 1970-01-01 00:00 on a clock, or `nil` if the calendar has no such time.
  ///
  /// A second 60 is a leap second, and counts as the first of the next minute.
  @inline(__always)
  static func clock(
    _ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int, _ second: Int
  ) -> Int? {
    guard year >= 1, (1...12).contains(month), day >= 1, day <= days(inMonth: month, of: year),
      hour < 24, minute < 60, second <= 60
    else { return nil }
    // Counted from 1 March of the year 0, so that a leap day is the last of its year. From there to 1970
    // are 719,468 days.
    let marchYear = month > 2 ? year : year - 1
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    let leapDays = marchYear / 4 - marchYear / 100 + marchYear / 400
    let days = marchYear * 365 + leapDays + dayOfYear - 719_468
    return days * 86_400 + hour * 3_600 + minute * 60 + second
  }

  private static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

extension Span where Element == UInt8 {
  /// Returns the number in `digits` decimal digits at `index`, or `nil` if there are fewer.
  @inline(__always)
  func number(at index: Int, digits: Int) -> Int? {
    guard index >= 0, index <= count &- digits else { return nil }
    var number = 0
    for position in index..<(index &+ digits) {
      guard let digit = self[position].digit else { return nil }
      number = number &* 10 &+ digit
    }
    return number
  }
}
