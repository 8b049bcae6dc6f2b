import GeneratorPlatform
import GeneratorSources
import SystemPackage

/// A sorted run in a temporary file, which has no name, so that it is gone however the process ends.
final class RunFile: Sendable {
  private let descriptor: FileDescriptor
  /// Where the lines of each bucket are.
  let buckets: [Range<Int64>]

  fileprivate init(_ descriptor: FileDescriptor, buckets: [Range<Int64>]) {
    self.descriptor = descriptor
    self.buckets = buckets
  }

  deinit { try? descriptor.close() }

  /// The lines of a bucket.
  func input(ofBucket bucket: Int) -> some ByteInput {
    RunInput(file: self, range: buckets[bucket])
  }

  /// Reads at an offset.
  fileprivate func read(at offset: Int64, into buffer: inout OutputSpan<UInt8>, limit: Int64) throws
    -> Int
  {
    // Sound, because the system writes only to the part that is not initialized, and says how much.
    try buffer.withUnsafeMutableBufferPointer { bytes, count in
      let free = UnsafeMutableRawBufferPointer(
        UnsafeMutableBufferPointer(rebasing: bytes[count...].prefix(Int(clamping: limit))))
      let read = try descriptor.read(fromAbsoluteOffset: offset, into: free)
      count += read
      return read
    }
  }
}

/// A part of a run file.
private struct RunInput: ByteInput {
  let name = TemporaryOutput.name
  let file: RunFile
  let range: Range<Int64>

  func open() -> any ByteSource { Source(file, range) }

  private final class Source: ByteSource {
    private let file: RunFile
    private var rest: Range<Int64>

    init(_ file: RunFile, _ range: Range<Int64>) { (self.file, rest) = (file, range) }

    func read(into buffer: inout OutputSpan<UInt8>) throws {
      if rest.isEmpty { return }
      let count = try file.read(at: rest.lowerBound, into: &buffer, limit: Int64(rest.count))
      // What was written must be there.
      if count == 0 { throw Errno.ioError }
      rest = (rest.lowerBound + Int64(count))..<rest.upperBound
    }
  }
}

/// Writes a temporary file, bucket by bucket.
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
  consuming func finish() throws -> RunFile {
    try flush()
    isOwned = false
    return RunFile(descriptor, buckets: buckets)
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
