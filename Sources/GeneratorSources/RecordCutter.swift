/// Decides where records end in bytes that arrive piece by piece: the state machine that all readers
/// of records share.
///
/// It holds no bytes. Its owner keeps those that were read and not consumed, passes all of them to
/// each call, and consumes what the step says. A step is one of:
///
/// | Step | The owner |
/// |---|---|
/// | a record, whole records | takes it and consumes it |
/// | too long | reports a record, consumes the bytes and asks again |
/// | discard | consumes the bytes and asks again |
/// | more | reads, or calls `end()` if the source has no more, and asks again |
/// | end | stops |
struct RecordCutter {
  enum Step: Equatable {
    /// A record: as many bytes, without its delimiter, of those to consume.
    case record(count: Int, consumed: Int)
    /// A record longer than the limit. The last bytes to consume are its delimiter, as many as
    /// `delimiter`; 0 if its end is still to be found, or it is that of the source.
    case tooLong(consumed: Int, delimiter: Int)
    /// A part of a record that was reported as too long, with its delimiter unless it goes on.
    case discard(Int, delimiter: Int)
    case more
    case end
  }

  enum BlockStep: Equatable {
    /// Whole records with their delimiters; or the last record of the source, without any.
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

  /// How many of the unconsumed bytes hold no beginning of a delimiter.
  private var searched = 0
  /// Whether the record that is read was reported as too long, so that the rest of it is discarded.
  private var isSkipping = false
  private var hasEnded = false

  /// - Precondition: `limit` is positive.
  init(_ delimiter: RecordDelimiter, limit: Int) {
    guard limit > 0 else { fatalError("the limit of a record must be positive, and is \(limit)") }
    self.delimiter = delimiter
    self.limit = limit
  }

  /// How many bytes without a delimiter are too long, whatever follows.
  var capacity: Int {
    // A CR may be before a line feed.
    let endLength = delimiter.length + 1
    return limit > .max - endLength ? .max : limit + endLength
  }

  /// Says that the source has no more: what is left is a record.
  mutating func end() { hasEnded = true }

  /// Says that the bytes to come begin inside a record, so that the rest of it is discarded.
  mutating func skip() { (searched, isSkipping) = (0, true) }

  /// Says that reading has failed: all bytes are consumed, and there are no more records.
  mutating func fail() { (searched, isSkipping, hasEnded) = (0, false, true) }

  /// Returns what to do with the unconsumed bytes next, one record at a time.
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

  /// Returns what to do with the unconsumed bytes next, as many records as there are at a time.
  ///
  /// At most `limit` bytes may have been appended since the last call, so that only the first record
  /// can be too long.
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

  /// Returns what to do with the bytes from `start` on.
  mutating func nextBlock(in bytes: [UInt8], from start: Int) -> BlockStep {
    nextBlock(in: bytes.span.bytes.extracting(start...))
  }

  private mutating func stepWithoutMatch(in bytes: RawSpan) -> Step {
    let count = bytes.byteCount
    // The beginning of a delimiter may be the last that was read.
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
      // An input without an end, such as some devices, must be an error before its end.
      isSkipping = true
      searched = 0
      return .tooLong(consumed: count - unfinished, delimiter: 0)
    }
    searched = count - unfinished
    return .more
  }
}
