import GeneratorSources
import Generators

/// Some lines of a log, one after the other and none of them cut: what one thread deals with.
struct LogBlock: Sendable {
  /// The first line, without its end.
  let first: [UInt8]

  /// The other lines, each with its end.
  let others: ArraySlice<UInt8>

  /// Calls `body` with each line, without its end, LF or CRLF.
  @inline(__always)
  func forEachLine(_ body: (ArraySlice<UInt8>) -> Void) {
    body(first.withoutCarriageReturn(0..<first.count))
    let bytes = others.span
    let offset = others.startIndex
    var start = 0
    while start < bytes.count {
      let end = bytes.firstIndex(of: .lineFeed, in: start..<bytes.count) ?? bytes.count
      body(others.withoutCarriageReturn((start + offset)..<(end + offset)))
      start = end + 1
    }
  }
}

/// The lines of a log in blocks: the first stage of a pipeline.
///
/// The log is opened at the first `next()`, and closed when the blocks end or are let go of. A block
/// has what one reading gave, so that nothing waits for more of a pipe than there is. Of a line that
/// was begun when the log can't be read on, or is stopped, nothing is given.
///
/// - Parameters:
///   - input: the log.
///   - limit: of a line that is longer, in bytes, so much is given that it can be seen.
///   - size: how much to read at once, in bytes.
///   - stop: what makes the log end before its time.
/// - Returns: the blocks, whose `next()` throws a `SourceError`.
func logBlocks(
  of input: any ByteInput, limit: Int, size: Int, stop: SourceStop? = nil
) -> ThrowingGenerator<LogBlock> {
  // A line of the greatest length may have a CR more, which is a part of its end.
  let greatest = limit + 2
  return ThrowingGenerator { yield in
    let chunks = bytes(of: input, chunk: size)
    /// The line that has begun, and goes on in the next chunk.
    var line: [UInt8] = []
    while let chunk = try chunks.next() {
      guard let first = chunk.firstIndex(of: .lineFeed),
        let last = chunk.lastIndex(of: .lineFeed)
      else {
        line += chunk.prefix(greatest - line.count)
        continue
      }
      line += chunk[..<first].prefix(greatest - line.count)
      try yield(LogBlock(first: line, others: chunk[(first + 1)..<(last + 1)]))
      line = Array(chunk[(last + 1)...].prefix(greatest))
    }
    let isStopped = stop?.isStopped ?? false
    if !line.isEmpty && !isStopped { try yield(LogBlock(first: line, others: [])) }
  }
}

extension RandomAccessCollection<UInt8> where Index == Int, SubSequence == ArraySlice<UInt8> {
  /// The line in `range` without the CR that may be its last byte.
  @inline(__always)
  fileprivate func withoutCarriageReturn(_ range: Range<Int>) -> ArraySlice<UInt8> {
    guard let last = range.last, self[last] == .carriageReturn else { return self[range] }
    return self[range.lowerBound..<last]
  }
}
