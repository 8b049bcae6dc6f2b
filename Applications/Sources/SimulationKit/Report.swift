/// What a simulation has come to, after what it has printed.
public struct Report {
  /// Figures, each with what it is.
  public let figures: [(label: String, figure: String)]

  /// What has changed over its time.
  public let charts: [HistoryChart]

  /// The figures and charts as text, apart by empty lines.
  ///
  /// - Parameters:
  ///   - width: how many characters a line of a chart may have.
  ///   - isASCII: whether the charts are drawn without Unicode's blocks.
  /// - Returns: the lines, each with its end.
  public func text(width: Int = 72, isASCII: Bool = false) -> String {
    let labelWidth = (figures.map(\.label.count).max() ?? 0) + 2
    let lines = figures.map { "\($0.label.rightPadded(to: labelWidth))\($0.figure)\n" }
    let drawn = charts.map { $0.text(width: width, isASCII: isASCII) }
    return ([lines.joined()] + drawn).joined(separator: "\n")
  }
}

/// A simulation that can be run from a seed, and tells what happens.
public protocol Scenario {
  /// What the random numbers come from: Python's `random.seed`.
  var seed: UInt64 { get set }

  /// When it ends; `nil` when all its processes have.
  var until: Double? { get set }

  /// Runs it.
  ///
  /// - Parameter print: is given each line that SimPy's example prints, when it does.
  /// - Returns: what it has come to.
  /// - Throws: nothing, if all is well.
  func run(print: @escaping (String) -> Void) throws -> Report
}

/// The mean of numbers as they come.
struct Mean {
  private var sum = 0.0
  private var count = 0

  mutating func add(_ number: Double) {
    sum += number
    count += 1
  }

  /// The mean with two decimals; `-` where there were no numbers.
  func text(unit: String) -> String {
    count == 0 ? "-" : String(fixed: sum / Double(count), decimals: 2) + " \(unit)"
  }
}
