/// A condition that selects the records to count.
public struct Filter: Sendable {
  /// The statuses to count; empty for all.
  public var statuses: [StatusPattern]

  /// The time before which nothing counts.
  public var since: TimeBound?

  /// The time from which on nothing counts.
  public var until: TimeBound?

  /// Creates a filter that selects every record that is not excluded.
  public init(
    statuses: [StatusPattern] = [], since: TimeBound? = nil, until: TimeBound? = nil
  ) {
    self.statuses = statuses
    self.since = since
    self.until = until
  }

  /// Returns whether a record counts.
  public func admits(_ record: LogRecord) -> Bool {
    if let since, record.time < since { return false }
    if let until, !(record.time < until) { return false }
    return statuses.isEmpty || statuses.contains { $0.matches(record.status) }
  }
}

/// A status code, or a class of status codes.
public enum StatusPattern: Hashable, Sendable {
  case code(Int)
  /// The codes that begin with this digit.
  case hundreds(Int)

  /// Creates a pattern from `404` or `4xx`, or returns `nil` for any other text.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 3, let first = bytes[0].digit else { return nil }
    if let code = bytes.span.number(at: 0, digits: 3) {
      self = .code(code)
    } else if (1...5).contains(first), text.dropFirst().lowercased() == "xx" {
      self = .hundreds(first)
    } else {
      return nil
    }
  }

  /// Returns whether `status` is this code, or in this class.
  public func matches(_ status: Int) -> Bool {
    switch self {
    case .code(let code): status == code
    case .hundreds(let digit): status / 100 == digit
    }
  }
}

/// A time to compare those of a log with.
///
/// A time without an offset from UTC is one on the log's own clock, whatever the offset of that: a query for
/// a day finds the day that the log writes. A time with an offset is a point in time.
public enum TimeBound: Hashable, Sendable {
  /// Seconds from 1970-01-01 00:00 on the clock of the log.
  case clock(Int)
  /// Seconds from 1970-01-01 00:00 UTC.
  case instant(Int)

  /// Creates a time from its text in ISO 8601 or in a log, or returns `nil` for any other text.
  ///
  /// Examples are `2015-05-18`, `2015-05-18T10:00` or `2015-05-18 10:00:30`, with or without `Z` or `+02:00`
  /// after the time, `18/May/2015`, or `18/May/2015:10:00:30 +0200`. A day stands for its first second. A
  /// nonexistent day or hour isn't a time.
  public init?(_ text: String) {
    var bytes = Array(text.utf8)[...]
    if bytes.first == UInt8(ascii: "["), bytes.last == UInt8(ascii: "]") {
      bytes = bytes.dropFirst().dropLast()
    }
    var cursor = Cursor(rest: bytes)
    guard let bound = cursor.readBound(), cursor.rest.isEmpty else { return nil }
    self = bound
  }
}

extension LogTime {
  /// Returns whether a time is before a bound.
  public static func < (time: LogTime, bound: TimeBound) -> Bool {
    switch bound {
    case .clock(let seconds): time.clock < seconds
    case .instant(let seconds): time.instant < seconds
    }
  }
}

/// A parser of a bound, from front to back.
private struct Cursor {
  var rest: ArraySlice<UInt8>

  mutating func readBound() -> TimeBound? {
    let isISO = rest.dropFirst(4).first == UInt8(ascii: "-")
    guard let (year, month, day) = isISO ? readISODay() : readLogDay() else { return nil }
    var time = (hour: 0, minute: 0, second: 0)
    var offset: Int?
    let hasTime = isISO ? read("T") || read("t") || read(" ") : read(":")
    if hasTime {
      guard let hour = readNumber(2), read(":"), let minute = readNumber(2) else { return nil }
      time = (hour, minute, 0)
      if read(":") {
        guard let second = readNumber(2) else { return nil }
        time.second = second
      }
      guard readOffset(&offset) else { return nil }
    }
    guard let clock = LogTime.clock(year, month, day, time.hour, time.minute, time.second)
    else { return nil }
    return offset.map { .instant(clock - $0) } ?? .clock(clock)
  }

  private mutating func readISODay() -> (Int, Int, Int)? {
    guard let year = readNumber(4), read("-"), let month = readNumber(2), read("-"),
      let day = readNumber(2)
    else { return nil }
    return (year, month, day)
  }

  private mutating func readLogDay() -> (Int, Int, Int)? {
    guard let day = readNumber(2), read("/"), rest.count >= 3 else { return nil }
    let name = Array(rest.prefix(3))
    rest = rest.dropFirst(3)
    guard let month = LogTime.month(name[0], name[1], name[2]), read("/"),
      let year = readNumber(4)
    else { return nil }
    return (year, month, day)
  }

  /// Reads the offset from UTC, if there is one.
  ///
  /// Returns `false` for any other text.
  private mutating func readOffset(_ offset: inout Int?) -> Bool {
    if rest.isEmpty { return true }
    if read("Z") || read("z") {
      offset = 0
      return true
    }
    _ = read(" ")
    let isAhead = read("+")
    guard isAhead || read("-"), let hours = readNumber(2), hours < 24 else { return false }
    _ = read(":")
    guard let minutes = readNumber(2), minutes < 60 else { return false }
    let seconds = hours * 3_600 + minutes * 60
    offset = isAhead ? seconds : -seconds
    return true
  }

  private mutating func read(_ character: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: character) else { return false }
    rest.removeFirst()
    return true
  }

  private mutating func readNumber(_ digits: Int) -> Int? {
    guard let number = rest.span.number(at: 0, digits: digits) else { return nil }
    rest = rest.dropFirst(digits)
    return number
  }
}
