public import Generators

/// The records of an input, which a separator stands between, as text.
///
/// The input is opened when the first record is asked for, and closed when the records end, fail, or
/// are let go of.
///
/// ```swift
/// // What `find -print0` writes.
/// let paths = records(of: .standardInput, separatedBy: "\0")
/// while let path = try paths.next() { print(path) }
/// ```
///
/// A separator after the last record adds none; two in a row have an empty record between them. For
/// records that are not text there is ``RecordReader``.
///
/// - Parameters:
///   - input: what to read.
///   - separator: stands between two records: its bytes in UTF-8.
///   - limit: the longest record that is given, in bytes without the separator.
///   - invalidUTF8: what becomes of bytes that are not UTF-8.
///   - badRecords: what becomes of a record that is longer than `limit` or, where `invalidUTF8` is
///     ``InvalidUTF8Policy/fail``, not UTF-8.
///   - fileID: where it is made, as messages and `description` say it.
///   - line: where it is made, as messages and `description` say it.
/// - Returns: the records, whose `next()` throws a ``SourceError`` if the input can't be opened or read,
///   and if a bad record fails; and what the closure of ``BadLinesPolicy/skip(_:)`` throws.
/// - Precondition: `separator` is not empty, and `limit` is positive.
/// - Complexity: a record is linear in its bytes, one resumption and the string. The memory is that
///   of the longest record, and at least 128 KiB.
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
