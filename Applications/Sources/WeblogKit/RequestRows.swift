import TerminalText

/// Requests as text: rows of a table for other programs, or lines as they are in the log.
///
/// Each part is made by one thread, and ``RequestText`` joins them.
public struct RequestRows: Sendable {
  /// A format of the text.
  public enum Format: Sendable {
    /// The lines of the log, with the characters escaped that a terminal would obey.
    case lines
    case csv
    /// An array of objects.
    case json
  }

  let format: Format
  private var table = Self.empty
  /// The text of the rows that are no longer in the table, without what goes before the first and after the
  /// last of all rows.
  private(set) var text: [UInt8] = []

  /// Begins a part.
  public init(_ format: Format) { self.format = format }

  private static let batch = 1_000

  private static var empty: Table {
    Table(
      title: "Requests",
      columns: [
        .text("time"), .text("host"), .text("user"), .text("method"), .text("path"),
        .number("status"), .number("bytes"), .text("referrer"), .text("agent"),
      ])
  }

  /// Adds a request.
  public mutating func add(_ record: LogRecord) {
    if format == .lines {
      text.append(escapedForTerminal: record.text)
      text.append(.lineFeed)
      return
    }
    func cell(_ bytes: ArraySlice<UInt8>?) -> Table.Cell { .text(Array(bytes ?? [])) }
    table.append([
      .text(record.time.description), cell(record.host), cell(record.user), cell(record.method),
      cell(record.path), .status(record.status), .count(record.size), cell(record.referrer),
      cell(record.agent),
    ])
    // The text takes less memory.
    if table.rows.count >= Self.batch { makeText() }
  }

  /// Turns the added requests into text.
  mutating func makeText() {
    guard !table.rows.isEmpty else { return }
    switch format {
    case .lines:
      break
    case .csv:
      // The names of the columns come once, before all parts.
      text += table.csv.drop { !$0.isNewline }.dropFirst().utf8
    case .json:
      if !text.isEmpty { text.append(UInt8(ascii: ",")) }
      // The text between the brackets of an array.
      text += table.json.dropFirst().dropLast(3).utf8
    }
    table = Self.empty
  }

  /// Returns the text before the first of all rows.
  fileprivate static func head(_ format: Format) -> String {
    switch format {
    case .lines: ""
    case .csv: empty.csv
    case .json: "["
    }
  }
}

/// The text of many requests, of which only a part is in memory at a time.
public struct RequestText {
  private let format: RequestRows.Format
  private var isEmpty = true

  /// Begins the text.
  public init(_ format: RequestRows.Format) { self.format = format }

  /// Returns the text of a part, which follows that of the earlier parts.
  public mutating func text(of rows: RequestRows) -> [UInt8] {
    var rows = rows
    rows.makeText()
    if rows.text.isEmpty { return [] }
    defer { isEmpty = false }
    if isEmpty { return RequestRows.head(format).utf8 + rows.text }
    return format == .json ? [UInt8(ascii: ",")] + rows.text : rows.text
  }

  /// The text that follows that of all parts.
  public var end: String {
    let head = isEmpty ? RequestRows.head(format) : ""
    guard format == .json else { return head }
    return isEmpty ? "[]\n" : "\n]\n"
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
