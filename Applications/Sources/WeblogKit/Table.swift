import TerminalText

/// Rows of numbers and texts, for people or for other programs.
public struct Table: Sendable {
  /// A column of the rows.
  public struct Column: Hashable, Sendable {
    /// The heading of the column, and the name of the value in CSV and JSON.
    public let name: String

    /// Whether its cells are aligned to the right, as numbers are.
    public let isNumber: Bool

    /// The text that people see in place of an empty one.
    public let placeholder: String

    /// Creates a column of numbers.
    public static func number(_ name: String) -> Self {
      Self(name: name, isNumber: true, placeholder: "")
    }

    /// Creates a column of texts.
    public static func text(_ name: String, placeholder: String = "(empty)") -> Self {
      Self(name: name, isNumber: false, placeholder: placeholder)
    }
  }

  /// The value of a row in a column.
  public enum Cell: Hashable, Sendable {
    /// Bytes of the log, shown with U+FFFD in place of those that aren't UTF-8.
    case text([UInt8])
    case number(UInt128)
    /// A status of three digits.
    case status(Int)
    /// A percentage, in tenths.
    case percent(tenths: Int)

    /// Returns a cell of a text.
    public static func text(_ text: some StringProtocol) -> Self { .text(Array(text.utf8)) }

    /// Returns a cell of a nonnegative number.
    public static func count(_ number: Int) -> Self { .number(UInt128(number)) }
  }

  /// The title of the table.
  public let title: String

  /// The columns from left to right.
  public let columns: [Column]

  /// The rows from top to bottom.
  public private(set) var rows: [[Cell]] = []

  /// Creates a table without rows.
  ///
  /// - Precondition: There is at least one column, and no two have the same name.
  public init(title: String, columns: [Column]) {
    precondition(!columns.isEmpty, "a table needs a column")
    precondition(Set(columns.map(\.name)).count == columns.count, "two columns of one name")
    self.title = title
    self.columns = columns
  }

  /// Adds a row below the others.
  ///
  /// - Precondition: It has as many cells as there are columns.
  public mutating func append(_ row: [Cell]) {
    precondition(row.count == columns.count, "a row has a cell for each column")
    rows.append(row)
  }
}

// MARK: For people

extension Table {
  /// The maximum width of a column.
  ///
  /// A longer text moves the text to its right, in its own row only.
  private static let widestAlignedText = 48

  /// Returns the table for people: the title, and the rows aligned below the names of their columns.
  ///
  /// Control characters are escaped, so that a log can't command the terminal.
  ///
  /// - Parameter width: The length to which lines are cut, in characters; `nil` for whole lines.
  /// - Returns: The lines, each with its end.
  public func text(width: Int? = nil) -> String {
    let names = columns.map { $0.name.escapedForTerminal }
    let lines = [names] + rows.map { zip($0, columns).map { $0.text(in: $1) } }
    let widths = columns.indices.map { column in
      let lengths = lines.lazy.map { $0[column].count }
      return columns[column].isNumber
        ? lengths.max() ?? 0 : lengths.filter { $0 <= Self.widestAlignedText }.max() ?? 0
    }
    var result = title.escapedForTerminal.cut(to: width) + "\n"
    if rows.isEmpty { return result + "  none\n" }
    for line in lines {
      let cells = columns.indices.map { column in
        if columns[column].isNumber { return line[column].leftPadded(to: widths[column]) }
        let isLast = column == columns.count - 1
        return isLast ? line[column] : line[column].rightPadded(to: widths[column])
      }
      result += ("  " + cells.joined(separator: "  ")).cut(to: width) + "\n"
    }
    return result
  }
}

extension Table.Cell {
  fileprivate func text(in column: Table.Column) -> String {
    switch self {
    case .text(let bytes):
      bytes.isEmpty
        ? column.placeholder : String(decoding: bytes, as: UTF8.self).escapedForTerminal
    case .number(let number): String(grouped: number)
    case .status(let status): String(status, digits: 3)
    case .percent(let tenths): String(tenthsOfPercent: tenths)
    }
  }
}

extension String {
  /// Returns the text, or the part of it that fits into `width`, with a mark that there is more.
  fileprivate func cut(to width: Int?) -> String {
    guard let width, count > width else { return self }
    return width <= 0 ? "" : prefix(width - 1) + "…"
  }
}

// MARK: For programs

extension Table {
  /// The table in the form of RFC 4180: a line with the names of the columns, and one for each row.
  ///
  /// Characters that a terminal would obey are escaped as in ``text(width:)``.
  public var csv: String {
    let lines = [columns.map(\.name.escapedForTerminal)] + rows.map { $0.map(\.csv) }
    return lines.map { fields in
      // An empty line would not count as a row.
      if fields == [""] { return "\"\"\r\n" }
      return fields.map(Self.quotedIfNeeded).joined(separator: ",") + "\r\n"
    }.joined()
  }

  private static func quotedIfNeeded(_ field: String) -> String {
    // By bytes, because CR LF is one character.
    guard field.utf8.contains(where: { #"",\#r\#n"#.utf8.contains($0) }) else { return field }
    var quoted = "\""
    for scalar in field.unicodeScalars {
      if scalar == "\"" { quoted += "\"" }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }

  /// The table as an array with an object for each row, with the object's keys in ascending order.
  public var json: String {
    let objects = rows.map { row in
      JSON.object(
        Dictionary(uniqueKeysWithValues: zip(columns, row).map { ($0.name, $1.json) }))
    }
    return JSON.array(objects).formatted() + "\n"
  }
}

extension Table.Cell {
  fileprivate var csv: String {
    switch self {
    case .text(let bytes): String(decoding: bytes, as: UTF8.self).escapedForTerminal
    case .number(let number): String(number)
    case .status(let status): String(status, digits: 3)
    case .percent(let tenths): "\(tenths / 10).\(tenths % 10)"
    }
  }

  fileprivate var json: JSON {
    switch self {
    case .text(let bytes): .string(String(decoding: bytes, as: UTF8.self))
    case .number(let number): .integer(number)
    case .status(let status): .integer(UInt128(status))
    case .percent(let tenths): .tenths(tenths)
    }
  }
}
