/// Keeps count of lines that are no records, and tells of the first few.
public final class MalformedLines {
  /// How many there were.
  public private(set) var count = 0

  private let limit: Int
  private let tell: (String) -> Void

  /// Makes a count of none.
  ///
  /// - Parameters:
  ///   - limit: how many lines to tell of one by one.
  ///   - tell: is given a message about one of them.
  public init(tellingOf limit: Int, tell: @escaping (String) -> Void) {
    self.limit = limit
    self.tell = tell
  }

  /// Counts a line of the log `name`, by its number there.
  public func add(_ line: Int, in name: String, _ reason: Malformation) {
    count += 1
    if count <= limit {
      tell("\(name):\(line): malformed line: \(reason.explanation)")
    }
  }

  /// Tells how many lines there were beyond the first few.
  public func finish() {
    let others = count - limit
    if others > 0 { tell("and \(others) more malformed \(others == 1 ? "line" : "lines")") }
  }
}
