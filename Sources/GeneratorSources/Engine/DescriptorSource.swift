import GeneratorPlatform
import SystemPackage

/// The bytes of an open descriptor.
final class DescriptorSource: ByteSource {
  let descriptor: FileDescriptor
  private let isOwned: Bool
  /// Whether it is a named pipe that no program may have opened for writing yet.
  private var awaitsWriter = false

  /// Reads from where `descriptor` stands, and closes it at the end of its life if it is owned.
  init(_ descriptor: FileDescriptor, isOwned: Bool) {
    self.descriptor = descriptor
    self.isOwned = isOwned
  }

  /// Opens a file, which it closes at the end of its life.
  ///
  /// To open a named pipe waits for its writer, and no stop reaches a thread that waits there. So
  /// this opens the pipe without waiting, and the first reading waits, by `poll`.
  init(opening path: FilePath) throws {
    isOwned = true
    #if os(Linux) || os(Android)
      // On other systems `poll` doesn't tell a pipe whose writer is still to come from one that has
      // ended. Anything but a pipe is opened as before: some devices wait for good reason.
      if (try? path.stat())?.type == .fifo {
        descriptor = try .openOwn(path, .readOnly, options: .nonBlocking)
        awaitsWriter = try descriptor.isNamedPipeSetToWait()
        return
      }
    #endif
    descriptor = try .openOwn(path, .readOnly)
  }

  deinit {
    // What was read was read: that closing fails tells nothing to who only reads.
    if isOwned { try? descriptor.close() }
  }

  func read(into buffer: inout OutputSpan<UInt8>) throws {
    if awaitsWriter {
      // Until then the system takes it for a pipe that has ended. `poll` doesn't.
      _ = try Poll.readable([descriptor], until: nil)
      awaitsWriter = false
    }
    // Sound, because the system writes only to the part that is not initialized, and says how much.
    try buffer.withUnsafeMutableBufferPointer { bytes, count in
      let free = UnsafeMutableRawBufferPointer(
        UnsafeMutableBufferPointer(rebasing: bytes[count...]))
      count += try descriptor.read(into: free)
    }
  }
}
