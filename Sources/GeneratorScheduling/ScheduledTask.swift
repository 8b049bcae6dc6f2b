/// A reference to a task of a scheduler, with the task's result.
///
/// A task doesn't depend on its references: it continues when nothing refers to it any more.
public struct ScheduledTask<Value> {
  let core: TypedTask<Value>

  init(_ core: TypedTask<Value>) { self.core = core }

  /// The value that the body returned or the error that it threw; `nil` until the task is done.
  ///
  /// The error of a cancelled task is usually `CancellationError`. Reading the result doesn't join the task.
  public var result: Result<Value, any Error>? { core.result }

  /// The identity of the task.
  public var identity: TaskIdentity { core.identity }

  /// The state of the task.
  public var state: TaskState { AnyScheduledTask(self).state }

  /// Whether the task was cancelled, done or not.
  public var isCancelled: Bool { core.interruption.isCancelled }

  /// Cancels the task: its current or next wait throws `CancellationError`.
  ///
  /// Returns at once: the task gets its turn after the tasks that are ready. As the error leaves its body,
  /// the `defer` blocks run. Each later wait throws too, until the task is done: a body that catches the
  /// error can clean up, but can't continue as if nothing had happened. A body that ignores the error a
  /// thousand times is stopped by a trap that names the task. To wait while cleaning up, use
  /// ``TaskContext/withCancellationShield(_:)``.
  ///
  /// A task that hasn't had its first turn never runs. Cancelling a task twice, or a task that is done, does
  /// nothing.
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

  /// Throws an error into the task: its current or next wait throws the error, once.
  ///
  /// A task that hasn't had its first turn never runs, and fails with the error. If the task is done, this
  /// does nothing. Several errors are thrown by as many waits, in order.
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
  /// - Parameter error: The error for the wait to throw.
  public func `throw`(_ error: any Error) { core.throw(error) }
}

/// A reference to a task with any type of result, for inspecting or cancelling it.
public struct AnyScheduledTask: Hashable, CustomStringConvertible {
  let core: TaskCore

  init(_ core: TaskCore) { self.core = core }

  /// Creates a reference to the same task, without the type of its result.
  public init<Value>(_ task: ScheduledTask<Value>) { core = task.core }

  /// The identity of the task.
  public var identity: TaskIdentity { core.identity }

  /// The state of the task.
  public var state: TaskState {
    switch core.phase {
    case .ready: .ready
    case .running: .running
    case .waiting: .waiting(core.wait.description)
    case .done: .done
    }
  }

  /// Whether the task was cancelled, done or not.
  public var isCancelled: Bool { core.interruption.isCancelled }

  /// Cancels the task: see ``ScheduledTask/cancel()``.
  public func cancel() { core.cancel() }

  /// Throws an error into the task: see ``ScheduledTask/throw(_:)``.
  public func `throw`(_ error: any Error) { core.throw(error) }

  /// The task and its state, such as `task 1 "reader", spawned at M/F.swift:3: ready`.
  public var description: String { "\(identity): \(state)" }

  /// Returns whether both refer to the same task.
  public static func == (a: Self, b: Self) -> Bool { a.core === b.core }

  /// Hashes the identity of the task.
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(core)) }
}

/// The state of a task.
public enum TaskState: Sendable, Hashable, CustomStringConvertible {
  /// Ready: the task gets its turn after the tasks before it.
  case ready

  /// Running: the task has its turn.
  case running

  /// Waiting, for what the text says, such as `receiving from a channel made at M/F.swift:3`.
  case waiting(String)

  /// Done: the task returned, failed, or was cancelled.
  case done

  /// `ready`, `running`, `done`, or the text that says what the task waits for.
  public var description: String {
    switch self {
    case .ready: "ready"
    case .running: "running"
    case .waiting(let reason): reason
    case .done: "done"
    }
  }
}
