/// The changes of a value over the time of a simulation.
public final class History {
  private var changes: [(time: Double, value: Double)]

  /// Creates a history that begins with a value at time 0.
  public init(_ value: Double) { changes = [(0, value)] }

  /// Records the value from a time on.
  ///
  /// A value that was recorded for the same time before is replaced.
  ///
  /// - Precondition: `time` is not before that of the last change.
  public func note(_ value: Double, at time: Double) {
    precondition(time >= changes.last!.time, "what is past cannot change")
    if changes.last!.time == time { changes.removeLast() }
    if changes.last?.value != value { changes.append((time, value)) }
  }

  /// Returns the greatest value up to a time.
  public func maximum(until end: Double) -> Double {
    changes.prefix { $0.time < end || $0.time == 0 }.map(\.value).max()!
  }

  /// Returns the mean of the value up to a time, weighted by duration.
  public func mean(until end: Double) -> Double { means(until: end, count: 1)[0] }

  /// Returns the means of the value in spans of equal length up to a time.
  ///
  /// - Parameters:
  ///   - end: The end of the last span. If it is 0, the means are the value at that time.
  ///   - count: The number of spans.
  /// - Returns: Their means, in order.
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
      // A span without a change isn't summed up, because a mean of equal numbers may differ by rounding.
      if time == first { return changes[index].value }
      return (sum + changes[index].value * (last - time)) / (last - first)
    }
  }
}
