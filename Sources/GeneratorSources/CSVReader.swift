/// Reads comma-separated values, a row at a time.
///
/// Finds the fields in the read buffer, and copies each of them once, into its string.
struct CSVReader: ~Copyable {
  private static var quote: UInt8 { UInt8(ascii: "\"") }

  let name: String
  private let delimiter: UInt8
  private let limit: Int
  private let invalidUTF8: InvalidUTF8Policy

  private var buffer: ReadBuffer
  private var hasBegun = false
  private var hasEnded = false

  /// The line in which the last returned row begins, counted from 1.
  private(set) var line = 0
  private var nextLine = 1

  /// The number of fields of the last returned row, which is probably that of the next.
  private var width = 0

  init(
    _ input: some ByteInput, delimiter: UInt8, limit: Int, invalidUTF8: InvalidUTF8Policy
  ) throws {
    name = input.name
    (self.delimiter, self.limit, self.invalidUTF8) = (delimiter, limit, invalidUTF8)
    buffer = ReadBuffer(try input.opened(), size: RecordReader.bufferSize)
  }

  /// Returns the fields of the next row, none for an empty line, or `nil` at the end.
  ///
  /// The reader can't be used after an error.
  mutating func next() throws -> [String]? {
    if !hasBegun { try begin() }
    line = nextLine
    guard try byte(at: 0) != nil else { return nil }

    var row: [String] = []
    row.reserveCapacity(width)
    // All offsets count from the beginning of the row, because the buffer moves its bytes.
    var offset = 0
    var hasQuotes = false
    while true {
      if try byte(at: offset) == Self.quote {
        hasQuotes = true
        let start = offset + 1
        let (end, isEscaped) = try closingQuote(from: start, field: row.count + 1)
        row.append(try text(start..<end, isEscaped: isEscaped))
        offset = end + 1
      } else {
        let start = offset
        offset = try fieldEnd(from: start)
        row.append(try text(start..<offset, isEscaped: false))
      }

      let endLength: Int
      switch try byte(at: offset) {
      case delimiter:
        offset += 1
        continue
      case nil:
        endLength = 0
      case UInt8(ascii: "\n"):
        endLength = 1
      case UInt8(ascii: "\r"):
        switch try byte(at: offset + 1) {
        case nil: endLength = 1
        case UInt8(ascii: "\n"): endLength = 2
        default:
          throw malformed(
            "after field \(row.count) a carriage return has no line feed", at: offset)
        }
      case Self.quote:
        throw malformed("field \(row.count) has a quote, and does not begin with one", at: offset)
      default:
        throw malformed("field \(row.count) goes on after its closing quote", at: offset)
      }

      guard offset <= limit else { throw tooLong }
      // A field without quotes contains no line feed.
      nextLine = line + 1 + (hasQuotes ? lineFeeds(before: offset) : 0)
      buffer.consume(to: buffer.range.lowerBound + offset + endLength)
      if offset == 0 { return [] }
      width = row.count
      return row
    }
  }

  /// Skips a byte order mark.
  ///
  /// Reads no more bytes than it takes to recognize one.
  private mutating func begin() throws {
    hasBegun = true
    guard try byte(at: 0) == 0xEF, try byte(at: 1) == 0xBB, try byte(at: 2) == 0xBF else { return }
    buffer.consume(to: buffer.range.lowerBound + 3)
  }

  // MARK: - Fields

  /// Returns the end of the field without quotes that begins at `offset`.
  private mutating func fieldEnd(from offset: Int) throws -> Int {
    var offset = offset
    while true {
      if let hit = held(from: offset).firstFieldEnd(delimiter: delimiter) { return offset + hit }
      offset = buffer.range.count
      guard try fill() else { return offset }
    }
  }

  /// Returns the position of the closing quote, and whether the field contains doubled quotes.
  private mutating func closingQuote(
    from offset: Int, field: Int
  ) throws -> (end: Int, isEscaped: Bool) {
    var (offset, isEscaped) = (offset, false)
    while true {
      let start = buffer.range.lowerBound
      if let hit = buffer.firstIndex(of: Self.quote, from: start + offset) {
        let end = hit - start
        if try byte(at: end + 1) != Self.quote { return (end, isEscaped) }
        offset = end + 2
        isEscaped = true
      } else {
        offset = buffer.range.count
        guard try fill() else { throw malformed("field \(field) has no closing quote", at: offset) }
      }
    }
  }

