public import GeneratorScheduling

/// The common state of the processes of a simulation: its time, and the order of its events.
///
/// It is SimPy's `Environment` without running, which is in ``Simulation``. Processes capture the
/// environment.
///
/// ## The order of events at one time
///
/// SimPy puts all events into one queue, sorted by time, then by urgency, then by the order in which they were
/// triggered. Starts of processes and interrupts are urgent; all other events come after them. A scheduler has
/// another order: the tasks that wait until the same instant continue together, and the tasks that they spawn
/// or wake come after all of them.
///
/// So here no two events have the same instant. The bits of a nonnegative `Double` have the order of its
/// values, and leave 64 bits free below them in a `Duration`. The number of the event is stored there, so the
/// scheduler's timers are SimPy's queue. It wakes one task for each instant, and continues with the next
/// instant when no task is ready. A task that is ready in between does the urgent actions one by one.
public final class Environment {
  /// Weak, because processes hold the environment.
  ///
  /// A cycle would keep both alive.
  weak var scheduler: Scheduler?

  private var eventCount: UInt64 = 0
  private var latest = SchedulerInstant.start

  /// The actions to perform before the next event, for the task that performs them.
  private var urgent: [(Scheduler) throws -> Void] = []

  /// The processes that have failed.
  var failures: [Occurrence] = []

  init(_ scheduler: Scheduler) { self.scheduler = scheduler }

  /// The time of the simulation, in any unit.
  public var now: Double { instant.time }

  /// Records the current value.
  ///
  /// While all processes are being ended, the value has no meaning.
  func note(_ value: Double, in history: History) {
    if scheduler != nil { history.note(value, at: now) }
  }

  /// The instant of the current event.
  var instant: SchedulerInstant {
    if let scheduler { latest = scheduler.now }
    return latest
  }

  /// Returns the instant of a new event.
  func nextInstant(after delay: Double = 0) throws -> SchedulerInstant {
    // `delay < 0` alone wouldn't catch NaN.
    guard delay >= 0 else { throw SimulationError.invalidDelay(delay) }
    return nextInstant(at: now + delay)
  }

  /// Returns the instant of a new event at a time that is not past.
  func nextInstant(at time: Double) -> SchedulerInstant {
    eventCount += 1
    return SchedulerInstant(time: time, event: eventCount)
  }

  /// Performs an action before the next event, after other urgent actions.
  ///
  /// - Throws: `SchedulingError.finished`.
  func urgently(_ action: @escaping (Scheduler) throws -> Void) throws {
    guard let scheduler else { throw SchedulingError.finished }
    urgent.append(action)
    if urgent.count > 1 { return }
    try scheduler.spawn(name: "urgent") { [self] task in
      defer { urgent = [] }
      var done = 0
      while done < urgent.count {
        if let scheduler = self.scheduler { try urgent[done](scheduler) }
        done += 1
        // The process that was started or interrupted runs here until it waits.
        try task.yield()
      }
    }
  }

  /// Performs an action when the events have happened that were triggered until now, at this time.
  func afterward(_ action: @escaping () -> Void) {
    let instant = nextInstant(at: now)
    // While all tasks are being ended none can be spawned, and no process needs the action.
    _ = try? scheduler?.spawn(name: "afterward") { task in
      try task.sleep(until: instant)
      action()
    }
  }
}

extension SchedulerInstant {
  /// Creates the instant of an event.
  ///
  /// The event of number 0 is before all others at its time.
  init(time: Double, event: UInt64) {
    self.init(offset: Duration(attoseconds: Int128(time.bitPattern) << 64 | Int128(event)))
  }

  /// The time of the event.
  var time: Double { Double(bitPattern: UInt64(offset.attoseconds >> 64)) }
}

extension TaskContext {
  /// Waits for some time: SimPy's `yield env.timeout(delay)`.
  ///
  /// - Parameters:
  ///   - delay: The time to wait, in the simulation's unit.
  ///   - environment: The environment of the simulation.
  /// - Throws: ``Interrupt``; ``SimulationError/invalidDelay(_:)``; the errors of ``sleep(until:)``.
  public func wait(_ delay: Double, in environment: Environment) throws {
    try sleep(until: environment.nextInstant(after: delay))
  }
}
