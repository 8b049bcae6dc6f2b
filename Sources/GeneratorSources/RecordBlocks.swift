public import Generators
import SystemPackage

/// Returns the records of an input in blocks, for sharing the work among threads.
///
/// Opens the input when the first block is requested, and closes it when the blocks end, an error is thrown,
/// or the generator is released. The generator is suspended at each block. Reading the blocks is the serial
/// part of the work. Module `GeneratorParallel` processes their records in parallel:
///
/// ```swift
/// let counts = parallel(recordBlocks(of: "access.log")).map { block in
///   var notFound = 0
///   for line in block where line.text.contains(" 404 ") { notFound += 1 }
///   return notFound
/// }
/// var notFound = 0
/// while let count = try counts.next() { notFound += count }
/// ```
///
/// A block has the whole records of one reading, so a pipe's records are returned as soon as they arrive. A
/// record that is longer than a block makes its block longer, up to `limit`. Records end as those of
/// `lines(of:)` or `records(of:separatedBy:)` do: a last record without a delimiter is a record, and an empty
/// input has none.
///
/// Any input works: standard input, compressed input with `gunzipped()`, several files joined by
/// ``ConcatenatedInput``, or an input that a ``SourceStop`` ends.
///
/// - Parameters:
///   - input: The input to read.
///   - delimiter: The end of each record.
///   - blockSize: The maximum number of bytes in one reading.
///   - limit: The longest record, in bytes without its delimiter.
///   - longRecords: The treatment of a record that is longer than `limit`.
///   - fileID: The file to name in messages and in `description`.
///   - line: The line to name in messages and in `description`.
/// - Returns: The blocks. Their `next()` throws a ``SourceError`` if the input can't be opened or read, or if a
///   record is too long and `longRecords` is ``LongRecordPolicy/fail``.
/// - Precondition: `blockSize` and `limit` are positive.
/// - Complexity: One reading, one resumption and one allocation for each block. Only the bytes of a record
///   that began in the previous reading are copied.
public func recordBlocks<Input: ByteInput>(
  of input: Input, delimiter: RecordDelimiter = .lineEnd,
  blockSize: Int = RecordBlockReader.standardBlockSize, limit: Int = RecordReader.standardLimit,
  longRecords: LongRecordPolicy = .fail, fileID: StaticString = #fileID, line: UInt = #line
) -> ThrowingGenerator<RecordBlock> {
  ThrowingGenerator(fileID: fileID, line: line) { yield in
    var reader = try RecordBlockReader(
      of: input, delimiter: delimiter, blockSize: blockSize, limit: limit,
      longRecords: longRecords)
    while let block = try reader.next() { try yield(block) }
  }
}

/// Returns the records that begin in a part of a file, in blocks.
///
/// It is `recordBlocks(of:)` for several readers that share a file: see
/// ``RecordBlockReader/init(of:startingIn:delimiter:blockSize:limit:longRecords:)``.
///
/// - Parameters:
///   - path: A regular file.
///   - part: The positions at which the records begin, in bytes from the beginning of the file.
///   - delimiter: The end of each record, which must not be several bytes.
///   - blockSize: The maximum number of bytes in one reading.
///   - limit: The longest record, in bytes without its delimiter.
///   - longRecords: The treatment of a record that is longer than `limit`.
///   - fileID: The file to name in messages and in `description`.
///   - line: The line to name in messages and in `description`.
/// - Returns: The blocks. Their `next()` throws a ``SourceError`` as that of `recordBlocks(of:)` does.
/// - Precondition: `part` doesn't begin before 0, `delimiter` is not several bytes, and `blockSize` and
///   `limit` are positive.
/// - Complexity: That of `recordBlocks(of:)`.
public func recordBlocks(
  of path: some PathInput, startingIn part: Range<Int64>, delimiter: RecordDelimiter = .lineEnd,
  blockSize: Int = RecordBlockReader.standardBlockSize, limit: Int = RecordReader.standardLimit,
  longRecords: LongRecordPolicy = .fail, fileID: StaticString = #fileID, line: UInt = #line
) -> ThrowingGenerator<RecordBlock> {
  ThrowingGenerator(fileID: fileID, line: line) { yield in
    var reader = try RecordBlockReader(
      of: path, startingIn: part, delimiter: delimiter, blockSize: blockSize, limit: limit,
      longRecords: longRecords)
    while let block = try reader.next() { try yield(block) }
  }
}
