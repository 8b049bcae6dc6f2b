import SystemPackage

/// Reads blocks of whole records, one block at a time.
///
/// `recordBlocks(of:)` is made of it. Use it where no generator is needed: in a worker that reads its
/// own part of a file, for example.
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
  /// The size of a block unless the caller sets another, in bytes: 256 KiB.
  public static var standardBlockSize: Int { 256 << 10 }

  /// How far behind the end of its part a reader looks for the end of the last record at first.
  private static var lookahead: Int { 1 << 10 }

  /// What the source is called in messages.
  public let name: String

  private let blockSize: Int
  private let longRecords: LongRecordPolicy
  private let source: any ByteSource
  private var cutter: RecordCutter

  /// What was read last; blocks that were returned may share it.
  private var bytes: [UInt8] = []
  /// How many of these bytes were consumed.
  private var consumed = 0
  /// Where the first byte that is not consumed is in the source.
  private var offset: Int64 = 0

  /// Records that begin before it are discarded.
  private let start: Int64
  /// No record begins at it or behind it.
  private let end: Int64

  /// Opens `input`.
  ///
  /// - Parameters:
  ///   - input: what to read.
  ///   - delimiter: what ends a record.
  ///   - blockSize: the most bytes that are read at once.
  ///   - limit: the longest record, in bytes without its delimiter.
  ///   - longRecords: what becomes of a record that is longer than `limit`.
  /// - Throws: ``SourceError``, if it can't be opened.
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

  /// Opens the file at `path`, to read the records that begin in a part of it.
  ///
  /// A record that begins in `part` is read to its end, wherever that is. So several readers read a file
  /// together: each record belongs to one of the parts, wherever the file is cut.
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
  ///   - path: a regular file.
  ///   - part: where the records begin, in bytes from the beginning of the file; it may go beyond the
  ///     end of the file.
  ///   - delimiter: what ends a record: anything but several bytes.
  ///   - blockSize: the most bytes that are read at once.
  ///   - limit: the longest record, in bytes without its delimiter.
  ///   - longRecords: what becomes of a record that is longer than `limit`.
  /// - Throws: ``SourceError``, if it can't be opened, or not be read from a position on.
  /// - Precondition: `part` begins at 0 or behind it. `delimiter` is not one of several bytes, because of
  ///   these a reader that begins inside the file can't tell where one begins. `blockSize` and
  ///   `limit` are positive.
  public init(
    of path: some PathInput, startingIn part: Range<Int64>, delimiter: RecordDelimiter = .lineEnd,
    blockSize: Int = standardBlockSize, limit: Int = RecordReader.standardLimit,
    longRecords: LongRecordPolicy = .fail
  ) throws {
    guard part.lowerBound >= 0 else { fatalError("a part must not begin before its file") }
    guard delimiter.isFoundFromAnywhere else {
      fatalError("a part of a file can't have records that several bytes delimit")
    }
    // A delimiter that ends where the part begins makes a record begin there.
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
    // The cutter requires that no more than the limit is read at once.
    self.blockSize = min(blockSize, limit)
    self.longRecords = longRecords
    if start > 0 { cutter.skip() }
  }

  /// Reads the next block, and returns it or, at the end, `nil`.
  ///
  /// A block has the whole records among what one reading returned and what was left of the reading
  /// before, so that nothing waits for more of a pipe than there is. A record that is longer than a
  /// block makes its block longer.
  ///
  /// - Returns: the block; never again one after `nil`.
  /// - Throws: ``SourceError``. After a ``SourceError/Reason/tooLong(limit:)``, which is thrown before
  ///   the rest of that record is read, the next call returns the records after it. After any other
  ///   error there is nothing more: the record that had begun is discarded.
  /// - Complexity: one reading, one allocation, and linear in what is left of the reading before. The
  ///   memory is that of the longest record, and at least `blockSize`.
  public mutating func next() throws -> RecordBlock? {
    /// The beginning of a record that is too long, whose end is still to be found.
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

  /// Returns the beginning of a record that is too long, of which all was read by now.
  private func block(
    cut beginning: [UInt8], _ start: Int64, _ end: ArraySlice<UInt8>
  ) -> RecordBlock {
    RecordBlock(
      cut: beginning + end, beginning.count, at: start, delimiter: cutter.delimiter,
      omittedByteCount: Int(offset - start) - beginning.count - end.count)
  }

  /// How many bytes the records have that begin before the end of the part.
  private var countToEnd: Int {
    cutter.delimiter.endOfFirstMatch(
      in: bytes.span.bytes.extracting(consumed...), endingAtLeastAt: Int(end - offset))
      ?? bytes.count - consumed
  }

  /// Reads more behind what is not consumed, or notes the end.
  private mutating func fill() throws {
    let unread = bytes.count - consumed
    var size = blockSize
    let position = offset + Int64(unread)
    if end - position < Int64(size) {
      size = min(size, max(0, Int(end - position)) + Self.lookahead)
    }
    // For a record that grows, so that what is copied is linear in it.
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
      // What was read of this record is not all of it.
      consumed = bytes.count
      cutter.fail()
      throw SourceError.from(error, of: name)
    }
    if bytes.count == unread { cutter.end() }
  }
}
