public import GeneratorSources
public import Generators

/// The reason why a line is not a record.
///
/// A record needs a host, a time, a request, a status and a size. The other fields may be missing, cut off or
/// odd: the part that could be read is used.
public enum Malformation: Error, Hashable, CaseIterable {
  case emptyLine
  case tooLong
  case noHost
  case noTime
  case noRequest
  case noStatus
  case noSize

  /// The reason, in words for the reader of a log.
  public var explanation: String {
    switch self {
    case .emptyLine: "the line is empty"
    case .tooLong: "the line is too long"
    case .noHost: "no host at the start of the line"
    case .noTime: "no valid time like [17/May/2015:10:05:03 +0000]"
    case .noRequest: "no request in quotes after the time"
    case .noStatus: "no status of three digits after the request"
    case .noSize: "no size, a number or -, after the status"
    }
  }
}

/// Returns the records of a log: the first stage of a pipeline.
///
/// Opens the log at the first `next()`, and closes it when the records end, an error is thrown, or the
/// generator is released. The records are slices of a buffer that is reused. Keeping one is safe, but makes
/// the reader copy its buffer.
///
/// - Parameters:
///   - input: The log.
///   - limit: The longest line that can be a record, in bytes.
///   - onMalformed: Called with each line that is not a record, and the reason, before the next record.
/// - Returns: The records, in the order of their lines.
public func logRecords(
  of input: any ByteInput, limit: Int = 1 << 20,
  onMalformed: @escaping (_ line: Int, _ reason: Malformation) -> Void
) -> ThrowingGenerator<LogRecord> {
  func open(_ input: some ByteInput) throws -> RecordReader {
    try RecordReader(linesOf: input, limit: limit)
  }
  return ThrowingGenerator { yield in
    var reader = try open(input)
    while true {
      let record: LogRecord
      do {
        guard let line = try reader.nextSlice() else { return }
        record = try LogRecord(line)
      } catch let malformation as Malformation {
        onMalformed(reader.number, malformation)
        continue
      } catch let error as SourceError {
        guard case .tooLong = error.reason else { throw error }
        onMalformed(reader.number, .tooLong)
        continue
      }
      try yield(record)
    }
  }
}

extension LogRecord {
  /// Reads a line of Common or Combined Log Format, without its end.
  ///
  /// Common is `host ident user [time] "request" status size`. Combined continues with
  /// ` "referrer" "agent"`. More fields may follow. ``LogHead`` describes what may stand before the host, and how
  /// a list of hosts is read.
  ///
  /// The time is the one before the request, which servers write in quotes. A user's name may contain another
  /// time in brackets, but no quote without a backslash. A byte order mark, and everything up to the last NUL
  /// before the time, are not part of the line: a log that is truncated while its server writes has NULs in
  /// place of its old lines.
  public init(_ line: ArraySlice<UInt8>) throws(Malformation) {
    let bytes = line.span
    let count = bytes.count
    if count == 0 { throw .emptyLine }
    if bytes[0] == .space { throw .noHost }

    // Users choose their names, so the text between the host and the time may contain spaces, brackets,
    // and times in brackets, but none that a quote follows.
    var bracket = 0
    var position = 0
    var time: LogTime?
    var hasTime = false
    repeat {
      let next = bytes.firstIndex(of: UInt8(ascii: "["), in: min(bracket + 1, count)..<count)
      guard let next else { throw hasTime ? .noRequest : .noTime }
      bracket = next
      guard bytes[bracket - 1] == .space, bytes.has(UInt8(ascii: "]"), at: bracket + 27),
        let found = LogTime(bytes, at: bracket + 1)
      else { continue }
      hasTime = true
      position = bytes.skippingSpaces(from: bracket + 28)
      if bytes.has(.quote, at: position) { time = found }
    } while time == nil
    guard let time else { throw .noTime }

    let start = bytes.startOfLine(before: bracket)
    if bytes[start] == .space { throw .noHost }
    let head = LogHead(bytes, in: start..<bracket)
    if head.host.isEmpty || bytes[head.host.lowerBound] == .quote { throw .noHost }

    let request = bytes.quotedField(at: position)
    guard request.upperBound < count else { throw .noRequest }

    position = bytes.skippingSpaces(from: request.upperBound + 1)
    guard let status = bytes.number(at: position, digits: 3), bytes.endsField(at: position + 3)
    else { throw .noStatus }

    position = bytes.skippingSpaces(from: position + 3)
    guard let size = bytes.size(at: &position) else { throw .noSize }

    position = bytes.skippingSpaces(from: position)
    var (referrer, agent) = (0..<0, 0..<0)
    if bytes.has(.quote, at: position) {
      referrer = bytes.quotedField(at: position)
      position = bytes.skippingSpaces(from: referrer.upperBound + 1)
      if bytes.has(.quote, at: position) { agent = bytes.quotedField(at: position) }
    }

    let fields = Fields(
      host: head.host,
      user: head.user,
      request: request,
      path: bytes.path(in: request),
      referrer: referrer,
      agent: agent)
    self.init(
      line: line[(line.startIndex + start)...], time: time, status: status, size: size,
      fields: fields.shifted(by: line.startIndex))
  }
}

