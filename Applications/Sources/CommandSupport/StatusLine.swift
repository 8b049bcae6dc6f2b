import Synchronization
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A line on standard error, where that is a terminal, that tells how far a program has come.
///
/// Several threads may draw it.
public final class StatusLine: Sendable {
  private let isWanted: Bool
  private let start = ContinuousClock.now
  private let delay: Duration
  /// When it was drawn last, if it is to be seen; who has the lock writes to standard error.
  private let drawn = Mutex<ContinuousClock.Instant?>(nil)

  /// Makes a line that is not drawn yet.
  ///
  /// - Parameters:
  ///   - isWanted: whether it is to be drawn at all.
  ///   - delay: what takes no longer than that shows no line.
  public init(isWanted: Bool, delay: Duration = .seconds(1)) {
    self.isWanted = isWanted && isatty(FileDescriptor.standardError.rawValue) == 1
    self.delay = delay
  }

  /// Draws the line again, ten times a second at most.
  ///
  /// - Parameter text: what to show, given the seconds since the line was made: 79 characters at most.
  public func update(_ text: (Double) -> String) {
    guard isWanted else { return }
    drawn.withLock { drawn in
      let now = ContinuousClock.now
      if let drawn, now - drawn < .milliseconds(100) { return }
      guard now - start >= delay else { return }
      drawn = now
      draw(text((now - start) / .seconds(1)))
    }
  }

  /// Takes the line away, so that something else can be written there.
  public func clear() { drawn.withLock { erase(&$0) } }

  /// Takes the line away, and writes a message where it was.
  public func complain(_ message: String) {
    drawn.withLock {
      erase(&$0)
      CommandSupport.complain(message)
    }
  }

  private func erase(_ drawn: inout ContinuousClock.Instant?) {
    guard drawn != nil else { return }
    drawn = nil
    draw("")
  }

  private func draw(_ text: String) {
    // To the first column; what was behind the text is erased.
    _ = try? FileDescriptor.standardError.writeAll("\r\(text)\u{1b}[K".utf8)
  }
}
