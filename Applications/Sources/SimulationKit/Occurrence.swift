public import GeneratorScheduling

/// A future event for which processes can wait: SimPy's `Event`.
///
/// Examples are the grant of a request and the end of a process. An occurrence is triggered first, and happens
/// after the events of the same time that were triggered before it.
public class Occurrence {
  /// The environment in which it happens.
  public let environment: Environment

  private let trigger: Event

  /// The instant at which it happens, once that is known.
  private var instant: SchedulerInstant?

  /// The error that waiting for it throws.
  private(set) var failure: (any Error)?

  /// Creates an occurrence that happens at an unknown time.
  ///
  /// - Parameters:
  ///   - environment: The environment in which it happens.
  ///   - name: The name in messages.
  init(_ environment: Environment, name: String) {
    self.environment = environment
    trigger = Event(name: name)
  }

  /// Whether it will happen at the current time, or has happened.
  public var isTriggered: Bool { instant != nil }

  /// Whether it has happened.
  public var hasHappened: Bool { instant.map { $0 <= environment.instant } ?? false }

  /// Triggers it, after the events that were triggered before.
  func succeed() {
    instant = environment.nextInstant(at: environment.now)
    trigger.set()
  }

  /// Triggers it as a failure.
  func fail(_ error: any Error) {
    failure = error
    environment.failures.append(self)
    succeed()
  }

  fileprivate func wait(_ task: TaskContext) throws {
    if instant == nil { try task.wait(for: trigger) }
    if let instant, instant > environment.instant { try task.sleep(until: instant) }
    if let failure {
      // The failure has been reported to a process.
      environment.failures.removeAll { $0 === self }
      throw failure
    }
  }
}

extension TaskContext {
  /// Waits until an occurrence has happened: SimPy's `yield event`.
  ///
  /// If it has happened, this returns at once.
  ///
  /// - Parameter occurrence: The occurrence to wait for.
  /// - Throws: ``Interrupt``; the error of the process, if the occurrence is its end.
  public func wait(for occurrence: Occurrence) throws { try occurrence.wait(self) }

  /// Waits until an occurrence has happened, or a time has passed: SimPy's
  /// `yield event | env.timeout(patience)`.
  ///
  /// An occurrence at the very time at which patience ends may count as having happened. As in SimPy, the state
  /// after one more event decides.
  ///
  /// - Parameters:
  ///   - occurrence: The occurrence to wait for.
  ///   - patience: The time to wait for it.
  /// - Returns: Whether it has happened.
  /// - Throws: The errors of ``wait(for:)``; ``SimulationError/invalidDelay(_:)``.
  public func wait(for occurrence: Occurrence, atMost patience: Double) throws -> Bool {
    let environment = occurrence.environment
    let end = try environment.nextInstant(after: patience)
    do {
      try withTimeout(end - environment.instant) { try wait(for: occurrence) }
    } catch SchedulingError.timedOut where !occurrence.hasHappened {
      // If the limit of an enclosing call has passed, the next wait throws the error again.
    }
    try sleep(until: environment.nextInstant(at: environment.now))
    return occurrence.hasHappened
  }
}
