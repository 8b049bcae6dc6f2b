import SystemPackage

/// Reads lines, or records with another end, one at a time and without copying them.
///
/// It is what `lines(of:)` and `records(of:separatedBy:)` are made of: to be used where each line need
/// not become a `String`, or where one that is too long is to be skipped.
///
/// ```swift
/// var reader = try RecordReader(linesOf: "access.log")
/// var requests = 0, bytes = 0
/// while let line = try reader.next() {
///   requests += 1
///   bytes += line.bytes.byteCount
/// }
/// ```
///
/// A reader that is let go of closes what it opened.
public struct RecordReader: ~Copyable {
  /// What the source is called in messages.
  public let name: String

  /// The longest record that is given, in bytes without its end.
  public var limit: Int { cutter.limit }

  private var cutter: RecordCutter
  private var buffer: ReadBuffer

  /// The number of the last record that was given or was too long, from 1; 0 before the first.
  public private(set) var number = 0

  /// Whether reading has failed, so that the error that was thrown was not of a record.
  private(set) var hasFailed = false

  /// What is read from the system at once, in bytes: a size beyond which reading gets no faster.
  static var bufferSize: Int { 128 << 10 }

  /// Longest line or record that is given unless the caller sets another, in bytes.
  ///
  /// 16 MiB: no line of text is that long, and a file that has no lines at all does not fill memory.
  public static var standardLimit: Int { 16 << 20 }

  /// Opens `input`, whose lines end with LF or CRLF.
  ///
  /// - Parameters:
  ///   - input: what to read.
  ///   - limit: the longest line that is given, in bytes without its end.
  /// - Throws: ``SourceError``, if it can't be opened.
  /// - Precondition: `limit` is positive.
  public init(linesOf input: some ByteInput, limit: Int = standardLimit) throws {
    try self.init(input, .lineEnd, limit)
  }

  /// Opens `input`, whose records are separated by the bytes `separator`.
  ///
  /// - Parameters:
  ///   - input: what to read.
  ///   - separator: stands between two records, and may stand after the last.
  ///   - limit: the longest record that is given, in bytes without the separator.
  /// - Throws: ``SourceError``, if it can't be opened.
  /// - Precondition: `separator` is not empty, and `limit` is positive.
  public init(
    of input: some ByteInput, separatedBy separator: some Sequence<UInt8>,
    limit: Int = standardLimit
  ) throws {
    try self.init(input, .bytes(separator), limit)
  }

  private init(_ input: some ByteInput, _ delimiter: RecordDelimiter, _ limit: Int) throws {
    name = input.name
    cutter = RecordCutter(delimiter, limit: limit)
    buffer = ReadBuffer(try input.opened(), size: Self.bufferSize)
  }

  /// The next record, or `nil` at the end.
  ///
  /// A last line without an end is a line; nothing follows the last end. NUL is a byte like any other.
  ///
  /// ```swift
  /// var reader = try RecordReader(linesOf: "access.log", limit: 1000)
  /// var skipped = 0
  /// while true {
  ///   do {
  ///     guard let line = try reader.next() else { break }
  ///     print(line.text)
  ///   } catch let error as SourceError {
  ///     guard case .tooLong = error.reason else { throw error }
  ///     skipped += 1  // and goes on with the line after it
  ///   }
  /// }
  /// ```
  ///
  /// - Returns: the record, valid until the next call; `nil` for ever at the end.
  /// - Throws: ``SourceError``. After a ``SourceError/Reason/tooLong(limit:)``, which is thrown before
  ///   the rest of that record is read, the next call returns the record after it. After any other
  ///   error there is nothing more.
  /// - Complexity: linear in the record. The memory is that of the longest record, and at least
  ///   128 KiB.
  @_lifetime(&self)
  public mutating func next() throws -> Record? {
    guard let range = try nextRange() else { return nil }
    return Record(number: number, bytes: buffer.bytes(range))
  }

  /// The bytes of the next record as a part of the reader's buffer, or `nil` at the end.
  ///
  /// It is ``next()`` for a record that outlives the next call, in a generator for example. The bytes
  /// are not copied unless they are kept: to keep them makes the reader copy its whole buffer.
  ///
  /// ```swift
  /// let long = ThrowingGenerator<ArraySlice<UInt8>> { yield in
  ///   var reader = try RecordReader(linesOf: "access.log")
  ///   while let line = try reader.nextSlice() {
  ///     if line.count > 1000 { try yield(line) }
  ///   }
  /// }
  /// ```
  ///
  /// - Returns: the bytes, whose ``number`` is the reader's; `nil` for ever at the end.
  /// - Throws: ``SourceError``, as ``next()`` does.
  /// - Complexity: linear in the record; and in the buffer, at most every 128 KiB, while another
  ///   slice is kept.
  public mutating func nextSlice() throws -> ArraySlice<UInt8>? {
    guard let range = try nextRange() else { return nil }
    return buffer.slice(range)
  }

  private mutating func nextRange() throws -> Range<Int>? {
    while true {
      let start = buffer.range.lowerBound
      switch buffer.step(of: &cutter) {
      case .record(let count, let consumed):
        buffer.consume(consumed)
        number += 1
        return start..<(start + count)
      case .tooLong(let consumed, _):
        buffer.consume(consumed)
        number += 1
        throw SourceError(source: name, line: number, reason: .tooLong(limit: limit))
      case .discard(let count, _):
        buffer.consume(count)
      case .more:
        try fill()
      case .end:
        return nil
      }
    }
  }

  private mutating func fill() throws {
    do {
      if try !buffer.fill(limit: cutter.capacity) { cutter.end() }
    } catch {
      // What was read of this record is not all of it.
      buffer.consume(buffer.range.count)
      cutter.fail()
      hasFailed = true
      throw SourceError.from(error, of: name)
    }
  }
}

extension RecordReader {
  /// Returns the text of the next record that is not bad; `nil` at the end.
  ///
  /// - Throws: why there are no more records, if ``hasFailed``; otherwise what `badLines` throws.
  mutating func nextText(
    _ invalidUTF8: InvalidUTF8Policy, _ badLines: BadLinesPolicy
  ) throws -> String? {
    let name = name
    while true {
      do {
        guard let record = try next() else { return nil }
        return try record.text(invalidUTF8, of: name)
      } catch let error as SourceError where !hasFailed {
        try badLines.meet(error)
      }
    }
  }
}

extension BadLinesPolicy {
  /// Throws the error, or passes it to the closure.
  func meet(_ error: SourceError) throws {
    switch self {
    case .fail: throw error
    case .skip(let tell): try tell(error)
    }
  }

  /// Returns the line, or `nil` where it is bad and is skipped.
  ///
  /// - Throws: why the line is bad, or what the closure throws.
  package func text(of line: Result<String, SourceError>) throws -> String? {
    switch line {
    case .success(let text): return text
    case .failure(let error):
      try meet(error)
      return nil
    }
  }
}
