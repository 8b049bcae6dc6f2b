/// Consecutive whole records of a source: a share of work for one thread.
///
/// A block is a lazy sequence of its records, which copies none of their bytes:
///
/// ```swift
/// let blocks = recordBlocks(of: "access.log")
/// while let block = try blocks.next() {
///   for line in block where line.bytes.count > 1000 {
///     print("byte \(line.offset): \(line.text.prefix(40))")
///   }
/// }
/// ```
///
/// A block is immutable and can be sent to another thread. A block, or any record of it, keeps the memory of
/// all the block's bytes.
public struct RecordBlock: Sendable {
  /// The position in the source at which the block begins, in bytes from where reading began; in a part of a
  /// file, from the beginning of the file.
  public let offset: Int64

  /// The records with their delimiters.
  ///
  /// Only the last block of a source may end without a delimiter; it is then a single record. A block with
  /// omitted bytes has the first bytes of one record, and its delimiter.
  public let bytes: ArraySlice<UInt8>

  /// The number of a record's bytes that were omitted before its delimiter, because the record is longer
  /// than the limit.
  ///
  /// It is 0 unless ``LongRecordPolicy/truncate`` has truncated a record.
  ///
  /// The next block begins at ``offset`` plus the number of ``bytes`` plus this number.
  public let omittedByteCount: Int

  private let delimiter: RecordDelimiter
  /// The length of the truncated record.
  private let cutCount: Int

  /// Creates a block of whole records.
  init(_ bytes: ArraySlice<UInt8>, at offset: Int64, delimiter: RecordDelimiter) {
    self.bytes = bytes
    self.offset = offset
    self.delimiter = delimiter
    (omittedByteCount, cutCount) = (0, 0)
  }

  /// Creates a block of the first `cutCount` bytes of a record and its delimiter.
  init(
    cut bytes: [UInt8], _ cutCount: Int, at offset: Int64, delimiter: RecordDelimiter,
    omittedByteCount: Int
  ) {
    self.bytes = bytes[...]
    self.offset = offset
    self.delimiter = delimiter
    (self.omittedByteCount, self.cutCount) = (omittedByteCount, cutCount)
  }
}

/// A record of a ``RecordBlock``, which shares the block's memory.
public struct RecordSlice: Sendable {
  /// The record's bytes without the delimiter.
  ///
  /// `bytes.span` is a `Span<UInt8>` of the bytes.
  public let bytes: ArraySlice<UInt8>

  /// The position in the source at which the record begins: see ``RecordBlock/offset``.
  public let offset: Int64

  /// Whether the record is longer than the limit, so that ``bytes`` has only its beginning.
  public let isTruncated: Bool

  /// A copy of the record as text, with U+FFFD in place of bytes that aren't UTF-8.
  ///
  /// - Complexity: Linear in the bytes; an allocation if there are more than 15.
  public var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension RecordBlock: Sequence {
  /// An iterator over the records of a block.
  public struct Iterator: IteratorProtocol {
    private let block: RecordBlock
    private var position: Int

    init(_ block: RecordBlock) {
      self.block = block
      position = block.bytes.startIndex
    }

    /// Returns the next record, or `nil` at the end of the block.
    ///
    /// - Complexity: Linear in the record; nothing is copied.
    public mutating func next() -> RecordSlice? {
      let bytes = block.bytes
      let (first, last) = (bytes.startIndex, bytes.endIndex)
      let delimiter = block.delimiter
      while position < last {
        let start = position
        if block.omittedByteCount > 0 {
          position = last
          return RecordSlice(
            bytes: bytes[start..<(start + block.cutCount)], offset: block.offset,
            isTruncated: true)
        }
        let span = bytes.span.bytes
        let end: Int
        if let match = delimiter.firstMatch(in: span, from: start - first) {
          position = first + match.upperBound
          end = match.lowerBound
        } else {
          position = last
          end = span.byteCount
        }
        if first + end == start, delimiter.hasNoEmptyRecords { continue }
        let contentEnd = delimiter.endOfContent(in: span, from: start - first, to: end)
        return RecordSlice(
          bytes: bytes[start..<(first + contentEnd)], offset: block.offset + Int64(start - first),
          isTruncated: false)
      }
      return nil
    }
  }

  /// Returns an iterator over the records.
  public func makeIterator() -> Iterator { Iterator(self) }

  /// 1, or 0 if the block may have only white space.
  public var underestimatedCount: Int {
    bytes.isEmpty || delimiter.hasNoEmptyRecords ? 0 : 1
  }
}

/// The treatment of a record that is longer than the limit.
public enum LongRecordPolicy: Sendable {
  /// The record is an error, ``SourceError/Reason/tooLong(limit:)``.
  case fail

  /// The first `limit` bytes of the record are returned in a block of their own, after its end was read.
  ///
  /// The omitted bytes are never kept in memory.
  case truncate
}
