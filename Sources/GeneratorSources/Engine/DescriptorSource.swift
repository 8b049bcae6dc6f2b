import SystemPackage

/// The bytes of an open descriptor.
final class DescriptorSource: ByteSource {
  let descriptor: FileDescriptor
  private let isOwned: Bool

  /// Reads from where `descriptor` stands, and closes it at the end of its life if it is owned.
  init(_ descriptor: FileDescriptor, isOwned: Bool) {
    self.descriptor = descriptor
    self.isOwned = isOwned
  }

  deinit {
    // What was read was read: that closing fails tells nothing to who only reads.
    if isOwned { try? descriptor.close() }
  }

  func read(into buffer: inout OutputSpan<UInt8>) throws {
    // Sound, because the system writes only to the part that is not initialized, and says how much.
    try buffer.withUnsafeMutableBufferPointer { bytes, count in
      let free = UnsafeMutableRawBufferPointer(
        UnsafeMutableBufferPointer(rebasing: bytes[count...]))
      count += try descriptor.read(into: free)
    }
  }
}
