import GeneratorPlatform

/// Results in the making, each of which one thread at a time has.
///
/// Sound as `Sendable`, since they go from hand to hand under the lock.
@usableFromInline
final class Accumulators<Result>: @unchecked Sendable {
  private let monitor = Monitor()
  private var idle: [Result] = []

  @usableFromInline
  init() {}

  /// One that nobody has.
  @usableFromInline
  func take() -> Result? {
    monitor.lock()
    defer { monitor.unlock() }
    return idle.popLast()
  }

  @usableFromInline
  func put(_ result: consuming Result) {
    monitor.lock()
    defer { monitor.unlock() }
    idle.append(result)
  }
}
