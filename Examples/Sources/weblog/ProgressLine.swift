import Synchronization
import SystemPackage
import WeblogKit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A line on standard error that tells how far reading has come, drawn over and over.
///
/// It appears when reading takes longer than a second, and only on a terminal. Several threads may
/// read, and messages have lines of their own.
final class ProgressLine: Sendable {
  private let start = ContinuousClock.now
  /// When it was drawn last; who has the lock writes to standard error.
  private let drawn = Mutex<ContinuousClock.Instant?>(nil)
  private let isWanted: Bool

  init(isWanted: Bool) {
    self.isWanted = isWanted && isatty(FileDescriptor.standardError.rawValue) == 1
  }

  /// Draws it again, ten times a second at most.
  func update(_ meter: ReadingMeter) {
    guard isWanted else { return }
    drawn.withLock { drawn in
      let now = ContinuousClock.now
      guard now - (drawn ?? start) >= (drawn == nil ? .seconds(1) : .milliseconds(100)) else {
        return
      }
      drawn = now
      let (seconds, attoseconds) = (now - start).components
      draw(
        progressText(
          bytes: meter.bytes, total: meter.total,
          seconds: Double(seconds) + Double(attoseconds) / 1e18))
    }
  }

  /// Takes the line away.
  func clear() { drawn.withLock { erase(&$0) } }

  /// Takes the line away and writes a message in its place.
  func complain(_ message: String) {
    drawn.withLock {
      erase(&$0)
      weblog.complain(message)
    }
  }

  private func erase(_ drawn: inout ContinuousClock.Instant?) {
    guard drawn != nil else { return }
    drawn = .now
    draw("")
  }

  private func draw(_ text: String) {
    // To the first column, and what was there is erased.
    _ = try? FileDescriptor.standardError.writeAll("\r\u{1b}[K\(text)".utf8)
  }
}
