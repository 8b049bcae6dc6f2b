public import Generators

/// Returns the rows of comma-separated values (RFC 4180) under a header that names the fields.
///
/// The first row is the header, unless you pass `columns`. Apart from the header, rows and errors are those
/// of ``csvRows(of:delimiter:ragged:limit:invalidUTF8:fileID:line:)``. The generator is suspended at each
/// row after the header.
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
/// Empty lines are skipped. Two columns can't have the same name, except that several may have an empty
/// name; those are found by position only. An input without a header has no rows.
///
/// Python's `csv.DictReader` differs: by default it fills up ragged rows, and of several columns with one
/// name it returns the last.
///
/// - Parameters:
///   - input: The input to read.
///   - columns: The names of the columns, if the input has no header.
///   - delimiter: The separator of two fields, an ASCII character such as `";"` or `"\t"`.
///   - ragged: The treatment of a row whose number of fields isn't the number of columns.
///   - limit: The longest row that is returned, in bytes as written, without the line end.
///   - invalidUTF8: The treatment of bytes that are not UTF-8.
///   - fileID: The file to name in messages and in `description`.
///   - line: The line to name in messages and in `description`.
/// - Returns: The rows. Their `next()` throws a ``SourceError`` if the input can't be opened or read, if the
///   header has a name twice, and whenever that of `csvRows` throws one.
/// - Precondition: `limit` is positive. `delimiter` is ASCII, and not a quote, CR or LF. `columns` has no
///   name twice, except the empty one.
/// - Complexity: Linear in the bytes of a row, with one resumption, one array and its strings for each. The
///   memory is that of the longest row, and at least 128 KiB.
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
  /// The line of the input in which the row begins, counted from 1.
  public let line: Int

  /// The texts of all fields, in order.
  ///
  /// A ragged row that was kept has fewer or more fields than there are ``columns``.
  public let fields: [String]

  private let header: CSVHeader

  init(line: Int, fields: [String], header: CSVHeader) {
    (self.line, self.fields, self.header) = (line, fields, header)
  }

  /// The names of the columns, in order.
  public var columns: [String] { header.columns }

  /// The field in a column, or `nil` if there is no such column or the row ends before it.
  ///
  /// - Parameter column: The column's name in the header.
  /// - Returns: The text, or `nil`.
  /// - Complexity: O(1).
  public subscript(column: String) -> String? {
    guard let position = header.positions[column], position < fields.count else { return nil }
    return fields[position]
  }

  /// Returns the field in a column, or throws an error if the row doesn't have it.
  ///
  /// - Parameter column: The column's name in the header.
  /// - Returns: The text.
  /// - Throws: ``SourceError`` with the row's line, if there is no such column or the row ends before it.
  /// - Complexity: O(1).
  public func field(_ column: String) throws -> String {
    if let field = self[column] { return field }
    let why = header.positions[column] == nil ? "no column is called" : "the row ends before"
    throw SourceError(
      source: header.source, line: line, reason: .malformed("\(why) \(column.debugDescription)"))
  }
}

/// The properties that all rows under one header share.
final class CSVHeader: Sendable {
  let source: String
  let columns: [String]
  let positions: [String: Int]

  /// Takes names of which only the empty one may occur twice.
  init(source: String, columns: [String]) {
    (self.source, self.columns) = (source, columns)
    positions = Dictionary(
      uniqueKeysWithValues: zip(columns, columns.indices).filter { name, _ in !name.isEmpty })
  }

  /// Returns the first name that occurs a second time.
  static func firstTwin(in columns: [String]) -> String? {
    var seen: Set<String> = []
    return columns.first { !$0.isEmpty && !seen.insert($0).inserted }
  }
}
