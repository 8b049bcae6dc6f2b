public import GeneratorScheduling

/// Something that will happen, and for which processes can wait: SimPy's `Event`.
///
/// A request is granted, a process ends. It is triggered first, and happens after the other events
/// of that time that were triggered before.
public class Occurrence {
  /// The environment in which it happens.
  public let environment: Environment

  private let trigger: Event

  /// When it happens, once that is known.
  private var instant: SchedulerInstant?

  /// The error that it is waited for in vain with.
  private(set) var failure: (any Error)?

  /// Makes one that nobody knows when it will happen.
  ///
  /// - Parameters:
  ///   - environment: where it happens.
  ///   - name: what messages call it.
  init(_ environment: Environment, name: String) {
    self.environment = environment
    trigger = Event(name: name)
  }

  /// Whether it is certain to happen at this time, or has happened.
  public var isTriggered: Bool { instant != nil }

  /// Whether it has happened.
  public var hasHappened: Bool { instant.map { $0 <= environment.instant } ?? false }

  /// Makes it happen, after what else was triggered.
  func succeed() {
    instant = environment.nextInstant(at: environment.now)
    trigger.set()
  }

  /// Makes it happen as a failure.
  func fail(_ error: any Error) {
    failure = error
    environment.failures.append(self)
    succeed()
  }

  fileprivate func wait(_ task: TaskContext) throws {
    if instant == nil { try task.wait(for: trigger) }
    if let instant, instant > environment.instant { try task.sleep(until: instant) }
    if let failure {
      // It has been given to somebody.
      environment.failures.removeAll { $0 === self }
      throw failure
    }
  }
}

extension TaskContext {
  /// Waits until something has happened: SimPy's `yield event`.
  ///
  /// For what has happened it returns at once.
  ///
  /// - Parameter occurrence: what to wait for.
  /// - Throws: ``Interrupt``; the error of the process whose end it is.
  public func wait(for occurrence: Occurrence) throws { try occurrence.wait(self) }

  /// Waits until something has happened, or a time has passed: SimPy's
  /// `yield event | env.timeout(patience)`.
  ///
  /// What happens at the very time at which patience ends may count as having happened: as in SimPy,
  /// what counts is the state after one event more.
  ///
  /// - Parameters:
  ///   - occurrence: what to wait for.
  ///   - patience: how long to wait for it.
  /// - Returns: whether it has happened.
  /// - Throws: as ``wait(for:)``; ``SimulationError/invalidDelay(_:)``.
  public func wait(for occurrence: Occurrence, atMost patience: Double) throws -> Bool {
    let environment = occurrence.environment
    let end = try environment.nextInstant(after: patience)
    do {
      try withTimeout(end - environment.instant) { try wait(for: occurrence) }
    } catch SchedulingError.timedOut where !occurrence.hasHappened {
      // If it was not this limit but one around it, the next wait throws it again.
    }
    try sleep(until: environment.nextInstant(at: environment.now))
    return occurrence.hasHappened
  }
}
