public import GeneratorScheduling

/// What the processes of a simulation have in common: its time, and the order of what happens in it.
///
/// It is SimPy's `Environment` but for running, which is a ``Simulation``'s: processes capture this.
///
/// ## The order of events at one time
///
/// SimPy puts all events into one queue, by time, then by urgency, then in the order in which they
/// were triggered. Urgent are the starts of processes and interrupts; what else happens has its turn
/// after them. The tasks of a scheduler that wait until the same instant go on together, and those
/// that they spawn or wake come after all of them: not in that order.
///
/// So no two events have the same instant here. The bits of a `Double` that is not negative are in
/// the order of its values, and have 64 bits free below them in a `Duration`, where the number of the
/// event goes: the scheduler's timers are then SimPy's queue. It wakes one task for each instant, and
/// goes on to the next when no task is ready. What is urgent is done by a task that is ready
/// meanwhile, one thing after the other.
public final class Environment {
  /// Not the other way round too, or neither would ever go: processes hold the environment.
  weak var scheduler: Scheduler?

  private var eventCount: UInt64 = 0
  private var latest = SchedulerInstant.start

  /// What is to be done before the next event, by the task that does it.
  private var urgent: [(Scheduler) throws -> Void] = []

  /// The processes that have failed.
  var failures: [Occurrence] = []

  init(_ scheduler: Scheduler) { self.scheduler = scheduler }

  /// The time of the simulation, in whatever unit it counts.
  public var now: Double { instant.time }

  /// Notes what a value is now.
  ///
  /// Where all processes are being ended it has no meaning any more.
  func note(_ value: Double, in history: History) {
    if scheduler != nil { history.note(value, at: now) }
  }

  /// The instant of the event that happens now.
  var instant: SchedulerInstant {
    if let scheduler { latest = scheduler.now }
    return latest
  }

  /// The instant of a new event.
  func nextInstant(after delay: Double = 0) throws -> SchedulerInstant {
    // That it is not a number is not caught by `delay < 0`.
    guard delay >= 0 else { throw SimulationError.invalidDelay(delay) }
    return nextInstant(at: now + delay)
  }

  /// The instant of a new event at a time that is not past.
  func nextInstant(at time: Double) -> SchedulerInstant {
    eventCount += 1
    return SchedulerInstant(time: time, event: eventCount)
  }

  /// Does something before the next event, after what else is urgent.
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
        // To whom it was done: until it waits.
        try task.yield()
      }
    }
  }

  /// Does something when the events that were triggered until now, at this time, have happened.
  func afterward(_ action: @escaping () -> Void) {
    let instant = nextInstant(at: now)
    // None can be spawned when all are being ended, and nobody is there for whom to do it.
    _ = try? scheduler?.spawn(name: "afterward") { task in
      try task.sleep(until: instant)
      action()
    }
  }
}

extension SchedulerInstant {
  /// The instant of an event; the one of number 0 is before all others at its time.
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
  ///   - delay: how long, in the simulation's unit.
  ///   - environment: that of the simulation.
  /// - Throws: ``Interrupt``; ``SimulationError/invalidDelay(_:)``; as ``sleep(until:)``.
  public func wait(_ delay: Double, in environment: Environment) throws {
    try sleep(until: environment.nextInstant(after: delay))
  }
}
