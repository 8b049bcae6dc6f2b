import GeneratorPlatform
import Synchronization
import SystemPackage

/// Ends sources that wait for more, from another thread or from a signal handler.
///
/// A consumer that is in `next()` of a file that grows is not there to close it. It is given a stop
/// beforehand:
///
/// ```swift
/// let stop = try SourceStop()
/// let log = lines(of: "access.log".following(stop: stop))
/// // On another thread, or in a handler of SIGINT: stop.stop()
/// while let line = try log.next() { print(line) }
/// ```
///
/// One stop ends any number of sources, and for ever: one that is given it afterwards has no elements
/// but those that need no waiting.
public final class SourceStop: Sendable {
  /// Can be read, says `poll`, once it is stopped, and is never read.
  let descriptor: FileDescriptor

  private let writeEnd: FileDescriptor
  private let stopped = Atomic(false)

  /// Makes a stop, which takes two descriptors.
  ///
  /// - Throws: `Errno`, where there are no more descriptors.
  public init() throws {
    (descriptor, writeEnd) = try FileDescriptor.ownPipe()
  }

  deinit {
    try? descriptor.close()
    try? writeEnd.close()
  }

  /// Whether it was stopped.
  public var isStopped: Bool { stopped.load(ordering: .acquiring) }

  /// Ends the sources that have it.
  ///
  /// One that waits ends at once, and any other at its next reading, even if there is more to be had.
  /// To stop again does nothing. It returns without waiting.
  ///
  /// It may be called from a signal handler: it takes no lock and no memory, makes one `write(2)` and
  /// leaves `errno` as it was. The handler can't hold the stop, but find it in a global constant, which
  /// must have its value before the handler is installed.
  ///
  /// - Complexity: O(1).
  public func stop() {
    // One byte in all, so that the pipe is never full.
    if !stopped.exchange(true, ordering: .acquiringAndReleasing) { Poll.wake(writeEnd.rawValue) }
  }
}
