import SystemPackage

/// Reads blocks of whole records, one block at a time.
///
/// The generator of `recordBlocks(of:)` uses it. Use it directly where you need no generator, for example in
/// a worker that reads its own part of a file.
///
/// ```swift
/// var reader = try RecordBlockReader(of: "access.log")
/// var longest = 0
/// while let block = try reader.next() {
///   for line in block { longest = max(longest, line.bytes.count) }
/// }
/// ```
///
/// A reader closes what it opened when it is released.
public struct RecordBlockReader: ~Copyable {
  /// The default size of a block in bytes: 256 KiB.
  public static var standardBlockSize: Int { 256 << 10 }

  /// The number of bytes beyond its part in which a reader first looks for the end of the last record.
  private static var lookahead: Int { 1 << 10 }

  /// The name of the source in messages.
  public let name: String

  private let blockSize: Int
  private let longRecords: LongRecordPolicy
  private let source: any ByteSource
  private var cutter: RecordCutter

  /// The bytes of the last reading.
  ///
  /// Blocks that were returned may share them.
  private var bytes: [UInt8] = []
  /// The number of these bytes that were consumed.
  private var consumed = 0
  /// The position in the source of the first byte that isn't consumed.
  private var offset: Int64 = 0

  /// Records that begin before this position are discarded.
  private let start: Int64
  /// Records that begin at or after this position aren't read.
  private let end: Int64

  /// Creates a reader of an input, and opens the input.
  ///
  /// - Parameters:
  ///   - input: The input to read.
  ///   - delimiter: The end of each record.
  ///   - blockSize: The maximum number of bytes in one reading.
  ///   - limit: The longest record, in bytes without its delimiter.
  ///   - longRecords: The treatment of a record that is longer than `limit`.
  /// - Throws: ``SourceError`` if the input can't be opened.
  /// - Precondition: `blockSize` and `limit` are positive.
  public init(
    of input: some ByteInput, delimiter: RecordDelimiter = .lineEnd,
    blockSize: Int = standardBlockSize, limit: Int = RecordReader.standardLimit,
    longRecords: LongRecordPolicy = .fail
  ) throws {
    self.init(
      try input.opened(), input.name, at: 0, 0...Int64.max, delimiter, blockSize, limit,
      longRecords)
  }

  /// Creates a reader of the records that begin in a part of a file, and opens the file.
  ///
  /// The reader reads a record that begins in `part` to its end, even beyond the part. So several readers can
  /// share a file: each record belongs to exactly one part, wherever the parts are divided.
  ///
  /// ```swift
  /// var count = 0
  /// for part in [0..<1_000, 1_000..<Int64.max] {
  ///   var reader = try RecordBlockReader(of: "access.log", startingIn: part)
  ///   while let block = try reader.next() { for _ in block { count += 1 } }
  /// }
  /// print(try count == lines(of: "access.log").elementCount())  // true
  /// ```
  ///
  /// - Parameters:
  ///   - path: A regular file.
  ///   - part: The positions at which the records begin, in bytes from the beginning of the file. It may go
  ///     beyond the end of the file.
  ///   - delimiter: The end of each record, which must not be several bytes.
  ///   - blockSize: The maximum number of bytes in one reading.
  ///   - limit: The longest record, in bytes without its delimiter.
  ///   - longRecords: The treatment of a record that is longer than `limit`.
  /// - Throws: ``SourceError`` if the file can't be opened, or can't be read from a position on.
  /// - Precondition: `part` doesn't begin before 0. `delimiter` is not several bytes, because a reader that
  ///   begins inside of the file couldn't tell where such a delimiter begins. `blockSize` and `limit` are
  ///   positive.
  public init(
    of path: some PathInput, startingIn part: Range<Int64>, delimiter: RecordDelimiter = .lineEnd,
    blockSize: Int = standardBlockSize, limit: Int = RecordReader.standardLimit,
    longRecords: LongRecordPolicy = .fail
  ) throws {
    guard part.lowerBound >= 0 else { fatalError("a part must not begin before its file") }
    guard delimiter.isFoundFromAnywhere else {
      fatalError("a part of a file can't have records that several bytes delimit")
    }
    // If a delimiter ends where the part begins, a record begins there.
    let position = max(0, part.lowerBound - Int64(delimiter.length))
    let source: DescriptorSource
    do {
      source = try DescriptorSource(opening: path.filePath())
      if position > 0 { _ = try source.descriptor.seek(offset: position, from: .start) }
    } catch {
      throw SourceError.from(error, of: path.name)
    }
    self.init(
      source, path.name, at: position, part.lowerBound...part.upperBound, delimiter, blockSize,
      limit, longRecords)
  }

