import GeneratorSources
import SystemPackage

/// A sorted run in a temporary file, which has no name, so that it is gone however the process ends.
final class SortedRunFile: Sendable {
  private let descriptor: FileDescriptor
  /// The range of the lines of each bucket.
  let buckets: [Range<Int64>]

  init(_ descriptor: FileDescriptor, buckets: [Range<Int64>]) {
    self.descriptor = descriptor
    self.buckets = buckets
  }

  deinit { try? descriptor.close() }

  /// Returns the lines of a bucket.
  func input(ofBucket bucket: Int) -> some ByteInput {
    SortedRunInput(file: self, range: buckets[bucket])
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
private struct SortedRunInput: ByteInput {
  let name = TemporaryOutput.name
  let file: SortedRunFile
  let range: Range<Int64>

  func open() -> any ByteSource { Source(file, range) }

  private final class Source: ByteSource {
    private let file: SortedRunFile
    private var rest: Range<Int64>

    init(_ file: SortedRunFile, _ range: Range<Int64>) { (self.file, rest) = (file, range) }

    func read(into buffer: inout OutputSpan<UInt8>) throws {
      if rest.isEmpty { return }
      let count = try file.read(at: rest.lowerBound, into: &buffer, limit: Int64(rest.count))
      // All bytes that were written must be there.
      if count == 0 { throw Errno.ioError }
      rest = (rest.lowerBound + Int64(count))..<rest.upperBound
    }
  }
}
