/// The same work done by one job and by several, in turns, to see how many times as fast they are.
///
/// What else the machine does meanwhile hits both alike, which it would not if one were measured to the
/// end and then the other.
public struct Comparison {
  /// How many several are.
  public let jobs: Int

  /// How many turns there were.
  public private(set) var turns = 0

  /// How many times the work of the first turn the next should be, for a turn to take long enough.
  ///
  /// What is short is spent on beginning and ending, and not on what is between.
  public private(set) var scale = 1

  private var amount = 0
  private var secondsOfOne = 0.0
  private var secondsOfSeveral = 0.0
  private let shortest: Double
  private let rateText: (Double) -> String
  private let now: () -> ContinuousClock.Instant

  /// Makes a comparison that has no turns yet.
  ///
  /// - Parameters:
  ///   - jobs: how many jobs are compared to one.
  ///   - shortest: how many seconds of one job's work make a turn that is long enough.
  ///   - rateText: how so much work a second is written.
  ///   - now: what time it is.
  public init(
    jobs: Int, shortest: Double = 0.25, rateText: @escaping (Double) -> String,
    now: @escaping () -> ContinuousClock.Instant = { .now }
  ) {
    (self.jobs, self.shortest, self.rateText, self.now) = (jobs, shortest, rateText, now)
  }

  /// Has some work done by one job and by several, in an order that changes from turn to turn.
  ///
  /// - Parameters:
  ///   - work: does it, with so many jobs; `nil` when it was not done, and the turn does not count.
  ///   - amount: how much it was, in the units that `rateText` knows.
  ///   - onDifference: is called when the results differ, where that can be, as of files that change
  ///     meanwhile; the turn does not count then.
  /// - Returns: the result, which must be the same of both; `nil` when the turn does not count.
  /// - Throws: what `work` throws.
  /// - Precondition: without `onDifference`, the results are the same.
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

  /// How many times as fast several jobs are as one; `nil` before there was a turn.
  public var speedup: Double? {
    secondsOfSeveral > 0 ? secondsOfOne / secondsOfSeveral : nil
  }

  /// How it stands: "1 job: 424,000/s, 2 jobs: 812,000/s, 1.92 times 1 job".
  public var text: String {
    guard let speedup, secondsOfOne > 0 else { return "comparing 1 job with \(jobs)" }
    let one = rateText(Double(amount) / secondsOfOne)
    let several = rateText(Double(amount) / secondsOfSeveral)
    return "1 job: \(one), \(jobs) jobs: \(several), \(decimal(speedup, digits: 2)) times 1 job"
  }
}
