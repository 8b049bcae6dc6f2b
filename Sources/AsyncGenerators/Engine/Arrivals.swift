internal import GeneratorPlatform

/// A counter of arrivals, which blocks threads until the next one.
///
/// Sound as `Sendable`, since the monitor's lock protects the count.
final class Arrivals: @unchecked Sendable {
  private let monitor: Monitor
  private let condition: Monitor.Condition
  private var arrived = 0

  init() {
    monitor = Monitor()
    condition = Monitor.Condition(of: monitor)
  }

  /// The number of arrivals.
  var count: Int {
    monitor.lock()
    defer { monitor.unlock() }
    return arrived
  }

  func arrive() {
    monitor.lock()
    arrived += 1
    monitor.unlock()
    condition.broadcast()
  }

  /// Blocks the calling thread until there are more arrivals than `count`.
  ///
  /// - Parameters:
  ///   - count: The number of arrivals that the thread knows of.
  ///   - nanoseconds: The time to wait, at most; `nil`: without a bound.
  /// - Returns: Whether there are more arrivals.
  func wait(after count: Int, nanoseconds: Int? = nil) -> Bool {
    monitor.lock()
    defer { monitor.unlock() }
    while arrived == count {
      guard let nanoseconds else {
        condition.wait()
        continue
      }
      if !condition.wait(nanoseconds: nanoseconds) { break }
    }
    return arrived != count
  }
}
