/// Keeps count of lines that are no records, and tells of the first few.
public final class MalformedLines {
  /// How many there were.
  public private(set) var count = 0

  /// How many lines of the log there were in its parts before.
  private var lines = 0
  private let limit: Int
  private let tell: (String) -> Void

  /// Creates a count of none.
  ///
  /// - Parameters:
  ///   - limit: how many lines to tell of one by one.
  ///   - tell: is given a message about one of them.
  public init(tellingOf limit: Int, tell: @escaping (String) -> Void) {
    self.limit = limit
    self.tell = tell
  }

  /// Counts those of a part of a log, which names as many as are told of, or all.
  ///
  /// The parts of a log come one after another, and then the next log.
  public func add(_ report: PartReport) {
    for (line, reason) in report.firstMalformed.prefix(max(limit - count, 0)) {
      tell("\(report.name):\(lines + line): malformed line: \(reason.explanation)")
    }
    count += report.malformedLines
    lines = report.end == nil ? lines + report.lines : 0
  }

  /// Tells how many lines there were beyond the first few.
  public func finish() {
    let others = count - limit
    if others > 0 { tell("and \(others) more malformed \(others == 1 ? "line" : "lines")") }
  }
}
