import GeneratorScheduling

/// A simulation: processes that act in a time of their own.
///
/// ```swift
/// let simulation = Simulation()
/// let environment = simulation.environment
/// try environment.process("clock") { task in
///   while true {
///     print("tick", environment.now)
///     try task.wait(1, in: environment)
///   }
/// }
/// try simulation.run(until: 2)  // prints "tick 0.0", "tick 1.0"
/// ```
///
/// Events of one time happen in SimPy's order: see ``Environment``. There are three differences from SimPy:
///
/// - An error of a process for which no other waits doesn't end the run at once, but is thrown at its end.
/// - Processes that can never continue are an error, and are not forgotten.
/// - A process that is interrupted while it waits for a resource or a container gives up its place. In SimPy
///   that takes a `with`.
public final class Simulation {
  /// The environment of its processes.
  public let environment: Environment

  private let scheduler: Scheduler

  /// Creates a simulation that begins at time 0.
  public init() {
    scheduler = Scheduler(clock: .virtual)
    environment = Environment(scheduler)
  }

  /// Runs until all processes have ended, or up to a time.
  ///
  /// Events of the final time itself don't happen, unless the simulation is run again. If all processes end
  /// before, the time stays at the last end; SimPy's moves on to the final time.
  ///
  /// - Parameter time: The time to stop at, or `nil` to run until all processes have ended.
  /// - Returns: The time at which it has stopped.
  /// - Throws: ``SimulationError/untilIsPast(_:)``; the error of a process for which no other has waited;
  ///   without a time, `SchedulingError.deadlock` if processes are left that nothing can wake. SimPy doesn't
  ///   report these.
  @discardableResult
  public func run(until time: Double? = nil) throws -> Double {
    if let time {
      guard time > environment.now else { throw SimulationError.untilIsPast(time) }
      try scheduler.run(until: SchedulerInstant(time: time, event: 0))
    } else {
      try scheduler.run()
    }
    let failures = environment.failures
    environment.failures = []
    if let failed = failures.first { throw failed.failure! }
    return environment.now
  }
}