  /// Returns the text of the bytes in `range`.
  private func text(_ range: Range<Int>, isEscaped: Bool) throws -> String {
    guard range.upperBound <= limit else { throw tooLong }
    let start = buffer.range.lowerBound
    let bytes = buffer.bytes((start + range.lowerBound)..<(start + range.upperBound))
    let text: String?
    if isEscaped {
      text = decoded([UInt8](unescaping: bytes).span.bytes)
    } else {
      text = decoded(bytes)
    }
    if let text { return text }
    // The place of the error counts from the beginning of the row.
    let row = buffer.bytes(start..<(start + range.upperBound))
    return try Record(number: line, bytes: row).text(.fail, of: name)
  }

  private func decoded(_ bytes: RawSpan) -> String? {
    switch invalidUTF8 {
    case .repair: String(repairing: bytes)
    case .fail: String(validating: bytes)
    }
  }

  // MARK: - Bytes

  /// Returns the byte at `offset`, or `nil` at the end of the input.
  ///
  /// Reads more if it must.
  private mutating func byte(at offset: Int) throws -> UInt8? {
    while offset >= buffer.range.count {
      guard try fill() else { return nil }
    }
    return buffer[buffer.range.lowerBound + offset]
  }

  /// Returns the bytes in the buffer from `offset` on.
  @_lifetime(borrow self)
  private func held(from offset: Int) -> RawSpan {
    buffer.bytes((buffer.range.lowerBound + offset)..<buffer.range.upperBound)
  }

  /// Reads more, unless the row is too long already.
  private mutating func fill() throws -> Bool {
    if hasEnded { return false }
    let capacity = limit > .max - 2 ? .max : limit + 2
    guard buffer.range.count < capacity else { throw tooLong }
    do {
      hasEnded = try !buffer.fill(limit: capacity)
    } catch {
      throw SourceError.from(error, of: name)
    }
    return !hasEnded
  }

  // MARK: - Errors

  private var tooLong: SourceError {
    SourceError(source: name, line: line, reason: .tooLong(limit: limit))
  }

  /// Returns the error for the byte at `offset`, with the byte's line if the row begins in another one.
  private func malformed(_ why: String, at offset: Int) -> SourceError {
    // The kind of error must not depend on how much was read ahead.
    guard offset <= limit else { return tooLong }
    let lines = lineFeeds(before: offset)
    let place = lines == 0 ? "" : ", in line \(line + lines)"
    return SourceError(source: name, line: line, reason: .malformed(why + place))
  }

  private func lineFeeds(before offset: Int) -> Int {
    let start = buffer.range.lowerBound
    return buffer.bytes(start..<(start + offset)).count(of: UInt8(ascii: "\n"))
  }
}

extension CSVReader {
  /// Returns the byte of a delimiter; traps if it isn't one that can stand between two fields.
  static func byte(ofDelimiter delimiter: Character) -> UInt8 {
    // The ASCII value of the character CRLF is that of LF.
    guard let byte = delimiter.asciiValue,
      ![quote, UInt8(ascii: "\r"), UInt8(ascii: "\n")].contains(byte)
    else {
      fatalError(
        "a delimiter of fields must be an ASCII character other than a quote or the end of a line, "
          + "and is \(delimiter.debugDescription)")
    }
    return byte
  }

  /// Traps unless the limit is positive.
  static func check(limit: Int) {
    guard limit > 0 else { fatalError("the limit of a row must be positive, and is \(limit)") }
  }

  /// Returns the error for a row with another number of fields than expected.
  func ragged(_ count: Int, _ expected: Int) -> SourceError {
    let fields = count == 1 ? "1 field" : "\(count) fields"
    return SourceError(
      source: name, line: line, reason: .malformed("\(fields) in place of \(expected)"))
  }
}
