public import Foundation
import Synchronization

/// A terminal whose other side is always being read, so that its writers don't wait.
///
/// It is read by a thread of its own. Swift has one thread for each processor, and tests may use all of them.
public final class PseudoTerminal {
  /// The descriptor that a program sees as a terminal.
  public let handle: FileHandle
  private let written: Written

  private final class Written: Sendable {
    let bytes = Mutex<[UInt8]>([])
    let isComplete = Mutex(false)
  }

  /// Opens a terminal, or returns `nil` if none is available.
  public init?() {
    let descriptor = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    #if os(Linux)
      // TIOCSPTLCK and TIOCGPTN, because grantpt(3) and its like are not in the module of the C library.
      var (isLocked, number) = (CInt(0), CInt(0))
      guard ioctl(descriptor, 0x4004_5431, &isLocked) == 0,
        ioctl(descriptor, 0x8004_5430, &number) == 0,
        let handle = FileHandle(forUpdatingAtPath: "/dev/pts/\(number)")
      else { return nil }
    #else
      guard grantpt(descriptor) == 0, unlockpt(descriptor) == 0, let name = ptsname(descriptor),
        let handle = FileHandle(forUpdatingAtPath: String(cString: name))
      else { return nil }
    #endif
    self.handle = handle
    let written = Written()
    self.written = written
    Thread.detachNewThread {
      var buffer = [UInt8](repeating: 0, count: 4096)
      while true {
        let count = read(descriptor, &buffer, buffer.count)
        // When no process has the other side open, that is an error on Linux, and the end elsewhere.
        if count <= 0 { break }
        written.bytes.withLock { $0 += buffer[..<count] }
      }
      close(descriptor)
      written.isComplete.withLock { $0 = true }
    }
  }

  /// The output so far.
  public var textSoFar: String {
    written.bytes.withLock { String(decoding: $0, as: UTF8.self) }
  }

  /// Waits until the output contains a text, or for ten minutes.
  ///
  /// - Returns: Whether it does.
  public func wait(for part: String) -> Bool {
    Self.wait { textSoFar.contains(part) }
  }

  /// The whole output, once the programs have ended.
  public func text() throws -> String {
    try handle.close()
    _ = Self.wait { written.isComplete.withLock(\.self) }
    return textSoFar
  }

  private static func wait(until condition: () -> Bool) -> Bool {
    for _ in 0..<12_000 {
      if condition() { return true }
      Thread.sleep(forTimeInterval: 0.05)
    }
    return condition()
  }
}
