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
public enum SchedulerClock: Sendable, Hashable {
  /// Real time, which goes on while the machine sleeps and is not set by anyone: `ContinuousClock`.
  ///
  /// Where all tasks wait, the thread sleeps in the system until the next of them is due.
  case continuous

  /// A time of the scheduler's own, for simulations and tests.
  ///
  /// It stands still while tasks run, and when all wait it jumps to the first time that one of them waits
  /// for. Tasks that wait for descriptors are asked after before each jump, and do not hold it up; while
  /// an `async` operation is under way that a task waits for, time stands still.
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
