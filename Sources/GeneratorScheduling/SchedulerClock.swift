/// The clock of a scheduler: real or virtual time.
///
/// ```swift
/// let scheduler = Scheduler(clock: .virtual)
/// try scheduler.spawn { task in
///   try task.sleep(for: .seconds(86_400))
///   print("a day later:", task.now)  // a day later: 86400.0 seconds
/// }
/// try scheduler.run()  // returns at once
/// ```
///
/// ## Several things at one instant
///
/// Events of one instant have an order, which is the same on every run:
///
/// 1. Ready tasks get their turns in the order in which they became ready.
/// 2. Sleeps that end at the instant make their tasks ready in the order in which the sleeps began, before
///    any timeout of that instant ends.
/// 3. Timeouts, of ``TaskContext/withTimeout(_:_:)`` and of ``SelectCase/timeout(_:_:)``, end when no task is
///    ready. They end one after another, in the order in which they were set, each after everything that the
///    previous one has caused. So a deadline is inclusive. A value that is sent at the instant at which a
///    timeout ends is in time, regardless of which was set up first and of how many tasks the value passes
///    through:
///
/// ```swift
/// try Scheduler(clock: .virtual).run { task in
///   let answers = Channel<Int>()
///   try task.spawn { task in
///     try task.sleep(for: .seconds(5))
///     try task.send(42, to: answers)
///   }
///   let answer = try task.withTimeout(.seconds(5)) { try task.receive(from: answers) }
///   print(answer!, "at", task.now)
/// }
/// // prints "42 at 5.0 seconds"
/// ```
///
/// SimPy, Python's library for simulations, has the first two rules, but not the third. There, a timeout is
/// an event like any other: `get | timeout` returns the timeout even if a process that slept until the same
/// instant has put the value then. An interrupt of SimPy precedes all other events of its instant;
/// ``ScheduledTask/throw(_:)`` makes its task ready after the tasks that are ready.
///
/// With ``continuous``, two deadlines are hardly ever equal, but the scheduler may reach several of them
/// late. It then first looks at descriptors and at messages of other threads. Earlier deadlines come before
/// later ones, and every ready task gets a turn before a timeout ends.
public enum SchedulerClock: Sendable, Hashable {
  /// Real time, which continues while the machine sleeps and can't be set: `ContinuousClock`.
  ///
  /// While all tasks wait, the thread sleeps in the system until the next deadline.
  case continuous

  /// Virtual time, for simulations and tests.
  ///
  /// It stands still while tasks run. When all tasks wait, it jumps to the first time that one of them waits
  /// for. Before each jump, the scheduler looks at descriptors and at what other threads have sent through a
  /// ``RemoteScheduler``; neither delays the jump. While a task waits for an `async` operation, time stands
  /// still, so the operation ends at the instant at which it began. A timeout that was set at an earlier
  /// instant, and ends at this one, also waits for the operation.
  case virtual
}

/// A time of a scheduler's clock, as the time since the scheduler was created.
///
/// ```swift
/// try Scheduler(clock: .virtual).run { task in
///   let deadline = task.now + .seconds(5)
///   try task.sleep(until: deadline)
///   print(task.now, task.now - .start)  // 5.0 seconds 5.0 seconds
/// }
/// ```
public struct SchedulerInstant: InstantProtocol, Sendable, Hashable, CustomStringConvertible {
  /// The time since the scheduler was created.
  public let offset: Duration

  /// Creates the time that lies a duration after the scheduler's creation.
  ///
  /// - Parameter offset: The time since the scheduler was created; not negative.
  public init(offset: Duration) { self.offset = offset }

  /// The time of a scheduler's creation, on its own clock.
  public static let start = SchedulerInstant(offset: .zero)

  /// Returns the time that is later by a duration.
  public func advanced(by duration: Duration) -> Self { Self(offset: offset + duration) }

  /// Returns the time that is later by a duration.
  public static func + (instant: Self, duration: Duration) -> Self {
    instant.advanced(by: duration)
  }

  /// Returns the time that is earlier by a duration.
  public static func - (instant: Self, duration: Duration) -> Self {
    instant.advanced(by: .zero - duration)
  }

  /// Returns the duration from the second time to the first.
  public static func - (later: Self, earlier: Self) -> Duration { earlier.duration(to: later) }

  /// Returns the duration from this time to another.
  public func duration(to other: Self) -> Duration { other.offset - offset }

  /// Returns whether the first time is earlier than the second.
  public static func < (a: Self, b: Self) -> Bool { a.offset < b.offset }

  /// The offset as `Duration` prints it, such as `1.5 seconds`.
  public var description: String { "\(offset)" }
}
