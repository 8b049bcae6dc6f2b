import GeneratorPlatform

/// Unfinished results, each of which one thread at a time has.
///
/// Sound as `Sendable`, since a result goes from one thread to another under the lock.
@usableFromInline
final class Accumulators<Result>: @unchecked Sendable {
  private let monitor = Monitor()
  private var idle: [Result] = []

  @usableFromInline
  init() {}

  /// Takes a result that no thread has.
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
