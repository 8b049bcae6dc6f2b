/// The number of lines that were skipped, and the first of them.
public struct SkippedLines: Sendable, CustomStringConvertible {
  /// The number of skipped lines.
  public let count: Int

  /// The place of the first one, and the reason.
  public let first: String

  /// The number and the first one, in one line: "3 bad lines skipped, the first at a.log:17: not a log line: …".
  public var description: String {
    "\(count) bad \(count == 1 ? "line" : "lines") skipped, the first at \(first.onOneLine)"
  }
}