extension LogRecord.Fields {
  /// Returns the same fields in a line that starts at `start`.
  @inline(__always)
  fileprivate func shifted(by start: Int) -> Self {
    func shift(_ range: Range<Int>) -> Range<Int> {
      (range.lowerBound + start)..<(range.upperBound + start)
    }
    return Self(
      host: shift(host), user: shift(user), request: shift(request), path: shift(path),
      referrer: shift(referrer), agent: shift(agent))
  }
}

extension Span where Element == UInt8 {
  @inline(__always)
  func has(_ byte: UInt8, at index: Int) -> Bool {
    index < count && self[index] == byte
  }

  @inline(__always)
  fileprivate func endsField(at index: Int) -> Bool {
    index >= count || self[index] == .space
  }

  /// Returns the first index from `index` on that holds no space.
  @inline(__always)
  func skippingSpaces(from index: Int) -> Int {
    var index = index
    while index < count && self[index] == .space { index &+= 1 }
    return index
  }

  /// Returns the text between the quote at `index` and the next one without a backslash before it.
  ///
  /// A field without a closing quote extends to the end, and its upper bound is `count`.
  @inline(__always)
  fileprivate func quotedField(at index: Int) -> Range<Int> {
    let start = index + 1
    var position = start
    while let found = firstIndex(of: .quote, or: .backslash, in: position..<count) {
      if self[found] == .quote { return start..<found }
      position = min(found + 2, count)
    }
    return start..<count
  }

  /// Reads the size at `index`, and moves `index` after it.
  ///
  /// No response has a number of bytes with sixteen digits.
  @inline(__always)
  fileprivate func size(at index: inout Int) -> Int? {
    if has(UInt8(ascii: "-"), at: index), endsField(at: index + 1) {
      index += 1
      return 0
    }
    let start = index
    var size = 0
    while index < count, index - start <= 15, let digit = self[index].digit {
      size = size * 10 + digit
      index += 1
    }
    return (1...15).contains(index - start) && endsField(at: index) ? size : nil
  }

  /// Returns the start of the line that has a time at `bracket`: after NULs and a byte order mark.
  @inline(__always)
  fileprivate func startOfLine(before bracket: Int) -> Int {
    var start = 0
    if firstIndex(of: 0, in: 0..<bracket) != nil {
      start = bracket
      while self[start - 1] != 0 { start -= 1 }
    }
    if start &+ 3 <= bracket, self[start] == 0xEF, self[start + 1] == 0xBB, self[start + 2] == 0xBF
    {
      start += 3
    }
    return start
  }

  /// Returns the path in "METHOD path HTTP/x", where the path may have spaces; otherwise all of `request`.
  @inline(__always)
  fileprivate func path(in request: Range<Int>) -> Range<Int> {
    guard let methodEnd = firstIndex(of: .space, in: request), methodEnd > request.lowerBound
    else { return request }
    var version = request.upperBound
    while version > methodEnd && self[version - 1] != .space { version -= 1 }
    let path = (methodEnd + 1)..<max(version - 1, methodEnd + 1)
    let isHTTP =
      version + 5 <= request.upperBound && self[version] == UInt8(ascii: "H")
      && self[version + 1] == UInt8(ascii: "T") && self[version + 2] == UInt8(ascii: "T")
      && self[version + 3] == UInt8(ascii: "P") && self[version + 4] == UInt8(ascii: "/")
    return isHTTP && !path.isEmpty ? path : request
  }
}
