internal import GeneratorPlatform

/// Blocks threads until something has arrived since they looked.
///
/// Sound as `Sendable`, since the property is used under the monitor's lock.
final class Arrivals: @unchecked Sendable {
  private let monitor: Monitor
  private let condition: Monitor.Condition
  private var arrived = 0

  init() {
    monitor = Monitor()
    condition = Monitor.Condition(of: monitor)
  }

  /// How often something has arrived.
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

  /// Blocks the calling thread until something arrives.
  ///
  /// - Parameters:
  ///   - count: how often it had when the thread looked.
  ///   - nanoseconds: how long to wait at most; `nil`: without a bound.
  /// - Returns: whether something has arrived.
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
