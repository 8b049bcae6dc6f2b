public import Generators

/// The rows of comma-separated values under a header, whose fields have names: RFC 4180.
///
/// The first row is the header, unless `columns` are given. Otherwise it reads as
/// ``csvRows(of:delimiter:ragged:limit:invalidUTF8:fileID:line:)`` does, and what is an error there is
/// one here. Control leaves the generator at each row after the header.
///
/// ```swift
/// // year,make,model
/// // 1997,Ford,E350
/// // 1999,Chevy,Venture
/// let cars = csvRecords(of: "cars.csv")
/// while let car = try cars.next() { print(car.line, try car.field("make")) }
/// // 2 Ford
/// // 3 Chevy
/// ```
///
/// Empty lines are skipped. No two columns may have the same name; those without a name can be told by
/// their positions only. An input without a header has no rows. Python's `csv.DictReader`, which fills
/// up ragged rows unless it is told otherwise, and takes the last of the columns of one name.
///
/// - Parameters:
///   - input: what to read.
///   - columns: the names of the columns, where the input has no header.
///   - delimiter: stands between two fields: an ASCII character, such as `";"` or `"\t"`.
///   - ragged: what becomes of a row that has not as many fields as there are columns.
///   - limit: the longest row that is given, in bytes as it is written, without its end.
///   - invalidUTF8: what becomes of bytes that are not UTF-8.
///   - fileID: where it is made, as messages and `description` say it.
///   - line: where it is made, as messages and `description` say it.
/// - Returns: the rows. Their `next()` throws a ``SourceError`` if the input can't be opened or read,
///   if the header has a name twice, and where `csvRows` throws one.
/// - Precondition: `limit` is positive; `delimiter` is ASCII, and neither a quote nor CR nor LF; no
///   name is twice in `columns`, but the empty one.
/// - Complexity: a row is linear in its bytes, one resumption, an array and its strings. The memory is
///   that of the longest row, and at least 128 KiB.
public func csvRecords<Input: ByteInput>(
  of input: Input, columns: [String]? = nil, delimiter: Character = ",",
  ragged: RaggedRowsPolicy = .fail, limit: Int = RecordReader.standardLimit,
  invalidUTF8: InvalidUTF8Policy = .repair, fileID: StaticString = #fileID, line: UInt = #line
) -> ThrowingGenerator<CSVRecord> {
  CSVReader.check(limit: limit)
  let delimiter = CSVReader.byte(ofDelimiter: delimiter)
  var header: CSVHeader?
  if let columns {
    if let twin = CSVHeader.firstTwin(in: columns) {
      fatalError("two columns are called \(twin.debugDescription)")
    }
    header = CSVHeader(source: input.name, columns: columns)
  }
  return ThrowingGenerator(fileID: fileID, line: line) { [header] yield in
    var header = header
    var reader = try CSVReader(
      input, delimiter: delimiter, limit: limit, invalidUTF8: invalidUTF8)
    while let row = try reader.next() {
      if row.isEmpty { continue }
      guard let header else {
        if let twin = CSVHeader.firstTwin(in: row) {
          throw SourceError(
            source: reader.name, line: reader.line,
            reason: .malformed("two columns are called \(twin.debugDescription)"))
        }
        header = CSVHeader(source: reader.name, columns: row)
        continue
      }
      if ragged == .fail, row.count != header.columns.count {
        throw reader.ragged(row.count, header.columns.count)
      }
      try yield(CSVRecord(line: reader.line, fields: row, header: header))
    }
  }
}

/// A row of comma-separated values under a header.
///
/// ```swift
/// // name,born
/// // Ann,1980
/// let people = csvRecords(of: "people.csv")
/// while let person = try people.next() {
///   print(try person.field("name"), person["born"] ?? "?", person["died"] ?? "-")  // Ann 1980 -
/// }
/// ```
public struct CSVRecord: Sendable {
  /// The line of the input, from 1, in which the row begins.
  public let line: Int

  /// The texts of all fields, in order.
  ///
  /// Of a ragged row that was kept there are fewer or more than there are ``columns``.
  public let fields: [String]

  private let header: CSVHeader

  init(line: Int, fields: [String], header: CSVHeader) {
    (self.line, self.fields, self.header) = (line, fields, header)
  }

  /// The names of the columns, in order.
  public var columns: [String] { header.columns }

  /// The field in the column that is called `column`, if there is one.
  ///
  /// - Parameter column: the name, as it stands in the header.
  /// - Returns: the text; `nil` if there is no such column, or the row ends before it.
  /// - Complexity: O(1).
  public subscript(column: String) -> String? {
    guard let position = header.positions[column], position < fields.count else { return nil }
    return fields[position]
  }

  /// The field in the column that is called `column`, without which the row is in error.
  ///
  /// - Parameter column: the name, as it stands in the header.
  /// - Returns: the text.
  /// - Throws: ``SourceError`` with the row's line, if there is no such column, or the row ends before
  ///   it.
  /// - Complexity: O(1).
  public func field(_ column: String) throws -> String {
    if let field = self[column] { return field }
    let why = header.positions[column] == nil ? "no column is called" : "the row ends before"
    throw SourceError(
      source: header.source, line: line, reason: .malformed("\(why) \(column.debugDescription)"))
  }
}

/// What the rows under one header share.
final class CSVHeader: Sendable {
  let source: String
  let columns: [String]
  let positions: [String: Int]

  /// Takes names of which none but the empty one is there twice.
  init(source: String, columns: [String]) {
    (self.source, self.columns) = (source, columns)
    positions = Dictionary(
      uniqueKeysWithValues: zip(columns, columns.indices).filter { name, _ in !name.isEmpty })
  }

  /// The first name that was there before.
  static func firstTwin(in columns: [String]) -> String? {
    var seen: Set<String> = []
    return columns.first { !$0.isEmpty && !seen.insert($0).inserted }
  }
}
