/// A chart of a value over the time of a simulation, for a terminal.
public struct HistoryChart {
  /// The name of the value.
  public let title: String

  /// The line above the chart: the name of the value, its mean and its greatest value.
  public var heading: String {
    "\(title): mean \(String(short: history.mean(until: end))), greatest "
      + String(short: history.maximum(until: end))
  }

  private let history: History
  private let end: Double
  private let unit: String

  /// The maximum number of rows.
  private static let maximumHeight = 6

  /// Creates a chart.
  ///
  /// - Parameters:
  ///   - title: The name of the value.
  ///   - history: The changes of the value.
  ///   - end: The end of the chart's time.
  ///   - unit: The unit of time, such as `min`.
  public init(_ title: String, of history: History, until end: Double, unit: String) {
    self.title = title
    self.history = history
    self.end = end
    self.unit = unit
  }

  /// Returns the chart: a heading, a few rows of columns, each the mean of a span of time, and the time.
  ///
  /// ```
  /// Cars waiting: mean 0.75, greatest 2
  /// 2 │████▂
  /// 1 │████████▄
  /// 0 └─────────────────
  ///    0          20 min
  /// ```
  ///
  /// - Parameters:
  ///   - width: The maximum number of characters in a line, at least 20.
  ///   - isASCII: Whether to draw with `#`, `:` and `.` instead of Unicode's blocks.
  /// - Returns: The lines, each with its end.
  public func text(width: Int = 72, isASCII: Bool = false) -> String {
    let labelWidth = String(short: history.maximum(until: end).rounded(.up)).count
    // No terminal is wider than this.
    let columns = Swift.min(Swift.max(width, 20), 10_000) - labelWidth - 2
    let means = history.means(until: end, count: columns)
    let greatest = Swift.max(means.max()!.rounded(.up), 1)
    // All rows have the same height, a whole number if there are few.
    let height = Int(Swift.min(greatest, Double(Self.maximumHeight)))
    let eighths = means.map { mean in
      let length = Int((mean / greatest * Double(height * 8)).rounded())
      return mean > 0 ? Swift.max(length, 1) : 0
    }
    let blocks = isASCII ? Self.marks : Self.blocks
    let rows = (0..<height).reversed().map { row in
      let isLabelled = row == height - 1 || greatest == Double(height)
      let label = isLabelled ? String(short: greatest * Double(row + 1) / Double(height)) : ""
      let drawn = eighths.map { blocks[Swift.min(Swift.max($0 - row * 8, 0), 8)] }
      return line(label, isASCII ? "|" : "│", String(drawn))
    }
    let axis = String(repeating: isASCII ? "-" : "─", count: columns)
    let time = "\(String(short: end)) \(unit)"
    let times = "0" + (time.count < columns ? time.leftPadded(to: columns - 1) : "")
    return heading + "\n" + rows.joined() + line("0", isASCII ? "+" : "└", axis)
      + line("", " ", times)

    func line(_ label: String, _ edge: String, _ rest: String) -> String {
      let text = "\(label.leftPadded(to: labelWidth)) \(edge)\(rest)"
      return text.trimmingTrailingSpaces + "\n"
    }
  }

  private static let blocks: [Character] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  private static let marks: [Character] = [" ", ".", ".", ".", ":", ":", ":", "#", "#"]
}

extension String {
  fileprivate var trimmingTrailingSpaces: String {
    guard let last = lastIndex(where: { $0 != " " }) else { return "" }
    return String(self[...last])
  }
}
