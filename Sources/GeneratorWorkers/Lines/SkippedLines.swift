/// The number of lines that were skipped, and the first of them.
public struct SkippedLines: Sendable, CustomStringConvertible {
  /// How many lines were skipped.
  public let count: Int

  /// The place of the first, and why it was skipped.
  public let first: String

  /// Both in one line: "3 bad lines skipped, the first at a.log:17: not a log line: …".
  public var description: String {
    "\(count) bad \(count == 1 ? "line" : "lines") skipped, the first at \(first.onOneLine)"
  }
}
