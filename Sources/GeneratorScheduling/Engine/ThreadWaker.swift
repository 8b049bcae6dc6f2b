import GeneratorPlatform

/// A waker for the thread of a scheduler without an event source, which waits only for time and other
/// threads.
///
/// Sound as `Sendable`, since the property is used under the monitor's lock.
final class ThreadWaker: Waker, @unchecked Sendable {
  private let monitor: Monitor
  private let condition: Monitor.Condition
  private var isAlerted = false

  init() {
    monitor = Monitor()
    condition = Monitor.Condition(of: monitor)
  }

  func wake() {
    monitor.lock()
    isAlerted = true
    monitor.unlock()
    condition.signal()
  }

  /// Waits until the waker is used, unless it was used since the last wait.
  ///
  /// - Parameter timeout: The longest time to wait; `nil` to wait until it is woken. The wait may be shorter.
  func wait(timeout: Duration?) {
    monitor.lock()
    defer { monitor.unlock() }
    defer { isAlerted = false }
    guard let timeout else {
      while !isAlerted { condition.wait() }
      return
    }
    if !isAlerted { _ = condition.wait(nanoseconds: Self.nanoseconds(in: timeout)) }
  }

  /// Returns the time to wait, limited to what the system's clock can add; 0 if it has passed.
  ///
  /// It is rounded up: a thread must not wake before its time.
  private static func nanoseconds(in duration: Duration) -> Int {
    let (seconds, attoseconds) = max(.zero, min(duration, .seconds(1_000_000))).components
    return Int(seconds) * 1_000_000_000 + Int((attoseconds + 999_999_999) / 1_000_000_000)
  }
}
