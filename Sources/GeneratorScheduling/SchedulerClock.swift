/// What a scheduler takes the time from.
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
/// What happens at one instant has an order, the same on every run:
///
/// 1. Tasks that are ready go on in the order in which they became ready.
/// 2. Sleeps that end at the instant make their tasks ready in the order in which they began, before any
///    timeout of that instant ends.
/// 3. Timeouts, of ``TaskContext/withTimeout(_:_:)`` and of ``SelectCase/timeout(_:_:)``, end when
///    no task is ready: one after another, in the order in which they were set, each after
///    everything that the one before has caused. So a deadline is inclusive. A value that is sent
///    at the instant at which a timeout ends is in time, whichever was arranged for first and
///    through however many tasks it comes:
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
/// SimPy, Python's library for simulations, has the first two rules, but not the third. There, a
/// timeout is an event like any other, and `get | timeout` returns the timeout even if a process
/// that slept until then has put the value at the same instant. An interrupt of SimPy goes before
/// all other events of its instant; ``ScheduledTask/throw(_:)`` makes the task ready behind those
/// that are.
///
/// With ``continuous``, two deadlines are hardly ever equal, but the scheduler may come late to
/// several. Then it first looks at descriptors and at the messages of other threads. Earlier
/// deadlines come before later ones, and every task that is ready has a turn before a timeout ends.
public enum SchedulerClock: Sendable, Hashable {
  /// Real time, which goes on while the machine sleeps and is not set by anyone: `ContinuousClock`.
  ///
  /// Where all tasks wait, the thread sleeps in the system until the next of them is due.
  case continuous

  /// A time of the scheduler's own, for simulations and tests.
  ///
  /// It stands still while tasks run, and when all wait it jumps to the first time that one of them
  /// waits for. Before each jump the scheduler looks at descriptors, and at what other threads have
  /// sent through a ``RemoteScheduler``; these do not hold the jump up. While an `async` operation
  /// is under way that a task waits for, time stands still. The operation ends at the instant at
  /// which it began, and a timeout that was set for this instant before waits for it.
  case virtual
}

/// A time of a scheduler's clock: how long after the scheduler was made.
///
/// ```swift
/// try Scheduler(clock: .virtual).run { task in
///   let deadline = task.now + .seconds(5)
///   try task.sleep(until: deadline)
///   print(task.now, task.now - .start)  // 5.0 seconds 5.0 seconds
/// }
/// ```
public struct SchedulerInstant: InstantProtocol, Sendable, Hashable, CustomStringConvertible {
  /// How long after the scheduler was made it is.
  public let offset: Duration

  /// Makes the time that is so long after the scheduler was made.
  ///
  /// - Parameter offset: how long after; not negative.
  public init(offset: Duration) { self.offset = offset }

  /// When a scheduler was made, on its own clock.
  public static let start = SchedulerInstant(offset: .zero)

  /// The time that is so much later.
  public func advanced(by duration: Duration) -> Self { Self(offset: offset + duration) }

  /// The time that is so much later.
  public static func + (instant: Self, duration: Duration) -> Self {
    instant.advanced(by: duration)
  }

  /// The time that is so much earlier.
  public static func - (instant: Self, duration: Duration) -> Self {
    instant.advanced(by: .zero - duration)
  }

  /// How much later the first is than the second.
  public static func - (later: Self, earlier: Self) -> Duration { earlier.duration(to: later) }

  /// How much later another is.
  public func duration(to other: Self) -> Duration { other.offset - offset }

  /// Whether the one is earlier than the other.
  public static func < (a: Self, b: Self) -> Bool { a.offset < b.offset }

  /// As `Duration` prints: `1.5 seconds`.
  public var description: String { "\(offset)" }
}
