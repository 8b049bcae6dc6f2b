import Foundation
import Synchronization
import SystemPackage
import Testing

// Threads share state here by locks and atomics that the thread sanitizer knows. It doesn't know
// `Mutex`.

/// A thread beside the test, which the test waits for, up to a bound.
final class Background: @unchecked Sendable {
  private let isOver = DispatchSemaphore(value: 0)
  private let lock = NSLock()
  private var failure: (any Error)?

  init(_ work: @escaping @Sendable () throws -> Void) {
    let thread = Thread { [self] in
      do { try work() } catch { lock.withLock { failure = error } }
      isOver.signal()
    }
    thread.start()
  }

  /// Waits for its end, and throws its error.
  func join() throws {
    try #require(isOver.wait(timeout: .now() + 600) == .success)
    if let error = lock.withLock({ failure }) { throw error }
  }
}

/// The progress of a thread.
final class Counter: Sendable {
  private let value = Atomic(0)

  var count: Int { value.load(ordering: .acquiring) }

  func add() { value.add(1, ordering: .releasing) }
}

/// The events that any thread reported, in order.
final class Events: @unchecked Sendable {
  private let lock = NSLock()
  private var texts: [String] = []

  var all: [String] { lock.withLock { texts } }
  var count: Int { lock.withLock { texts.count } }

  func add(_ text: String) { lock.withLock { texts.append(text) } }
}

/// Waits until `condition` holds, up to a bound.
func waitUntil(_ condition: () throws -> Bool) throws {
  for _ in 0..<600_000 {
    if try condition() { return }
    usleep(1000)
  }
  throw TimedOut()
}

struct TimedOut: Error {}

/// Appends text to a file, and creates it if necessary.
func append(_ text: String, to path: FilePath) throws {
  let file = try FileDescriptor.open(
    path, .writeOnly, options: [.append, .create], permissions: [.ownerReadWrite])
  try file.closeAfter { _ = try file.writeAll(text.utf8) }
}

/// Renames a file; a file that had the new name is gone.
func move(_ path: FilePath, to other: FilePath) throws {
  if rename(path.string, other.string) != 0 { throw Errno(rawValue: errno) }
}

func remove(_ path: FilePath) throws {
  if unlink(path.string) != 0 { throw Errno(rawValue: errno) }
}

func remove(directory path: FilePath) throws {
  if rmdir(path.string) != 0 { throw Errno(rawValue: errno) }
}

/// Makes a file shorter.
func cut(_ path: FilePath, to size: Int = 0) throws {
  if truncate(path.string, off_t(size)) != 0 { throw Errno(rawValue: errno) }
}

func link(_ path: FilePath, to target: FilePath) throws {
  if symlink(target.string, path.string) != 0 { throw Errno(rawValue: errno) }
}
