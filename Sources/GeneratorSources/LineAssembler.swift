/// Assembles lines from a source that is read bit by bit: a `RecordReader` that never waits.
///
/// It returns the same lines with the same numbers and limit, and reports the same lines as bad.
package struct LineAssembler: ~Copyable {
  private let name: String
  private var cutter: RecordCutter
  private var buffer: ReadBuffer
  private var number = 0

  /// Creates an assembler.
  ///
  /// - Parameters:
  ///   - source: The source that ``fill()`` reads.
  ///   - name: The name of the source in errors.
  ///   - limit: The longest line that is returned, in bytes without its end.
  ///   - size: The initial size of the buffer in bytes; it grows up to the limit.
  package init(_ source: any ByteSource, name: String, limit: Int, size: Int) {
    self.name = name
    cutter = RecordCutter(.lineEnd, limit: limit)
    buffer = ReadBuffer(source, size: size)
  }

  /// Reads from the source once.
  ///
  /// If the source appends nothing, that isn't its end here.
  ///
  /// Call it only after `next(_:)` has returned `nil`.
  package mutating func fill() throws {
    do {
      _ = try buffer.fill(limit: cutter.capacity)
    } catch {
      throw SourceError.from(error, of: name)
    }
  }

  /// Notes the end of the source: the bytes that are left are a line.
  package mutating func end() { cutter.end() }

  /// Returns the text of the next complete line, or the line's fault; `nil` if there is none.
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
