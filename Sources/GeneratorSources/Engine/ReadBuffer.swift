/// The bytes that were read ahead: a part of a store, filled at its end and consumed at its beginning.
struct ReadBuffer: ~Copyable {
  private let source: any ByteSource
  private var storage: [UInt8]

  /// The part of the store with the bytes that were read and aren't consumed.
  private(set) var range = 0..<0

  init(_ source: any ByteSource, size: Int) {
    self.source = source
    storage = [UInt8](repeating: 0, count: max(size, 1))
  }

  /// Returns the bytes of `part`, which must be in the store.
  @_lifetime(borrow self)
  func bytes(_ part: Range<Int>) -> RawSpan { storage.span.bytes.extracting(part) }

  /// Returns the bytes of `part`, which must be in the store, as a slice that the caller may keep.
  ///
  /// While a slice is kept, writing to the store copies it.
  func slice(_ part: Range<Int>) -> ArraySlice<UInt8> { storage[part] }

  /// Returns the cutter's next step for the bytes that were read and aren't consumed.
  func step(of cutter: inout RecordCutter) -> RecordCutter.Step {
    cutter.next(in: storage.span.bytes.extracting(range))
  }

  /// The byte at `index`, which must be in the store.
  subscript(index: Int) -> UInt8 { storage[index] }

  /// Consumes the bytes before `index`.
  mutating func consume(to index: Int) { range = index..<range.upperBound }

  /// Consumes the first `count` bytes.
  mutating func consume(_ count: Int) { consume(to: range.lowerBound + count) }

  /// Returns the position of the first `byte` at or after `index`.
  func firstIndex(of byte: UInt8, from index: Int) -> Int? {
    precondition(range.contains(index) || index == range.upperBound)
    return storage.span.bytes.extracting(..<range.upperBound).firstIndex(of: byte, from: index)
  }

  /// Reads more bytes after those that are held, which it may move to the front of the store.
  ///
  /// There must be fewer than `limit` bytes. The store grows up to that size.
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
    // Sound, since the span covers the part of the store from `end` on and isn't used afterwards, and
    // `finalize` returns the number of written bytes. The whole store is initialized.
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
      // Sound, since both parts are in the store, and the copy permits overlap.
      storage.withUnsafeMutableBytes { bytes in
        bytes.copyMemory(
          from: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[range]))
      }
    }
    self.range = 0..<range.count
  }
}
