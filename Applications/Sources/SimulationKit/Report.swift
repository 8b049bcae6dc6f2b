/// The result of a simulation, shown after the lines that it has printed.
public struct Report {
  /// Figures, each with its name.
  public let figures: [(label: String, figure: String)]

  /// The values that changed over its time.
  public let charts: [HistoryChart]

  /// Returns the figures and charts as text, separated by empty lines.
  ///
  /// - Parameters:
  ///   - width: The maximum number of characters in a line of a chart.
  ///   - isASCII: Whether the charts are drawn without Unicode's blocks.
  /// - Returns: The lines, each with its end.
  public func text(width: Int = 72, isASCII: Bool = false) -> String {
    let labelWidth = (figures.map(\.label.count).max() ?? 0) + 2
    let lines = figures.map { "\($0.label.rightPadded(to: labelWidth))\($0.figure)\n" }
    let drawn = charts.map { $0.text(width: width, isASCII: isASCII) }
    return ([lines.joined()] + drawn).joined(separator: "\n")
  }
}

/// A simulation that runs from a seed and reports what happens.
public protocol Scenario {
  /// The seed of the random numbers: Python's `random.seed`.
  var seed: UInt64 { get set }

  /// The time at which it ends, or `nil` to end when all its processes have.
  var until: Double? { get set }

  /// Runs the simulation.
  ///
  /// - Parameter print: Called with each line that SimPy's example prints, at that line's time.
  /// - Returns: The result.
  /// - Throws: Normally nothing.
  func run(print: @escaping (String) -> Void) throws -> Report
}

/// The mean of numbers that arrive one by one.
struct Mean {
  private var sum = 0.0
  private var count = 0

  mutating func add(_ number: Double) {
    sum += number
    count += 1
  }

  /// Returns the mean with two decimals; `-` if there were no numbers.
  func text(unit: String) -> String {
    count == 0 ? "-" : String(fixed: sum / Double(count), decimals: 2) + " \(unit)"
  }
}
