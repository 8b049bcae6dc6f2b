import TerminalText

/// Labelled values, drawn as bars.
public struct Chart {
  /// One value.
  public struct Bar: Hashable {
    /// The label, such as an hour or a day.
    public let label: String

    /// The length of the bar.
    public let value: UInt128

    /// Creates a bar.
    public init(label: String, value: UInt128) {
      self.label = label
      self.value = value
    }
  }

  /// The title of the values.
  public let title: String

  /// The unit of the values, such as `requests`.
  public let unit: String

  /// The values, in order.
  public let bars: [Bar]

  /// The index of a bar whose label is a good one to show if not all can be shown.
  public let landmark: Int

  /// Creates a chart.
  public init(title: String, unit: String, bars: [Bar], landmark: Int = 0) {
    self.title = title
    self.unit = unit
    self.bars = bars
    self.landmark = landmark
  }

  /// Returns the chart for a terminal: a line with the title, and one for each bar.
  ///
  /// - Parameters:
  ///   - width: The maximum number of characters in a line; labels and numbers leave the rest of it to the
  ///     longest bar.
  ///   - blocks: Whether to draw with Unicode's blocks, to an eighth of a character, instead of with `#`.
  /// - Returns: The lines, each with its end.
  public func text(width: Int = 80, blocks: Bool = false) -> String {
    let used = labelLength + valueLength + 6
    // No terminal is wider than this.
    return text(barLength: max(min(width, 10_000) - used, 0), blocks: blocks)
  }

  /// Returns the chart for a terminal, with a longest bar of `barLength` characters.
  func text(barLength: Int, blocks: Bool) -> String {
    // If no value is greater than 0, there is no bar either.
    let greatest = max(greatest, 1)
    // Once for all bars: ten thousand years have that many of them.
    let (labelLength, valueLength) = (labelLength, valueLength)
    let lines = bars.map { bar in
      let label = bar.label.escapedForTerminal.rightPadded(to: labelLength)
      let value = String(grouped: bar.value).leftPadded(to: valueLength)
      let parts = blocks ? 8 : 1
      // With full width, because the value may be any number.
      let product = bar.value.multipliedFullWidth(by: UInt128(barLength * parts))
      let length = Int(greatest.dividingFullWidth(product).quotient)
      let drawn =
        blocks
        ? Self.blocks(eighths: bar.value > 0 && barLength > 0 ? max(length, 1) : 0)
        : String(repeating: "#", count: length)
      return drawn.isEmpty ? "  \(label)  \(value)\n" : "  \(label)  \(value)  \(drawn)\n"
    }
    return title.escapedForTerminal + "\n" + (lines.isEmpty ? "  none\n" : lines.joined())
  }

  /// The greatest value, or 0 if there is none.
  var greatest: UInt128 { bars.map(\.value).max() ?? 0 }

  private var labelLength: Int { bars.map { $0.label.escapedForTerminal.count }.max() ?? 0 }

  private var valueLength: Int { String(grouped: greatest).count }

  private static func blocks(eighths: Int) -> String {
    let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    return String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
  }
}
