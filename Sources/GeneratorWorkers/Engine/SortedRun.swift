import GeneratorPlatform

/// Lines in memory, which are sorted within each bucket.
struct SortedRun: Sendable {
  /// A line, without its line feed.
  struct Entry: Sendable {
    /// The first eight bytes, as a number that compares as they do.
    var prefix: UInt64
    var start: Int
    var count: Int

    var range: Range<Int> { start..<(start + count) }
  }

  /// All lines, each with its line feed.
  private(set) var bytes: [UInt8]
  /// The lines of each bucket.
  private(set) var buckets: [[Entry]]

  /// Sorts the lines of each bucket, which lie in `bytes`.
  init(sorting buckets: consuming [[Entry]], of bytes: consuming [UInt8]) {
    self.bytes = bytes
    self.buckets = buckets
    // Sound, because the pointers do not leave the closure, and each entry lies in the bytes.
    self.bytes.withUnsafeBytes { bytes in
      for index in self.buckets.indices {
        self.buckets[index].sort { a, b in
          if a.prefix != b.prefix { return a.prefix < b.prefix }
          return Memory.compare(
            UnsafeRawBufferPointer(rebasing: bytes[a.range]),
            UnsafeRawBufferPointer(rebasing: bytes[b.range])) < 0
        }
      }
    }
  }

  /// The approximate number of bytes of memory that it takes.
  var memory: Int {
    bytes.capacity + buckets.reduce(0) { $0 + $1.capacity * MemoryLayout<Entry>.stride }
  }
}
