import TerminalText

/// Requests as text: rows of a table, for other programs, or lines as the log has them.
///
/// They are made in parts, each by a thread, and put together by ``RequestText``.
public struct RequestRows: Sendable {
  /// What the text is.
  public enum Format: Sendable {
    /// The lines as the log has them, with the characters escaped that a terminal would obey.
    case lines
    case csv
    /// An array of objects.
    case json
  }

  let format: Format
  private var table = Self.empty
  /// What was made of the rows that are not in the table any more, without what goes before the
  /// first and behind the last of all.
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
    // The text takes less room.
    if table.rows.count >= Self.batch { makeText() }
  }

  /// Makes text of what was added.
  mutating func makeText() {
    guard !table.rows.isEmpty else { return }
    switch format {
    case .lines:
      break
    case .csv:
      // The names of the columns stand once, before all parts.
      text += table.csv.drop { !$0.isNewline }.dropFirst().utf8
    case .json:
      if !text.isEmpty { text.append(UInt8(ascii: ",")) }
      // What stands between the brackets of an array.
      text += table.json.dropFirst().dropLast(3).utf8
    }
    table = Self.empty
  }

  /// What goes before the first of all rows.
  fileprivate static func head(_ format: Format) -> String {
    switch format {
    case .lines: ""
    case .csv: empty.csv
    case .json: "["
    }
  }
}

/// The text of many requests, of which only a part is held at a time.
public struct RequestText {
  private let format: RequestRows.Format
  private var isEmpty = true

  /// Begins the text.
  public init(_ format: RequestRows.Format) { self.format = format }

  /// The text of a part, which goes behind that of the parts before.
  public mutating func text(of rows: RequestRows) -> [UInt8] {
    var rows = rows
    rows.makeText()
    if rows.text.isEmpty { return [] }
    defer { isEmpty = false }
    if isEmpty { return RequestRows.head(format).utf8 + rows.text }
    return format == .json ? [UInt8(ascii: ",")] + rows.text : rows.text
  }

  /// The text that goes behind that of all parts.
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
