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
/// What happens at one time does so in SimPy's order: see ``Environment``. These are other than there:
/// an error of a process that nobody waits for does not end the run at once, but is thrown at its end;
/// processes that can never go on are an error, and not forgotten; and a process that is interrupted
/// while it waits for a resource or a container gives up its place, which in SimPy takes a `with`.
public final class Simulation {
  /// What its processes act in.
  public let environment: Environment

  private let scheduler: Scheduler

  /// Makes a simulation that begins at time 0.
  public init() {
    scheduler = Scheduler(clock: .virtual)
    environment = Environment(scheduler)
  }

  /// Runs until all processes have ended, or up to a time.
  ///
  /// What would happen at that time does not happen any more, unless it is run again. Where all
  /// processes end before, time stands still when they have; SimPy's goes on to the end.
  ///
  /// - Parameter time: when to stop; `nil` to let all processes end.
  /// - Returns: the time at which it has stopped.
  /// - Throws: ``SimulationError/untilIsPast(_:)``; the error of a process that nobody has waited for;
  ///   without a time, `SchedulingError.deadlock` if processes are left that nothing can wake. SimPy
  ///   does not report these.
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
