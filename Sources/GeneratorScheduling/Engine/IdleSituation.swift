/// The situation of a scheduler when no task is ready, and its decision what to do then.
///
/// A value, so that decisions that depend on clocks, limits and other threads can be tested without them.
struct IdleSituation {
  struct Timer {
    let deadline: SchedulerInstant
    /// Whether it waits for the `async` operations that are under way, which take no virtual time.
    let isHeldByOperations: Bool
  }

  let clock: SchedulerClock
  let now: SchedulerInstant

  /// The next timer, if there is one.
  let timer: Timer?

  /// The time to stop at, if the caller has set one.
  let limit: SchedulerInstant?

  /// Whether another thread will bring something that a task waits for.
  let awaitsOtherThreads: Bool

  /// Whether other threads or the system can make a task ready.
  let canBeWoken: Bool

  enum Step: Equatable {
    /// Sleeps until something arrives, or for this duration. In real time, the timers that are due fire then.
    case sleep(Duration?)
    /// Moves virtual time to this instant, whose timers fire.
    case advance(to: SchedulerInstant)
    /// Stops, because the limit is reached; virtual time moves to it.
    ///
    /// - canGoOn: Whether something can still happen afterwards.
    case stop(canGoOn: Bool)
    /// Gives up: all tasks wait, and nothing can wake them.
    case giveUp
  }

  /// Whether the timer fires before the limit is reached.
  private var firesBeforeLimit: Bool {
    guard let limit else { return true }
    return timer.map { $0.deadline < limit } ?? false
  }

  @inline(__always)
  var step: Step {
    switch clock {
    case .virtual:
      // The operations under way will end, and time must not run ahead of them.
      if awaitsOtherThreads, timer?.isHeldByOperations ?? true { return .sleep(nil) }
      if let timer, firesBeforeLimit { return .advance(to: timer.deadline) }
      if limit != nil { return .stop(canGoOn: timer != nil || canBeWoken) }
      return canBeWoken ? .sleep(nil) : .giveUp
    case .continuous:
      if timer == nil, !canBeWoken { return .giveUp }
      if let limit, now >= limit { return .stop(canGoOn: true) }
      let next = firesBeforeLimit ? timer?.deadline : limit
      return .sleep(next.map { max(.zero, now.duration(to: $0)) })
    }
  }
}
