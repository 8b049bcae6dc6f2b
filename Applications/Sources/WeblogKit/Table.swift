import TerminalText

/// Rows of numbers and texts, to be shown to people or given to other programs.
public struct Table: Sendable {
  /// One of the things that each row tells.
  public struct Column: Hashable, Sendable {
    /// What stands above the column, and the name of the value in CSV and JSON.
    public let name: String

    /// Whether its cells are aligned to the right, as numbers are.
    public let isNumber: Bool

    /// What to show people in place of a text that is empty.
    public let placeholder: String

    /// A column of numbers.
    public static func number(_ name: String) -> Self {
      Self(name: name, isNumber: true, placeholder: "")
    }

    /// A column of texts.
    public static func text(_ name: String, placeholder: String = "(empty)") -> Self {
      Self(name: name, isNumber: false, placeholder: placeholder)
    }
  }

  /// What stands in a row below a column.
  public enum Cell: Hashable, Sendable {
    /// Bytes as the log has them; what is not UTF-8 in them is shown as U+FFFD.
    case text([UInt8])
    case number(UInt128)
    /// A status of three digits.
    case status(Int)
    /// A part of a hundred, in tenths.
    case percent(tenths: Int)

    /// A text.
    public static func text(_ text: some StringProtocol) -> Self { .text(Array(text.utf8)) }

    /// A number that is not negative.
    public static func count(_ number: Int) -> Self { .number(UInt128(number)) }
  }

  /// What the table is about.
  public let title: String

  /// The columns from left to right.
  public let columns: [Column]

  /// The rows from top to bottom.
  public private(set) var rows: [[Cell]] = []

  /// Creates a table without rows.
  ///
  /// - Precondition: there is a column, and no two have the same name.
  public init(title: String, columns: [Column]) {
    precondition(!columns.isEmpty, "a table needs a column")
    precondition(Set(columns.map(\.name)).count == columns.count, "two columns of one name")
    self.title = title
    self.columns = columns
  }

  /// Adds a row below the others.
  ///
  /// - Precondition: it has as many cells as there are columns.
  public mutating func append(_ row: [Cell]) {
    precondition(row.count == columns.count, "a row has a cell for each column")
    rows.append(row)
  }
}

// MARK: For people

extension Table {
  /// Texts longer than this push what stands right of them out of line, not all rows apart.
  private static let widestAlignedText = 48

  /// The table for people: the title, and the rows in line below the names of their columns.
  ///
  /// Control characters are escaped, so that a log can't command the terminal.
  ///
  /// - Parameter width: the length to which to cut lines, in characters; without it they are whole.
  /// - Returns: the lines, each with its end.
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
  /// The text, or as much of it as fits into `width` with a mark that there was more.
  fileprivate func cut(to width: Int?) -> String {
    guard let width, count > width else { return self }
    return width <= 0 ? "" : prefix(width - 1) + "…"
  }
}

// MARK: For programs

extension Table {
  /// The table as RFC 4180 has it: a line with the names of the columns, and one for each row.
  ///
  /// Control characters and others that a terminal would obey are escaped as in ``text(width:)``.
  public var csv: String {
    let lines = [columns.map(\.name.escapedForTerminal)] + rows.map { $0.map(\.csv) }
    return lines.map { fields in
      // A line with nothing in it would pass for no line.
      if fields == [""] { return "\"\"\r\n" }
      return fields.map(Self.quotedIfNeeded).joined(separator: ",") + "\r\n"
    }.joined()
  }

  private static func quotedIfNeeded(_ field: String) -> String {
    // By bytes, since CR LF is one character.
    guard field.utf8.contains(where: { #"",\#r\#n"#.utf8.contains($0) }) else { return field }
    var quoted = "\""
    for scalar in field.unicodeScalars {
      if scalar == "\"" { quoted += "\"" }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }

  /// The table as an array with an object for each row, its keys in ascending order.
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
