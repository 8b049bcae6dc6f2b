/// Makes lines of what is read of a source bit by bit: a `RecordReader` that never waits.
///
/// It has the same lines, the same numbers, the same limit, and reports the same lines as bad.
package struct LineAssembler: ~Copyable {
  private let name: String
  private var cutter: RecordCutter
  private var buffer: ReadBuffer
  private var number = 0

  /// - Parameters:
  ///   - source: what ``fill()`` reads.
  ///   - name: what errors call it.
  ///   - limit: the longest line that is returned, in bytes without its end.
  ///   - size: how many bytes there is room for at first; it grows up to the limit.
  package init(_ source: any ByteSource, name: String, limit: Int, size: Int) {
    self.name = name
    cutter = RecordCutter(.lineEnd, limit: limit)
    buffer = ReadBuffer(source, size: size)
  }

  /// Reads once of the source; that it appends nothing is no end here.
  ///
  /// All lines that `next()` has must have been taken.
  package mutating func fill() throws {
    do {
      _ = try buffer.fill(limit: cutter.capacity)
    } catch {
      throw SourceError.from(error, of: name)
    }
  }

  /// Says that the source has no more: what is left is a line.
  package mutating func end() { cutter.end() }

  /// Returns the text of the next line that is there, or why that line is bad; `nil` if none is
  /// there.
  package mutating func next(_ invalidUTF8: InvalidUTF8Policy) -> Result<String, SourceError>? {
    while true {
      let start = buffer.range.lowerBound
      switch buffer.step(of: &cutter) {
      case .record(let count, let consumed):
        buffer.consume(consumed)
        number += 1
        let record = Record(number: number, bytes: buffer.bytes(start..<(start + count)))
        return Result { () throws(SourceError) in try record.text(invalidUTF8, of: name) }
      case .tooLong(let consumed, _):
        buffer.consume(consumed)
        number += 1
        let reason = SourceError.Reason.tooLong(limit: cutter.limit)
        return .failure(SourceError(source: name, line: number, reason: reason))
      case .discard(let count, _):
        buffer.consume(count)
      case .more, .end:
        return nil
      }
    }
  }
}