  private init(
    _ source: any ByteSource, _ name: String, at offset: Int64, _ bounds: ClosedRange<Int64>,
    _ delimiter: RecordDelimiter, _ blockSize: Int, _ limit: Int, _ longRecords: LongRecordPolicy
  ) {
    guard blockSize > 0 else {
      fatalError("the size of a block must be positive, and is \(blockSize)")
    }
    self.source = source
    self.name = name
    self.offset = offset
    (start, end) = (bounds.lowerBound, bounds.upperBound)
    cutter = RecordCutter(delimiter, limit: limit)
    // The cutter requires that one reading has at most `limit` bytes.
    self.blockSize = min(blockSize, limit)
    self.longRecords = longRecords
    if start > 0 { cutter.skip() }
  }

  /// Returns the next block, or `nil` at the end.
  ///
  /// A block has the whole records of one reading and of the bytes that the previous reading left. So a
  /// pipe's records are returned as soon as they arrive. A record that is longer than a block makes its block
  /// longer.
  ///
  /// - Returns: The block. After the first `nil`, always `nil`.
  /// - Throws: ``SourceError``. A ``SourceError/Reason/tooLong(limit:)`` is thrown before the rest of that
  ///   record is read, and the next call returns the records after it. After any other error there are no
  ///   more records: the incomplete one is discarded.
  /// - Complexity: One reading and one allocation, and linear in the bytes that the previous reading left. The
  ///   memory is that of the longest record, and at least `blockSize`.
  public mutating func next() throws -> RecordBlock? {
    /// The beginning of a record that is too long and whose end hasn't been found.
    var cut: (bytes: [UInt8], offset: Int64)?
    while offset < end || cut != nil {
      switch cutter.nextBlock(in: bytes, from: consumed) {
      case .records(let count):
        let offset = offset
        let records = take(offset + Int64(count) > end ? countToEnd : count)
        return RecordBlock(records, at: offset, delimiter: cutter.delimiter)
      case .tooLong(let count, let delimiter):
        let offset = offset
        let record = take(count)
        if longRecords == .fail {
          throw SourceError(source: name, reason: .tooLong(limit: cutter.limit))
        }
        let beginning = Array(record.prefix(cutter.limit))
        if delimiter > 0 { return block(cut: beginning, offset, record.suffix(delimiter)) }
        cut = (beginning, offset)
      case .discard(let count, let delimiter):
        let rest = take(count)
        if delimiter == 0 { continue }
        if let cut { return block(cut: cut.bytes, cut.offset, rest.suffix(delimiter)) }
        // This record begins before the part.
        if offset < start { cutter.skip() }
      case .more:
        try fill()
      case .end:
        guard let cut else { return nil }
        return block(cut: cut.bytes, cut.offset, [])
      }
    }
    return nil
  }

  private mutating func take(_ count: Int) -> ArraySlice<UInt8> {
    let taken = bytes[consumed..<(consumed + count)]
    consumed += count
    offset += Int64(count)
    return taken
  }

  /// Returns the beginning of a record that is too long, after all of it was read.
  private func block(
    cut beginning: [UInt8], _ start: Int64, _ end: ArraySlice<UInt8>
  ) -> RecordBlock {
    RecordBlock(
      cut: beginning + end, beginning.count, at: start, delimiter: cutter.delimiter,
      omittedByteCount: Int(offset - start) - beginning.count - end.count)
  }

  /// The number of bytes of the records that begin before the end of the part.
  private var countToEnd: Int {
    cutter.delimiter.endOfFirstMatch(
      in: bytes.span.bytes.extracting(consumed...), endingAtLeastAt: Int(end - offset))
      ?? bytes.count - consumed
  }

  /// Reads more after the bytes that aren't consumed, or notes the end.
  private mutating func fill() throws {
    let unread = bytes.count - consumed
    var size = blockSize
    let position = offset + Int64(unread)
    if end - position < Int64(size) {
      size = min(size, max(0, Int(end - position)) + Self.lookahead)
    }
    // As large as a record that grows, so that copying stays linear.
    size = min(max(size, unread), cutter.limit)
    let source = source
    do {
      if consumed == 0 && unread > 0 {
        // No block shares these bytes.
        try bytes.append(addingCapacity: size) { try source.read(into: &$0) }
      } else {
        let rest = bytes[consumed...]
        bytes = try [UInt8](capacity: unread + size) { filled in
          filled.append(copying: rest.span.bytes)
          try source.read(into: &filled)
        }
        consumed = 0
      }
    } catch {
      // The record is incomplete.
      consumed = bytes.count
      cutter.fail()
      throw SourceError.from(error, of: name)
    }
    if bytes.count == unread { cutter.end() }
  }
}
