/// A comparison of the same work done by one job and by several, in turns.
///
/// Other load on the machine then affects both alike. It would not if one were measured to the end
/// before the other.
public struct Comparison {
  /// The number of jobs that are compared to one.
  public let jobs: Int

  /// The number of turns.
  public private(set) var turns = 0

  /// The factor by which the next turn's work should be larger than the first one's, to take long enough.
  ///
  /// A short turn measures mainly its beginning and its end.
  public private(set) var scale = 1

  private var amount = 0
  private var secondsOfOne = 0.0
  private var secondsOfSeveral = 0.0
  private let shortest: Double
  private let rateText: (Double) -> String
  private let now: () -> ContinuousClock.Instant

  /// Creates a comparison without turns.
  ///
  /// - Parameters:
  ///   - jobs: The number of jobs that are compared to one.
  ///   - shortest: The seconds of one job's work after which a turn is long enough.
  ///   - rateText: Returns the text for an amount of work in a second.
  ///   - now: Returns the current time.
  public init(
    jobs: Int, shortest: Double = 0.25, rateText: @escaping (Double) -> String,
    now: @escaping () -> ContinuousClock.Instant = { .now }
  ) {
    (self.jobs, self.shortest, self.rateText, self.now) = (jobs, shortest, rateText, now)
  }

  /// Does some work by one job and by several, in an order that changes from turn to turn.
  ///
  /// - Parameters:
  ///   - work: Does the work with that many jobs. It returns `nil` if the work was not done; the turn
  ///     doesn't count then.
  ///   - amount: Returns the amount of the work, in the unit of `rateText`.
  ///   - onDifference: Called if the results differ, as they may if files change during the turn; the
  ///     turn doesn't count then.
  /// - Returns: The result, which must be the same for both; `nil` if the turn doesn't count.
  /// - Throws: The error of `work`.
  /// - Precondition: Without `onDifference`, the results are the same.
  public mutating func turn<Result: Equatable>(
    _ work: (_ jobs: Int) throws -> Result?, amount: (Result) -> Int,
    onDifference: (() -> Void)? = nil
  ) rethrows -> Result? {
    func timed(_ jobs: Int) throws -> (Result, Double)? {
      let start = now()
      guard let result = try work(jobs) else { return nil }
      return (result, (now() - start) / .seconds(1))
    }
    let isOneFirst = turns.isMultiple(of: 2)
    guard let first = try timed(isOneFirst ? 1 : jobs),
      let second = try timed(isOneFirst ? jobs : 1)
    else { return nil }
    if first.0 != second.0 {
      guard let onDifference else { fatalError("\(jobs) jobs have another result than one") }
      onDifference()
      return nil
    }
    turns += 1
    let (one, several) = isOneFirst ? (first.1, second.1) : (second.1, first.1)
    secondsOfOne += one
    secondsOfSeveral += several
    self.amount += amount(first.0)
    if one < shortest, scale < 1 << 20 { scale *= 2 }
    return first.0
  }

  /// The speed of several jobs in multiples of one job's; `nil` before the first turn.
  public var speedup: Double? {
    secondsOfSeveral > 0 ? secondsOfOne / secondsOfSeveral : nil
  }

  /// The state in one line: "1 job: 424,000/s, 2 jobs: 812,000/s, 1.92 times 1 job".
  public var text: String {
    guard let speedup, secondsOfOne > 0 else { return "comparing 1 job with \(jobs)" }
    let one = rateText(Double(amount) / secondsOfOne)
    let several = rateText(Double(amount) / secondsOfSeveral)
    return "1 job: \(one), \(jobs) jobs: \(several), \(decimal(speedup, digits: 2)) times 1 job"
  }
}
