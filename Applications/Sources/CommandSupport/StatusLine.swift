import Synchronization
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A line on standard error, if that is a terminal, that shows the progress of a program.
///
/// Several threads may draw it.
public final class StatusLine: Sendable {
  private let isWanted: Bool
  private let start = ContinuousClock.now
  private let delay: Duration
  /// The time of the last drawing, if the line is to be seen.
  ///
  /// The lock also protects standard error.
  private let drawn = Mutex<ContinuousClock.Instant?>(nil)

  /// Creates a line that is not drawn yet.
  ///
  /// - Parameters:
  ///   - isWanted: Whether the line is drawn at all.
  ///   - delay: The time before the first drawing, so that short work shows no line.
  public init(isWanted: Bool, delay: Duration = .seconds(1)) {
    self.isWanted = isWanted && isatty(FileDescriptor.standardError.rawValue) == 1
    self.delay = delay
  }

  /// Draws the line again, ten times a second at most.
  ///
  /// - Parameter text: Returns the text for the seconds since the line was created, of at most 79 characters.
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

  /// Removes the line, so that something else can be written there.
  public func clear() { drawn.withLock { erase(&$0) } }

  /// Removes the line, and writes a message in its place.
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
    // Moves to the first column, and erases the rest of the line after the text.
    _ = try? FileDescriptor.standardError.writeAll("\r\(text)\u{1b}[K".utf8)
  }
}
