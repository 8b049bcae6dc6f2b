import GeneratorPlatform
import GeneratorScheduling
import SystemPackage

/// Wakes a thread that waits for descriptors: by a pipe, which it then can read.
///
/// It is closed when nothing can write to it any more, that is, with this object.
final class PipeWaker: Waker {
  let readEnd: Int32
  private let writeEnd: Int32

  /// - Throws: `Errno`, where there are no more descriptors.
  init() throws {
    (readEnd, writeEnd) = try asErrno { try Descriptors.makePipe() }
    // From here on `deinit` closes them, also where this throws.
    try asErrno {
      try Descriptors.setNonBlocking(readEnd, true)
      try Descriptors.setNonBlocking(writeEnd, true)
    }
  }

  deinit {
    Descriptors.close(readEnd)
    Descriptors.close(writeEnd)
  }

  /// A pipe that is full can be read, and that is all that it is for.
  func wake() { Poll.wake(writeEnd) }

  /// Empties the pipe: there is a byte for each call, and seldom more than one.
  ///
  /// Done before the scheduler looks for what was posted: a post that comes after the look wakes it again.
  func reset() {
    withUnsafeTemporaryAllocation(byteCount: 64, alignment: 1) { buffer in
      // Sound, because the system is told the length of the buffer, and nothing reads what it writes.
      while let count = try? FileDescriptor(rawValue: readEnd).read(into: buffer),
        count == buffer.count
      {}
    }
  }
}
