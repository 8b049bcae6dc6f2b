/// A counter of lines that are not records, which reports the first few.
public final class MalformedLines {
  /// The number of malformed lines.
  public private(set) var count = 0

  /// The number of lines in the earlier parts of the log.
  private var lines = 0
  private let limit: Int
  private let tell: (String) -> Void

  /// Creates an empty counter.
  ///
  /// - Parameters:
  ///   - limit: The number of lines to report one by one.
  ///   - tell: Called with a message about each of them.
  public init(tellingOf limit: Int, tell: @escaping (String) -> Void) {
    self.limit = limit
    self.tell = tell
  }

  /// Counts the malformed lines of a part of a log.
  ///
  /// The part names all of them, or as many as are reported.
  ///
  /// The parts of a log come one after another, and then those of the next log.
  public func add(_ report: PartReport) {
    for (line, reason) in report.firstMalformed.prefix(max(limit - count, 0)) {
      tell("\(report.name):\(lines + line): malformed line: \(reason.explanation)")
    }
    count += report.malformedLines
    lines = report.end == nil ? lines + report.lines : 0
  }

  /// Reports the number of lines beyond the first few.
  public func finish() {
    let others = count - limit
    if others > 0 { tell("and \(others) more malformed \(others == 1 ? "line" : "lines")") }
  }
}
