import GeneratorPlatform
import Synchronization
import SystemPackage

/// A handle that ends waiting sources, from another thread or from a signal handler.
///
/// A consumer that waits in the `next()` of a growing file can't close it. Give the source a stop
/// beforehand:
///
/// ```swift
/// let stop = try SourceStop()
/// let log = lines(of: "access.log".following(stop: stop))
/// // On another thread, or in a handler of SIGINT: stop.stop()
/// while let line = try log.next() { print(line) }
/// ```
///
/// A stop can end any number of sources and can't be reset. A source that is given a stopped `SourceStop`
/// returns nothing.
public final class SourceStop: Sendable {
  /// The descriptor that `poll` reports as readable after the stop.
  ///
  /// It is never read.
  let descriptor: FileDescriptor

  private let writeEnd: FileDescriptor
  private let stopped = Atomic(false)

  /// Creates a stop, which takes two descriptors.
  ///
  /// - Throws: `Errno`, if no descriptors are left.
  public init() throws {
    (descriptor, writeEnd) = try FileDescriptor.ownPipe()
  }

  deinit {
    try? descriptor.close()
    try? writeEnd.close()
  }

  /// Whether ``stop()`` was called.
  public var isStopped: Bool { stopped.load(ordering: .acquiring) }

  /// Ends all sources that have this stop.
  ///
  /// Returns without waiting. A source that is waiting ends at once. Any other source ends at its next
  /// reading, even if more could be read. Further calls have no effect.
  ///
  /// You can call it in a signal handler: it takes no lock, allocates no memory, calls `write(2)` once, and
  /// restores `errno`. A handler can't capture the stop. Put the stop in a global constant, and initialize that
  /// before you install the handler.
  ///
  /// - Complexity: O(1).
  public func stop() {
    // At most one byte is written, so that the pipe is never full.
    if !stopped.exchange(true, ordering: .acquiringAndReleasing) { Poll.wake(writeEnd.rawValue) }
  }
}
