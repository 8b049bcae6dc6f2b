import TerminalText

extension Chart {
  /// The chart as a picture: a self-contained SVG document.
  ///
  /// The axis of values has its ticks at round numbers, and each bar shows its label and value under the
  /// pointer. The picture is dark if the reader prefers dark ones.
  public var svg: String { SVGDrawing(self).document }
}

/// The layout of a chart.
private struct SVGDrawing {
  // In pixels, unless the picture is scaled.
  private static let (width, height) = (960.0, 420.0)
  private static let (left, right, top, bottom) = (72.0, 16.0, 56.0, 40.0)
  /// The width of a label's character, generously.
  private static let characterWidth = 7.0

  private var plotWidth: Double { Self.width - Self.left - Self.right }
  private var plotHeight: Double { Self.height - Self.top - Self.bottom }

  private let chart: Chart
  private let ticks: Ticks

  init(_ chart: Chart) {
    self.chart = chart
    ticks = Ticks(upTo: chart.greatest)
  }

  var document: String {
    let title = chart.title.escapedForXML
    let lines =
      [
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(text(Self.width)) \
        \(text(Self.height))" width="\(text(Self.width))" height="\(text(Self.height))" role="img" \
        aria-label="\(title)" font-family="system-ui, sans-serif" font-size="12">
        """,
        Self.style,
        #"<rect class="paper" width="100%" height="100%" fill="\#(Self.light.paper)"/>"#,
        label(title, x: Self.left, y: 30, anchor: "start", attributes: #" font-size="18""#),
      ] + valueAxis + bars + labels + ["</svg>", ""]
    return lines.joined(separator: "\n")
  }

  private typealias Colors = (paper: String, ink: String, grid: String, bar: String)
  private static let light: Colors = ("#ffffff", "#24292f", "#d0d7de", "#2f6fb7")
  private static let dark: Colors = ("#16191d", "#d5d9de", "#3a4048", "#6ea8e8")

  /// The light colours are attributes of the elements, for programs without style sheets.
  private static let style = """
    <style>
    .bar:hover { fill-opacity: 0.7 }
    @media (prefers-color-scheme: dark) {
    .paper { fill: \(dark.paper) }
    .ink { fill: \(dark.ink) }
    .grid { stroke: \(dark.grid) }
    .axis { stroke: \(dark.ink) }
    .bar { fill: \(dark.bar) }
    }
    </style>
    """

  private var valueAxis: [String] {
    ticks.values.flatMap { value in
      let y = Self.top + plotHeight * (1 - ticks.fraction(value))
      let (name, color) = value == 0 ? ("axis", Self.light.ink) : ("grid", Self.light.grid)
      return [
        #"<path class="\#(name)" d="M\#(text(Self.left)) \#(text(y))h\#(text(plotWidth))" "#
          + #"stroke="\#(color)"/>"#,
        label(ticks.label(value), x: Self.left - 8, y: y + 4, anchor: "end"),
      ]
    }
  }

  /// The width of a bar and the gap beside it.
  private var step: Double { plotWidth / Double(max(chart.bars.count, 1)) }

  private func center(_ index: Int) -> Double { Self.left + (Double(index) + 0.5) * step }

  private var bars: [String] {
    // Gaps separate the bars if there is room for them.
    let width = min(step < 3 ? step : step * 0.8, 60)
    return chart.bars.enumerated().map { index, bar in
      let height = plotHeight * ticks.fraction(bar.value)
      let x = center(index) - width / 2
      return """
        <rect class="bar" x="\(text(x))" y="\(text(Self.top + plotHeight - height))" \
        width="\(text(width))" height="\(text(height))" fill="\(Self.light.bar)">\
        <title>\(bar.label.escapedForXML): \(String(grouped: bar.value)) \
        \(chart.unit.escapedForXML)</title></rect>
        """
    }
  }

  /// As many of the labels as there is room for, at equal distances.
  private var labels: [String] {
    let longest = chart.bars.map { $0.label.count }.max() ?? 0
    let room = Double(longest + 2) * Self.characterWidth
    let least = Int((room / step).rounded(.up))
    let distance = Self.distances.first { $0 >= least } ?? least
    return chart.bars.indices
      .filter { ($0 - chart.landmark) % distance == 0 }
      .filter {
        // No label extends beyond the picture.
        let half = room / 2
        return center($0) - half >= 0 && center($0) + half <= Self.width + Self.characterWidth * 2
      }
      .flatMap { index in
        let (x, y) = (center(index), Self.top + plotHeight)
        return [
          #"<path class="axis" d="M\#(text(x)) \#(text(y))v5" stroke="\#(Self.light.ink)"/>"#,
          label(chart.bars[index].label.escapedForXML, x: x, y: y + 20, anchor: "middle"),
        ]
      }
  }

  /// The distances from one round hour, day or year to another.
  private static let distances = [1, 2, 3, 4, 6, 8, 12, 24, 48, 72, 120, 240, 480, 1_000]

  private func label(
    _ content: String, x: Double, y: Double, anchor: String, attributes: String = ""
  ) -> String {
    #"<text class="ink" x="\#(text(x))" y="\#(text(y))" text-anchor="\#(anchor)" "#
      + #"fill="\#(Self.light.ink)"\#(attributes)>\#(content)</text>"#
  }

  /// Returns a number with at most two digits after the point.
  private func text(_ number: Double) -> String {
    let rounded = (number * 100).rounded() / 100
    return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
  }
}

/// Round numbers from 0 up to one that is not less than the greatest value.
struct Ticks {
  /// The numbers, from 0: three to seven of them, or two if the greatest value is 0 or 1.
  let values: [UInt128]

  init(upTo greatest: UInt128) {
    // Above it there would be no room for a round number.
    let greatest = min(greatest, .max / 2)
    // The least of 1, 2, 5, 10, 20, ... of which at most about six reach the greatest value.
    var step: UInt128 = 1
    let factors: [UInt128] = [2, 5, 10]
    var scale: UInt128 = 1
    var next = 0
    while greatest / step >= 6 {
      step = scale * factors[next]
      if next == 2 { scale = step }
      next = (next + 1) % 3
    }
    let count = greatest / step + (greatest % step == 0 ? 0 : 1)
    values = (0...max(count, 1)).map { step * $0 }
  }

  /// Returns the position of a value on the axis, from 0 to 1.
  func fraction(_ value: UInt128) -> Double {
    min(Double(value) / Double(greatest), 1)
  }

  private var greatest: UInt128 { values[values.count - 1] }

  /// Returns a tick's value, with thousands, millions and so on as `k`, `M`, `G`, `T`, `P`, `E`.
  func label(_ value: UInt128) -> String {
    if greatest < 10_000 { return String(grouped: value) }
    var (unit, name): (UInt128, String) = (1, "")
    for prefix in ["k", "M", "G", "T", "P", "E"] where greatest >= unit * 1_000 {
      (unit, name) = (unit * 1_000, prefix)
    }
    if value == 0 { return "0" }
    // Steps are at least a tenth of the unit, so one digit after the point is enough.
    let tenths = value / (unit / 10)
    let whole = String(grouped: tenths / 10)
    return tenths % 10 == 0 ? whole + name : "\(whole).\(tenths % 10)\(name)"
  }
}

extension String {
  /// The text as it is written in an XML document or attribute.
  ///
  /// A character that XML doesn't allow even as a reference, such as most control characters, becomes U+FFFD. Any
  /// other character that a terminal would obey becomes a reference.
  var escapedForXML: String {
    var result = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&apos;"
      case "\t", "\n", "\r": result += " "
      case _ where scalar.isControl, "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      case _ where scalar.commandsTerminal: result += "&#x\(String(scalar.value, radix: 16));"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
