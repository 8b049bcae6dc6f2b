public import Generators

/// Returns the records of an input that a separator divides, as text.
///
/// Opens the input when the first record is requested, and closes it when the records end, an error is
/// thrown, or the generator is released. The generator is suspended at each record.
///
/// ```swift
/// // What `find -print0` writes.
/// let paths = records(of: .standardInput, separatedBy: "\0")
/// while let path = try paths.next() { print(path) }
/// ```
///
/// A separator after the last record adds no record. Between two separators in a row there is an empty
/// record. For records that aren't text, use ``RecordReader``.
///
/// - Parameters:
///   - input: The input to read.
///   - separator: The text between two records, compared by its bytes in UTF-8.
///   - limit: The longest record that is returned, in bytes without the separator.
///   - invalidUTF8: The treatment of bytes that are not UTF-8.
///   - badRecords: The treatment of a record that is longer than `limit` or, if `invalidUTF8` is
///     ``InvalidUTF8Policy/fail``, not UTF-8.
///   - fileID: The file to name in messages and in `description`.
///   - line: The line to name in messages and in `description`.
/// - Returns: The records. Their `next()` throws a ``SourceError`` if the input can't be opened or read, or if
///   a bad record fails. It also throws what the closure of ``BadLinesPolicy/skip(_:)`` throws.
/// - Precondition: `separator` is not empty, and `limit` is positive.
/// - Complexity: Linear in the bytes of a record, with one resumption and one string for each. The memory is
///   that of the longest record, and at least 128 KiB.
public func records<Input: ByteInput>(
  of input: Input, separatedBy separator: String, limit: Int = RecordReader.standardLimit,
  invalidUTF8: InvalidUTF8Policy = .repair, badRecords: BadLinesPolicy = .fail,
  fileID: StaticString = #fileID, line: UInt = #line
) -> ThrowingGenerator<String> {
  ThrowingGenerator(fileID: fileID, line: line) { yield in
    var reader = try RecordReader(of: input, separatedBy: separator.utf8, limit: limit)
    while let record = try reader.nextText(invalidUTF8, badRecords) { try yield(record) }
  }
}
