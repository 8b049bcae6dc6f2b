import SystemPackage

/// Reads lines, or records with another end, one at a time and without copying them.
///
/// The generators of `lines(of:)` and `records(of:separatedBy:)` use it. Use it directly if a line needn't
/// become a `String`, or to continue after a line that is too long.
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
/// A reader closes what it opened when it is released.
public struct RecordReader: ~Copyable {
  /// The name of the source in messages.
  public let name: String

  /// The longest record that is returned, in bytes without its end.
  public var limit: Int { cutter.limit }

  private var cutter: RecordCutter
  private var buffer: ReadBuffer

  /// The number of the last record that was returned or was too long, counted from 1; 0 before the first.
  public private(set) var number = 0

  /// Whether reading has failed, so that the thrown error isn't that of a record.
  private(set) var hasFailed = false

  /// The maximum number of bytes in one reading.
  ///
  /// Larger buffers don't read faster.
  static var bufferSize: Int { 128 << 10 }

  /// The default for the longest line or record that is returned, in bytes.
  ///
  /// It is 16 MiB: more than any line of text has, and small enough that a file without lines doesn't fill
  /// memory.
  public static var standardLimit: Int { 16 << 20 }

  /// Creates a reader of lines that end with LF or CRLF, and opens the input.
  ///
  /// - Parameters:
  ///   - input: The input to read.
  ///   - limit: The longest line that is returned, in bytes without its end.
  /// - Throws: ``SourceError`` if the input can't be opened.
  /// - Precondition: `limit` is positive.
  public init(linesOf input: some ByteInput, limit: Int = standardLimit) throws {
    try self.init(input, .lineEnd, limit)
  }

  /// Creates a reader of records that are separated by bytes, and opens the input.
  ///
  /// - Parameters:
  ///   - input: The input to read.
  ///   - separator: The bytes between two records, which may also stand after the last one.
  ///   - limit: The longest record that is returned, in bytes without the separator.
  /// - Throws: ``SourceError`` if the input can't be opened.
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

  /// Returns the next record, or `nil` at the end.
  ///
  /// A last line without an end is a line, and there is no empty line after the last end. NUL is an ordinary
  /// byte.
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
  /// - Returns: The record, valid until the next call. At the end, always `nil`.
  /// - Throws: ``SourceError``. A ``SourceError/Reason/tooLong(limit:)`` is thrown before the rest of that
  ///   record is read, and the next call returns the record after it. After any other error there are no more
  ///   records.
  /// - Complexity: Linear in the record. The memory is that of the longest record, and at least 128 KiB.
  @_lifetime(&self)
  public mutating func next() throws -> Record? {
    guard let range = try nextRange() else { return nil }
    return Record(number: number, bytes: buffer.bytes(range))
  }

  /// Returns the bytes of the next record as a slice of the reader's buffer, or `nil` at the end.
  ///
  /// It is ``next()`` for a record that outlives the next call, for example in a generator. The bytes are
  /// copied only if you keep the slice: then the next reading copies the reader's whole buffer.
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
  /// - Returns: The bytes of the record that ``number`` counts. At the end, always `nil`.
  /// - Throws: ``SourceError``, as ``next()`` does.
  /// - Complexity: Linear in the record. While another slice is kept, also linear in the buffer, at most once
  ///   every 128 KiB.
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
      // The record is incomplete.
      buffer.consume(buffer.range.count)
      cutter.fail()
      hasFailed = true
      throw SourceError.from(error, of: name)
    }
  }
}

extension RecordReader {
  /// Returns the text of the next record that isn't bad, or `nil` at the end.
  ///
  /// - Throws: The error that ended reading, if ``hasFailed``; otherwise what `badLines` throws.
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

  /// Returns the line, or `nil` if it is bad and is skipped.
  ///
  /// - Throws: The line's error, or what the closure throws.
  package func text(of line: Result<String, SourceError>) throws -> String? {
    switch line {
    case .success(let text): return text
    case .failure(let error):
      try meet(error)
      return nil
    }
  }
}
