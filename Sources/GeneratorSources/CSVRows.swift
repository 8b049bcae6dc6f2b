public import Generators

/// Returns the rows of comma-separated values (RFC 4180), each as the texts of its fields.
///
/// Opens the input when the first row is requested, reads up to 128 KiB ahead, and closes it when the rows
/// end, an error is thrown, or the generator is released. The generator is suspended at each row.
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
/// A row ends with LF or CRLF; the last row may have no end. Spaces belong to their field. A field that
/// begins with a quote ends at the closing quote. Between the two, delimiters, LF and CRLF stand for
/// themselves, and two quotes stand for one. An empty line is a row without fields; a line of two quotes is
/// a row with one empty field. A byte order mark at the beginning of the input is skipped.
///
/// Input that RFC 4180 doesn't allow is an error, because other readers disagree about it:
/// - a quote in a field that doesn't begin with one
/// - anything but a delimiter or a line end after a closing quote
/// - a quote that isn't closed
/// - a CR outside of quotes without an LF after it, unless it is the last byte
///
/// Python's `csv.reader(file, strict=True)` differs: it accepts a quote inside of a field, and a CR as the
/// end of a row. For rows under a header, use
/// ``csvRecords(of:columns:delimiter:ragged:limit:invalidUTF8:fileID:line:)``.
///
/// - Parameters:
///   - input: The input to read.
///   - delimiter: The separator of two fields, an ASCII character such as `";"` or `"\t"`.
///   - ragged: The treatment of a row whose number of fields isn't that of the first row. With
///     ``RaggedRowsPolicy/fail``, empty lines are skipped.
///   - limit: The longest row that is returned, in bytes as written, without the line end.
///   - invalidUTF8: The treatment of bytes that are not UTF-8.
///   - fileID: The file to name in messages and in `description`.
///   - line: The line to name in messages and in `description`.
/// - Returns: The rows. Their `next()` throws a ``SourceError`` if the input can't be opened or read. It
///   throws one if a row is malformed or longer than `limit`, ragged with ``RaggedRowsPolicy/fail``, or
///   not UTF-8 with ``InvalidUTF8Policy/fail``. That error has the number of the row's first line, and
///   its offset is from the beginning of the row.
/// - Precondition: `limit` is positive. `delimiter` is ASCII, and not a quote, CR or LF.
/// - Complexity: Linear in the bytes of a row, with one resumption, one array and its strings for each. The
///   memory is that of the longest row, and at least 128 KiB.
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
