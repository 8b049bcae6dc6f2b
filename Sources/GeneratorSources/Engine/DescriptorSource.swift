import GeneratorPlatform
import SystemPackage

/// The bytes of an open descriptor.
final class DescriptorSource: ByteSource {
  let descriptor: FileDescriptor
  private let isOwned: Bool
  /// Whether it is a named pipe that may not have a writer yet.
  private var awaitsWriter = false

  /// Reads from the current position of `descriptor`.
  ///
  /// Closes an owned descriptor in `deinit`.
  init(_ descriptor: FileDescriptor, isOwned: Bool) {
    self.descriptor = descriptor
    self.isOwned = isOwned
  }

  /// Opens a file, and closes it in `deinit`.
  ///
  /// Opening a named pipe normally waits for its writer, and no stop reaches a thread that waits there. So
  /// the pipe is opened without waiting, and the first reading waits, by `poll`.
  init(opening path: FilePath) throws {
    isOwned = true
    #if os(Linux) || os(Android)
      // On other systems `poll` can't distinguish a pipe without a writer yet from one that has ended.
      // Anything else is opened as usual: some devices wait for a good reason.
      if (try? path.stat())?.type == .fifo {
        descriptor = try .openOwn(path, .readOnly, options: .nonBlocking)
        awaitsWriter = try descriptor.isNamedPipeSetToWait()
        return
      }
    #endif
    descriptor = try .openOwn(path, .readOnly)
  }

  deinit {
    // The bytes that were read are complete, so an error of closing doesn't concern the reader.
    if isOwned { try? descriptor.close() }
  }

  func read(into buffer: inout OutputSpan<UInt8>) throws {
    if awaitsWriter {
      // Before that, reading would return the end of the pipe. `poll` waits.
      _ = try Poll.readable([descriptor], until: nil)
      awaitsWriter = false
    }
    // Sound, since the system writes only to the uninitialized part, and returns the number of bytes.
    try buffer.withUnsafeMutableBufferPointer { bytes, count in
      let free = UnsafeMutableRawBufferPointer(
        UnsafeMutableBufferPointer(rebasing: bytes[count...]))
      count += try descriptor.read(into: free)
    }
  }
}
