import GeneratorPlatform
import GeneratorSources
import SystemPackage

/// A temporary file that is written bucket by bucket.
struct TemporaryOutput: ~Copyable {
  static let name = "a temporary file"
  private static let size = 256 << 10

  private let descriptor: FileDescriptor
  private let directory: String
  private var isOwned = true
  private var buffer: [UInt8] = []
  private var written: Int64 = 0
  private var buckets: [Range<Int64>] = []
  private var start: Int64 = 0

  init(in directory: String) throws {
    self.directory = directory
    do {
      descriptor = FileDescriptor(rawValue: try TemporaryFile.open(in: directory))
    } catch {
      throw WorkerError("a temporary file in \(directory): \(error)")
    }
    buffer.reserveCapacity(Self.size)
  }

  deinit { if isOwned { try? descriptor.close() } }

  /// Writes bytes.
  mutating func write(_ bytes: ArraySlice<UInt8>) throws {
    if buffer.count + bytes.count > Self.size { try flush() }
    if bytes.count >= Self.size {
      try writeThrough(bytes)
    } else {
      buffer.append(contentsOf: bytes)
    }
  }

  /// Writes a line and its line feed.
  mutating func writeLine(_ line: ArraySlice<UInt8>) throws {
    try write(line)
    buffer.append(.lineFeed)
  }

  /// Ends a bucket.
  mutating func endBucket() {
    let end = written + Int64(buffer.count)
    buckets.append(start..<end)
    start = end
  }

  /// Returns what was written as a run.
  consuming func finish() throws -> SortedRunFile {
    try flush()
    isOwned = false
    return SortedRunFile(descriptor, buckets: buckets)
  }

  private mutating func flush() throws {
    try writeThrough(buffer[...])
    buffer.removeAll(keepingCapacity: buffer.capacity <= 4 * Self.size)
  }

  private mutating func writeThrough(_ bytes: ArraySlice<UInt8>) throws {
    do {
      _ = try descriptor.writeAll(bytes)
    } catch let errno as Errno {
      throw WorkerError("a temporary file in \(directory): \(errno)")
    }
    written += Int64(bytes.count)
  }
}
