public import Generators

/// The rows of comma-separated values, each as the texts of its fields: RFC 4180.
///
/// The input is opened when the first row is asked for, read 128 KiB ahead, and closed when the rows
/// end, fail, or are let go of. Control leaves the generator at each row.
///
/// ```swift
/// // 1997,Ford,E350
/// // 1999,Chevy,"Venture ""Extended
/// // Edition"""
/// let rows = csvRows(of: "cars.csv")
/// while let row = try rows.next() { print(row) }
/// // ["1997", "Ford", "E350"]
/// // ["1999", "Chevy", "Venture \"Extended\nEdition\""]
/// ```
///
/// A row ends with LF or CRLF, and the last one may have no end. A field that begins with a quote ends
/// at the quote that closes it; between the two stand delimiters, LF and CRLF as they are, and a quote
/// that is written twice. Spaces belong to the field. An empty line is a row of no fields, a line of
/// two quotes one of an empty field. A byte order mark at the beginning of the input is skipped. What
/// RFC 4180 has not, and other readers take in various ways, is an error: a quote in a field that does
/// not begin with one, something else than a delimiter or an end after a closing quote, a quote that
/// is not closed, and a CR outside of quotes that no LF follows, unless it is the last byte.
///
/// Python's `csv.reader(file, strict=True)`, which takes a quote inside a field as it is, and CR for
/// the end of a row. For rows under a header there is
/// ``csvRecords(of:columns:delimiter:ragged:limit:invalidUTF8:fileID:line:)``.
///
/// - Parameters:
///   - input: what to read.
///   - delimiter: stands between two fields: an ASCII character, such as `";"` or `"\t"`.
///   - ragged: what becomes of a row that has not as many fields as the first one. Where it fails,
///     empty lines are skipped.
///   - limit: the longest row that is given, in bytes as it is written, without its end.
///   - invalidUTF8: what becomes of bytes that are not UTF-8.
///   - fileID: where it is made, as messages and `description` say it.
///   - line: where it is made, as messages and `description` say it.
/// - Returns: the rows. Their `next()` throws a ``SourceError`` if the input can't be opened or read,
///   and with the number of the line in which the row begins, if a row is malformed, ragged where that
///   fails, longer than `limit` or, where `invalidUTF8` is ``InvalidUTF8Policy/fail``, not UTF-8; then the
///   offset is from the beginning of the row.
/// - Precondition: `limit` is positive; `delimiter` is ASCII, and neither a quote nor CR nor LF.
/// - Complexity: a row is linear in its bytes, one resumption, an array and its strings. The memory is
///   that of the longest row, and at least 128 KiB.
public func csvRows<Input: ByteInput>(
  of input: Input, delimiter: Character = ",", ragged: RaggedRowsPolicy = .keep,
  limit: Int = RecordReader.standardLimit, invalidUTF8: InvalidUTF8Policy = .repair,
  fileID: StaticString = #fileID, line: UInt = #line
) -> ThrowingGenerator<[String]> {
  CSVReader.check(limit: limit)
  let delimiter = CSVReader.byte(ofDelimiter: delimiter)
  return ThrowingGenerator(fileID: fileID, line: line) { yield in
    var reader = try CSVReader(
      input, delimiter: delimiter, limit: limit, invalidUTF8: invalidUTF8)
    if ragged == .keep {
      while let row = try reader.next() { try yield(row) }
    } else {
      var width: Int?
      while let row = try reader.next() {
        if row.isEmpty { continue }
        if let width, row.count != width { throw reader.ragged(row.count, width) }
        width = row.count
        try yield(row)
      }
    }
  }
}
