/// A task of a scheduler, and what it gives when it is done.
///
/// It refers to the task, which does not need it: a task goes on when nothing refers to it any more.
public struct ScheduledTask<Value> {
  let core: TypedTask<Value>

  init(_ core: TypedTask<Value>) { self.core = core }

  /// What the body returned or threw; `nil` while it is not done.
  ///
  /// The error of a task that was cancelled is mostly `CancellationError`. To look at it is not to join
  /// the task.
  public var result: Result<Value, any Error>? { core.result }

  /// Which task it is.
  public var identity: TaskIdentity { core.identity }

  /// Where it stands in its life.
  public var state: TaskState { AnyScheduledTask(self).state }

  /// Whether it was cancelled, done or not.
  public var isCancelled: Bool { core.interruption.isCancelled }

  /// Cancels the task: its next wait, or the one in which it is, throws `CancellationError`.
  ///
  /// Nothing runs yet: the task has its turn after those that are ready. Its `defer` blocks run as
  /// the error leaves. So does each later wait throw, until the task is done: a body that catches the
  /// error can clean up, but not go on as if nothing had happened. One that goes on to wait a thousand
  /// times is a trap that names it. To wait while cleaning up there is
  /// ``TaskContext/withCancellationShield(_:)``.
  ///
  /// A task that has not had its first turn does not run at all. To cancel one that is done, or twice,
  /// does nothing.
  ///
  /// ```swift
  /// let scheduler = Scheduler()
  /// try scheduler.run { task in
  ///   let sleeper = try task.spawn { task in
  ///     defer { print("woken") }
  ///     try task.sleep(for: .seconds(3600))
  ///   }
  ///   try task.yield()
  ///   sleeper.cancel()
  ///   do { try task.join(sleeper) } catch { print(error) }
  /// }
  /// // prints "woken", "CancellationError()"
  /// ```
  public func cancel() { core.cancel() }

  /// Throws an error into the task: its next wait, or the one in which it is, throws it, once.
  ///
  /// A task that has not had its first turn does not run at all, and has failed with the error. To throw
  /// into one that is done does nothing. Several errors are thrown by as many waits, in their order.
  ///
  /// ```swift
  /// struct Interrupt: Error { let cause: String }
  /// try Scheduler(clock: .virtual).run { task in
  ///   let machine = try task.spawn { task in
  ///     do {
  ///       try task.sleep(for: .seconds(60))
  ///     } catch let interrupt as Interrupt {
  ///       print(task.now, interrupt.cause)
  ///     }
  ///   }
  ///   try task.sleep(for: .seconds(5))
  ///   machine.throw(Interrupt(cause: "broken"))
  ///   try task.join(machine)
  /// }
  /// // prints "5.0 seconds broken"
  /// ```
  ///
  /// - Parameter error: what the wait throws.
  public func `throw`(_ error: any Error) { core.throw(error) }
}

/// A task whatever it gives: to look at it, and to cancel it.
public struct AnyScheduledTask: Hashable, CustomStringConvertible {
  let core: TaskCore

  init(_ core: TaskCore) { self.core = core }

  /// Forgets what a task gives.
  public init<Value>(_ task: ScheduledTask<Value>) { core = task.core }

  /// Which task it is.
  public var identity: TaskIdentity { core.identity }

  /// Where it stands in its life.
  public var state: TaskState {
    switch core.phase {
    case .ready: .ready
    case .running: .running
    case .waiting: .waiting(core.wait.description)
    case .done: .done
    }
  }

  /// Whether it was cancelled, done or not.
  public var isCancelled: Bool { core.interruption.isCancelled }

  /// Cancels the task: see ``ScheduledTask/cancel()``.
  public func cancel() { core.cancel() }

  /// Throws an error into the task: see ``ScheduledTask/throw(_:)``.
  public func `throw`(_ error: any Error) { core.throw(error) }

  /// The task and its state: `task 1 "reader", spawned at M/F.swift:3: ready`.
  public var description: String { "\(identity): \(state)" }

  /// Whether both are the same task.
  public static func == (a: Self, b: Self) -> Bool { a.core === b.core }

  /// Hashes which task it is.
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(core)) }
}

/// Where a task stands in its life.
public enum TaskState: Sendable, Hashable, CustomStringConvertible {
  /// It has its turn after those that are before it.
  case ready

  /// It has its turn.
  case running

  /// It waits for what the text says: `receiving from a channel made at M/F.swift:3`.
  case waiting(String)

  /// It has returned, failed, or was cancelled.
  case done

  /// `ready`, `running`, `done`, or what it waits for.
  public var description: String {
    switch self {
    case .ready: "ready"
    case .running: "running"
    case .waiting(let reason): reason
    case .done: "done"
    }
  }
}
