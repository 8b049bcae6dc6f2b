/// Requests and bytes over time, and by the hour of the day, on the clock of the log.
public struct Hourly: Aggregation {
  /// The quantity that a chart shows.
  public enum Measure: String, CaseIterable, Sendable {
    case requests, bytes
  }

  /// The unit of the parts of the time.
  private enum Unit: String {
    case hour, day, month, year
  }

  /// The counts by hours from 1970-01-01 00:00.
  private var hours: [Int: Tally] = [:]
  private var hoursOfDay = [Tally](repeating: Tally(), count: 24)

  /// Creates an empty count.
  public init() {}

  /// Counts a record.
  public mutating func add(_ record: LogRecord) {
    let hour = record.time.clock.flooringDivided(by: 3_600)
    hours[hour, default: Tally()].add(size: record.size)
    hoursOfDay[record.time.hour].add(size: record.size)
  }

  /// Adds the counts of another.
  public mutating func merge(_ other: Hourly) {
    for (hour, tally) in other.hours { hours[hour, default: Tally()] += tally }
    for (hour, tally) in other.hoursOfDay.enumerated() { hoursOfDay[hour] += tally }
  }

  /// Returns the requests and bytes of each hour from the first to the last, including hours without any.
  ///
  /// For more than two weeks it has days, for more than about a year months, and for more than twenty years
  /// years.
  public func table() -> Table {
    let (unit, parts) = parts
    var table = Table(
      title: "Requests and bytes by \(unit)",
      columns: [.text(unit.rawValue), .number("requests"), .number("bytes")])
    for part in parts {
      table.append([
        .text(Self.label(part.start, unit)), .count(part.tally.requests),
        .number(part.tally.bytes),
      ])
    }
    return table
  }

  /// Returns the data of ``table()`` as a chart.
  public func chart(of measure: Measure = .requests) -> Chart {
    let (unit, parts) = parts
    let bars = parts.map {
      Chart.Bar(label: Self.label($0.start, unit), value: $0.tally[measure])
    }
    return Chart(
      title: "\(measure == .bytes ? "Bytes" : "Requests") by \(unit)", unit: measure.rawValue,
      bars: bars, landmark: parts.firstIndex { Self.isLandmark($0.start, unit) } ?? 0)
  }

  /// Returns the requests and bytes of each hour of the day, for all days together.
  public func tableByHourOfDay() -> Table {
    var table = Table(
      title: "Requests and bytes by hour of the day",
      columns: [.text("hour"), .number("requests"), .number("bytes")])
    for (hour, tally) in hoursOfDay.enumerated() {
      table.append([
        .text(String(hour, digits: 2)), .count(tally.requests), .number(tally.bytes),
      ])
    }
    return table
  }

  /// Returns the data of ``tableByHourOfDay()`` as a chart.
  public func chartByHourOfDay(of measure: Measure = .requests) -> Chart {
    Chart(
      title: "\(measure == .bytes ? "Bytes" : "Requests") by hour of the day",
      unit: measure.rawValue,
      bars: hoursOfDay.enumerated().map {
        Chart.Bar(label: String($0, digits: 2), value: $1[measure])
      })
  }
}

extension Hourly {
  /// The longest times for which hours, days and months are shown.
  private static let (longestByHours, longestByDays, longestByMonths) = (14 * 24, 400, 240)

  /// The parts of the time without a gap, each as its number from 1970 and its counts; years are
  /// numbered from the year 0.
  private var parts: (Unit, [(start: Int, tally: Tally)]) {
    guard let first = hours.keys.min(), let last = hours.keys.max() else { return (.hour, []) }
    let unit: Unit =
      if last - first < Self.longestByHours {
        .hour
      } else if Self.number(last, .day) - Self.number(first, .day) < Self.longestByDays {
        .day
      } else if Self.number(last, .month) - Self.number(first, .month) < Self.longestByMonths {
        .month
      } else {
        .year
      }
    let start = Self.number(first, unit)
    var tallies = [Tally](repeating: Tally(), count: Self.number(last, unit) - start + 1)
    for (hour, tally) in hours { tallies[Self.number(hour, unit) - start] += tally }
    return (unit, tallies.enumerated().map { (start + $0, $1) })
  }

  /// Returns the number of the unit that contains an hour.
  private static func number(_ hour: Int, _ unit: Unit) -> Int {
    let days = hour.flooringDivided(by: 24)
    if unit == .hour { return hour }
    if unit == .day { return days }
    let date = CalendarDate(days: days)
    return unit == .month ? date.year * 12 + date.month - 1 : date.year
  }

  private static func label(_ number: Int, _ unit: Unit) -> String {
    func month(_ year: Int, _ month: Int) -> String {
      "\(String(year, digits: 4))-\(String(month, digits: 2))"
    }
    func day(_ days: Int) -> String {
      let date = CalendarDate(days: days)
      return "\(month(date.year, date.month))-\(String(date.day, digits: 2))"
    }
    switch unit {
    case .hour:
      let days = number.flooringDivided(by: 24)
      return "\(day(days)) \(String(number - days * 24, digits: 2)):00"
    case .day: return day(number)
    case .month: return month(number / 12, number % 12 + 1)
    case .year: return String(number, digits: 4)
    }
  }

  /// Returns whether a label is a round one: midnight, the first of a month, January, or every tenth year.
  private static func isLandmark(_ number: Int, _ unit: Unit) -> Bool {
    switch unit {
    case .hour: number % 24 == 0
    case .day: CalendarDate(days: number).day == 1
    case .month: number % 12 == 0
    case .year: number % 10 == 0
    }
  }
}

extension Tally {
  fileprivate subscript(measure: Hourly.Measure) -> UInt128 {
    measure == .bytes ? bytes : UInt128(requests)
  }
}

extension Int {
  /// Returns the quotient rounded down, not towards zero.
  fileprivate func flooringDivided(by divisor: Int) -> Int {
    self >= 0 ? self / divisor : (self + 1) / divisor - 1
  }
}
