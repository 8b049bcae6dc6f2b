import GeneratorPlatform
import GeneratorScheduling
import SystemPackage

/// A waker for a thread that waits for descriptors: a pipe that becomes readable.
///
/// The pipe is closed with this object, when nothing can write to it any more.
final class PipeWaker: Waker {
  let readEnd: Int32
  private let writeEnd: Int32

  /// Creates the pipe.
  ///
  /// - Throws: `Errno` if there are no more descriptors.
  init() throws {
    (readEnd, writeEnd) = try asErrno { try Descriptors.makePipe() }
    // From here on `deinit` closes them, even if this throws.
    try asErrno {
      try Descriptors.setNonBlocking(readEnd, true)
      try Descriptors.setNonBlocking(writeEnd, true)
    }
  }

  deinit {
    Descriptors.close(readEnd)
    Descriptors.close(writeEnd)
  }

  /// Writes a byte.
  ///
  /// If the pipe is full, it is readable, which is all that is needed.
  func wake() { Poll.wake(writeEnd) }

  /// Empties the pipe, which holds a byte for each call, and seldom more than one.
  ///
  /// Done before the scheduler looks for messages: a message that is posted after the look wakes it again.
  func reset() {
    withUnsafeTemporaryAllocation(byteCount: 64, alignment: 1) { buffer in
      // Sound, because the system is told the length of the buffer, and nothing reads what it writes.
      while let count = try? FileDescriptor(rawValue: readEnd).read(into: buffer),
        count == buffer.count
      {}
    }
  }
}
