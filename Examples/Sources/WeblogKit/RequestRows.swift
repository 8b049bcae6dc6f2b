/// Requests as rows of a table, for other programs.
///
/// However many there are, only a few are held at a time: what was added is taken out by ``take()``.
public struct RequestRows {
  /// CSV, or an array of objects in JSON.
  public enum Format: Sendable {
    case csv
    case json
  }

  private static let batch = 1_000
  private let format: Format
  private var table = Self.empty
  private var isFirst = true

  /// Begins the rows.
  public init(_ format: Format) { self.format = format }

  private static var empty: Table {
    Table(
      title: "Requests",
      columns: [
        .text("time"), .text("host"), .text("user"), .text("method"), .text("path"),
        .number("status"), .number("bytes"), .text("referrer"), .text("agent"),
      ])
  }

  /// Adds a request.
  ///
  /// - Returns: whether there are so many that they should be taken out.
  public mutating func add(_ record: LogRecord) -> Bool {
    func text(_ bytes: ArraySlice<UInt8>?) -> Table.Cell { .text(Array(bytes ?? [])) }
    table.append([
      .text(record.time.description), text(record.host), text(record.user), text(record.method),
      text(record.path), .status(record.status), .count(record.size), text(record.referrer),
      text(record.agent),
    ])
    return table.rows.count >= Self.batch
  }

  /// The text of what was added since the last time, which goes behind the text of that time.
  public mutating func take() -> String {
    defer { (table, isFirst) = (Self.empty, false) }
    switch format {
    case .csv:
      let text = table.csv
      // The names of the columns stand once.
      return isFirst ? text : String(text.drop { !$0.isNewline }.dropFirst())
    case .json:
      if table.rows.isEmpty { return isFirst ? "[" : "" }
      // What stands between the brackets of an array.
      let objects = table.json.dropFirst().dropLast(3)
      return (isFirst ? "[" : ",") + objects
    }
  }

  /// The text that ends the rows, with what is left of them.
  public mutating func end() -> String {
    let isEmpty = isFirst && table.rows.isEmpty
    let rest = isFirst || !table.rows.isEmpty ? take() : ""
    return format == .csv ? rest : rest + (isEmpty ? "]\n" : "\n]\n")
  }
}

extension LogTime: CustomStringConvertible {
  /// The time on the log's clock as ISO 8601 writes it: `2015-05-17T10:05:03+00:00`.
  public var description: String {
    let days = (clock - (clock % 86_400 + 86_400) % 86_400) / 86_400
    let date = CalendarDate(days: days)
    let second = clock - days * 86_400
    let minutes = abs(offset) / 60
    func two(_ number: Int) -> String { String(number, digits: 2) }
    let day = "\(String(date.year, digits: 4))-\(two(date.month))-\(two(date.day))"
    let time = "\(two(second / 3_600)):\(two(second % 3_600 / 60)):\(two(second % 60))"
    let zone = "\(offset < 0 ? "-" : "+")\(two(minutes / 60)):\(two(minutes % 60))"
    return "\(day)T\(time)\(zone)"
  }
}
