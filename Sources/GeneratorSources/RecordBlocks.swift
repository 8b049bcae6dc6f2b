public import Generators
import SystemPackage

/// The records of an input in blocks, to be shared out among threads.
///
/// The input is opened when the first block is asked for, and closed when the blocks end, fail, or are
/// released. Control leaves the generator at each block. To read in blocks is the serial part of the
/// work; what is done with the records is done in parallel, by module `GeneratorParallel`:
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
/// A block has the whole records among what one reading returned, so that nothing waits for more of a
/// pipe than there is. A record that is longer than a block makes its block longer, up to `limit`.
/// Records end as those of `lines(of:)` do, or of `records(of:separatedBy:)`: a last record without a
/// delimiter is a record, and an empty input has none.
///
/// The input may be any: standard input, compressed input with `gunzipped()`, several files as one with
/// ``ConcatenatedInput``, or one that a ``SourceStop`` ends.
///
/// - Parameters:
///   - input: what to read.
///   - delimiter: what ends a record.
///   - blockSize: the most bytes that are read at once.
///   - limit: the longest record, in bytes without its delimiter.
///   - longRecords: what becomes of a record that is longer than `limit`.
///   - fileID: where it is made, as messages and `description` say it.
///   - line: where it is made, as messages and `description` say it.
/// - Returns: the blocks, whose `next()` throws a ``SourceError`` if the input can't be opened or read,
///   or a record is too long and `longRecords` is ``LongRecordPolicy/fail``.
/// - Precondition: `blockSize` and `limit` are positive.
/// - Complexity: a block is one reading, one resumption and one allocation; the bytes of its records are
///   not copied, except those of a record that began in the reading before.
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

/// The records that begin in a part of a file, in blocks.
///
/// As `recordBlocks(of:)` of the whole file, for a file that several readers read together: see
/// ``RecordBlockReader/init(of:startingIn:delimiter:blockSize:limit:longRecords:)``.
///
/// - Parameters:
///   - path: a regular file.
///   - part: where the records begin, in bytes from the beginning of the file.
///   - delimiter: what ends a record: anything but several bytes.
///   - blockSize: the most bytes that are read at once.
///   - limit: the longest record, in bytes without its delimiter.
///   - longRecords: what becomes of a record that is longer than `limit`.
///   - fileID: where it is made, as messages and `description` say it.
///   - line: where it is made, as messages and `description` say it.
/// - Returns: the blocks, whose `next()` throws a ``SourceError`` as that of `recordBlocks(of:)` of the
///   whole file.
/// - Precondition: `part` begins at 0 or behind it, `delimiter` is not one of several bytes, and
///   `blockSize` and `limit` are positive.
/// - Complexity: as that of `recordBlocks(of:)` of the whole file.
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
