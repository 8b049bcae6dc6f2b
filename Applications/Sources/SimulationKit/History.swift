/// How a value has changed over the time of a simulation.
public final class History {
  private var changes: [(time: Double, value: Double)]

  /// Begins with a value at time 0.
  public init(_ value: Double) { changes = [(0, value)] }

  /// Notes what the value is from a time on.
  ///
  /// What it was at that very time before has been for no time, and is forgotten.
  ///
  /// - Precondition: `time` is not before that of the last change.
  public func note(_ value: Double, at time: Double) {
    precondition(time >= changes.last!.time, "what is past cannot change")
    if changes.last!.time == time { changes.removeLast() }
    if changes.last?.value != value { changes.append((time, value)) }
  }

  /// The greatest value up to a time.
  public func maximum(until end: Double) -> Double {
    changes.prefix { $0.time < end || $0.time == 0 }.map(\.value).max()!
  }

  /// The mean of the value up to a time, each weighed with how long it was so.
  public func mean(until end: Double) -> Double { means(until: end, count: 1)[0] }

  /// The means of the value in as many spans of the same length up to a time.
  ///
  /// - Parameters:
  ///   - end: when the last of them ends. Where it is 0 they are the value then.
  ///   - count: how many spans.
  /// - Returns: their means, in order.
  /// - Complexity: O(*n* + `count`) of *n* changes.
  public func means(until end: Double, count: Int) -> [Double] {
    guard end > 0 else { return Array(repeating: changes[0].value, count: count) }
    var index = 0
    return (0..<count).map { span in
      let first = end * Double(span) / Double(count)
      let last = end * Double(span + 1) / Double(count)
      var (sum, time) = (0.0, first)
      while index + 1 < changes.count, changes[index + 1].time < last {
        let change = changes[index + 1].time
        if change > time { sum += changes[index].value * (change - time) }
        time = max(time, change)
        index += 1
      }
      // Not a sum where it did not change: of equal numbers it need not be their number.
      if time == first { return changes[index].value }
      return (sum + changes[index].value * (last - time)) / (last - first)
    }
  }
}
