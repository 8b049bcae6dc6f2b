/// Finds the ends of records in bytes that arrive piece by piece: the state machine of all readers.
///
/// It holds no bytes. Its owner keeps the bytes that were read and not consumed, passes all of them to each
/// call, and acts on the step that is returned:
///
/// | Step | The owner |
/// |---|---|
/// | a record, whole records | returns and consumes them |
/// | too long | reports a record, consumes the bytes and asks again |
/// | discard | consumes the bytes and asks again |
/// | more | reads, or calls `end()` if the source has no more, and asks again |
/// | end | stops |
struct RecordCutter {
  enum Step: Equatable {
    /// A record of `count` bytes, which are the first of the bytes to consume; the rest is its delimiter.
    case record(count: Int, consumed: Int)
    /// A record longer than the limit. The last `delimiter` bytes to consume are its delimiter; 0 if
    /// its end hasn't been found, or is the end of the source.
    case tooLong(consumed: Int, delimiter: Int)
    /// A part of a record that was reported as too long, with its delimiter if that was found.
    case discard(Int, delimiter: Int)
    case more
    case end
  }

  enum BlockStep: Equatable {
    /// Whole records with their delimiters, or the last record of the source without one.
    case records(count: Int)
    /// As in ``Step``.
    case tooLong(consumed: Int, delimiter: Int)
    case discard(Int, delimiter: Int)
    case more
    case end
  }

  let delimiter: RecordDelimiter
  /// The longest record, in bytes without its delimiter.
  let limit: Int

  /// The number of unconsumed bytes in which no delimiter begins.
  private var searched = 0
  /// Whether the current record was reported as too long, so that the rest of it is discarded.
  private var isSkipping = false
  private var hasEnded = false

  /// Creates a cutter.
  ///
  /// - Precondition: `limit` is positive.
  init(_ delimiter: RecordDelimiter, limit: Int) {
    guard limit > 0 else { fatalError("the limit of a record must be positive, and is \(limit)") }
    self.delimiter = delimiter
    self.limit = limit
  }

  /// The number of bytes without a delimiter that are too long, whatever follows.
  var capacity: Int {
    // A CR may be before a line feed.
    let endLength = delimiter.length + 1
    return limit > .max - endLength ? .max : limit + endLength
  }

  /// Notes the end of the source: the bytes that are left are a record.
  mutating func end() { hasEnded = true }

  /// Notes that the bytes to come begin inside of a record, whose rest is discarded.
  mutating func skip() { (searched, isSkipping) = (0, true) }

  /// Notes that reading has failed: all bytes are consumed, and there are no more records.
  mutating func fail() { (searched, isSkipping, hasEnded) = (0, false, true) }

  /// Returns the next step for the unconsumed bytes, one record at a time.
  @inline(__always)
  mutating func next(in bytes: RawSpan) -> Step {
    guard let match = delimiter.firstMatch(in: bytes, from: searched) else {
      return stepWithoutMatch(in: bytes)
    }
    searched = 0
    if isSkipping {
      isSkipping = false
      return .discard(match.upperBound, delimiter: match.count)
    }
    let count = delimiter.endOfContent(in: bytes, from: 0, to: match.lowerBound)
    return count > limit
      ? .tooLong(consumed: match.upperBound, delimiter: match.count)
      : .record(count: count, consumed: match.upperBound)
  }

  /// Returns the next step for the unconsumed bytes, as many records as possible at a time.
  ///
  /// At most `limit` bytes may have been appended since the last call, so that only the first record can be
  /// too long.
  mutating func nextBlock(in bytes: RawSpan) -> BlockStep {
    if !isSkipping, let end = delimiter.endOfLastMatch(in: bytes, from: searched) {
      let searched = searched
      self.searched = 0
      if end > limit, let match = delimiter.firstMatch(in: bytes, from: searched),
        delimiter.endOfContent(in: bytes, from: 0, to: match.lowerBound) > limit
      {
        return .tooLong(consumed: match.upperBound, delimiter: match.count)
      }
      return .records(count: end)
    }
    // Either the rest of a record that is too long, or bytes without a delimiter.
    switch next(in: bytes) {
    case .record(_, let consumed): return .records(count: consumed)
    case .tooLong(let consumed, let delimiter):
      return .tooLong(consumed: consumed, delimiter: delimiter)
    case .discard(let count, let delimiter): return .discard(count, delimiter: delimiter)
    case .more: return .more
    case .end: return .end
    }
  }

  /// Returns the next step for the bytes from `start` on.
  mutating func nextBlock(in bytes: [UInt8], from start: Int) -> BlockStep {
    nextBlock(in: bytes.span.bytes.extracting(start...))
  }

  private mutating func stepWithoutMatch(in bytes: RawSpan) -> Step {
    let count = bytes.byteCount
    // The last bytes may be the beginning of a delimiter.
    let unfinished = hasEnded ? 0 : min(count, delimiter.length - 1)
    if isSkipping {
      searched = 0
      if count > unfinished { return .discard(count - unfinished, delimiter: 0) }
      return hasEnded ? .end : .more
    }
    if hasEnded {
      searched = 0
      if count == 0 { return .end }
      let length = delimiter.endOfContent(in: bytes, from: 0, to: count)
      return length > limit
        ? .tooLong(consumed: count, delimiter: 0) : .record(count: length, consumed: count)
    }
    if count >= capacity {
      // An endless input, such as some devices, must be an error before its end.
      isSkipping = true
      searched = 0
      return .tooLong(consumed: count - unfinished, delimiter: 0)
    }
    searched = count - unfinished
    return .more
  }
}
