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
/// It appears when reading takes longer than a second, and only on a terminal.
final class ProgressLine {
  private let start = ContinuousClock.now
  private var drawn: ContinuousClock.Instant?
  private let isWanted: Bool

  init(isWanted: Bool) {
    self.isWanted = isWanted && isatty(FileDescriptor.standardError.rawValue) == 1
  }

  /// Draws it again, ten times a second at most.
  func update(_ meter: ReadingMeter) {
    guard isWanted else { return }
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

  /// Takes the line away, so that something else can be written there.
  func clear() {
    guard drawn != nil else { return }
    drawn = .now
    draw("")
  }

  private func draw(_ text: String) {
    // To the first column, and what was there is erased.
    _ = try? FileDescriptor.standardError.writeAll("\r\u{1b}[K\(text)".utf8)
  }
}
