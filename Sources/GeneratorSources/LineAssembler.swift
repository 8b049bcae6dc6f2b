/// Makes lines of what is read of a source bit by bit: a `RecordReader` that never waits.
///
/// It has the same lines, the same numbers, the same limit, and reports the same lines as bad.
package struct LineAssembler: ~Copyable {
  private let name: String
  private let limit: Int
  private var buffer: ReadBuffer
  private var number = 0
  /// Where the search for the end of this line goes on.
  private var searched = 0
  /// Whether the line that is read was reported as too long, so that the rest of it is discarded.
  private var isSkipping = false
  private var hasEnded = false

  /// - Parameters:
  ///   - source: what ``fill()`` reads.
  ///   - name: what errors call it.
  ///   - limit: the longest line that is returned, in bytes without its end.
  ///   - size: how many bytes there is room for at first; it grows up to the limit.
  package init(_ source: any ByteSource, name: String, limit: Int, size: Int) {
    self.name = name
    self.limit = limit
    buffer = ReadBuffer(source, size: size)
  }

  /// Reads once of the source; that it appends nothing is no end here.
  ///
  /// All lines that `next()` has must have been taken.
  package mutating func fill() throws {
    let start = buffer.range.lowerBound
    do {
      _ = try buffer.fill(limit: capacity)
    } catch {
      throw SourceError.from(error, of: name)
    }
    searched += buffer.range.lowerBound - start
  }

  /// Says that the source has no more: what is left is a line.
  package mutating func end() { hasEnded = true }

  /// Returns the text of the next line that is there, or why that line is bad; `nil` if none is
  /// there.
  package mutating func next(_ invalidUTF8: InvalidUTF8) -> Result<String, SourceError>? {
    guard let range = nextRange() else { return nil }
    number += 1
    let record = Record(number: number, bytes: buffer.bytes(range))
    if record.bytes.byteCount > limit {
      return .failure(SourceError(source: name, line: number, reason: .tooLong(limit: limit)))
    }
    return Result { () throws(SourceError) in try record.text(invalidUTF8, of: name) }
  }

  private mutating func nextRange() -> Range<Int>? {
    while true {
      var range = buffer.range
      if let hit = buffer.firstIndex(of: UInt8(ascii: "\n"), from: searched) {
        searched = hit + 1
        buffer.consume(to: searched)
        if isSkipping {
          isSkipping = false
          continue
        }
        range = range.lowerBound..<hit
      } else {
        searched = range.upperBound
        if isSkipping {
          buffer.consume(to: searched)
          return nil
        }
        // Without an end it is a line if it is the last, or if it would be too long with any end.
        isSkipping = range.count >= capacity
        guard isSkipping || hasEnded, !range.isEmpty else { return nil }
        buffer.consume(to: searched)
      }
      return buffer.withoutCarriageReturn(range)
    }
  }

  /// What a line of the greatest length takes with its end.
  private var capacity: Int { limit > .max - 2 ? .max : limit + 2 }
}
