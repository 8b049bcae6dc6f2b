/// What was read ahead of a source: a part of a store that is filled behind it and consumed in front.
struct ReadBuffer: ~Copyable {
  private let source: any ByteSource
  private var storage: [UInt8]

  /// Where in the store that lies which was read and is not consumed.
  private(set) var range = 0..<0

  init(_ source: any ByteSource, size: Int) {
    self.source = source
    storage = [UInt8](repeating: 0, count: max(size, 1))
  }

  /// The bytes of `part`, which lies in the store.
  @_lifetime(borrow self)
  func bytes(_ part: Range<Int>) -> RawSpan { storage.span.bytes.extracting(part) }

  /// The bytes of `part`, which lies in the store, to be kept.
  ///
  /// As long as somebody does, the store is copied when it is written to.
  func slice(_ part: Range<Int>) -> ArraySlice<UInt8> { storage[part] }

  /// Returns what a cutter says of the bytes that were read and are not consumed.
  func step(of cutter: inout RecordCutter) -> RecordCutter.Step {
    cutter.next(in: storage.span.bytes.extracting(range))
  }

  /// The byte at `index`, which lies in the store.
  subscript(index: Int) -> UInt8 { storage[index] }

  /// Says that the bytes before `index` are not needed any more.
  mutating func consume(to index: Int) { range = index..<range.upperBound }

  /// Says that the first `count` unread bytes are not needed any more.
  mutating func consume(_ count: Int) { consume(to: range.lowerBound + count) }

  /// Where `byte` is next, from `index` on.
  func firstIndex(of byte: UInt8, from index: Int) -> Int? {
    precondition(range.contains(index) || index == range.upperBound)
    return storage.span.bytes.extracting(..<range.upperBound).firstIndex(of: byte, from: index)
  }

  /// Reads more, behind what there is, which it may move to the front of the store.
  ///
  /// There must be less than `limit` bytes; the store grows up to that.
  ///
  /// - Returns: `false` if the source has no more.
  mutating func fill(limit: Int) throws -> Bool {
    precondition(range.count < limit)
    if range.isEmpty {
      range = 0..<0
    } else if range.upperBound == storage.count {
      moveToFront()
      if range.count == storage.count {
        let growth = min(storage.count, limit - storage.count)
        storage.append(contentsOf: repeatElement(0, count: growth))
      }
    }
    let end = range.upperBound
    let source = source
    // Sound, because the span is of the part of the store behind `end`, is not used afterwards, and
    // tells by `finalize` how many bytes of it were written; the store as a whole was initialized.
    let count = try storage.withUnsafeMutableBufferPointer { bytes in
      let free = UnsafeMutableBufferPointer(rebasing: bytes[end...])
      var span = OutputSpan(buffer: free, initializedCount: 0)
      do {
        try source.read(into: &span)
      } catch {
        _ = span.finalize(for: free)
        throw error
      }
      return span.finalize(for: free)
    }
    range = range.lowerBound..<(end + count)
    return count > 0
  }

  private mutating func moveToFront() {
    let range = range
    if range.lowerBound > 0 {
      // Sound, because both parts are in the store; the copy allows that they overlap.
      storage.withUnsafeMutableBytes { bytes in
        bytes.copyMemory(
          from: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[range]))
      }
    }
    self.range = 0..<range.count
  }
}
