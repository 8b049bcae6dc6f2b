public import Generators

/// Which task it is: its number, its name, and where it was spawned.
///
/// ```swift
/// try Scheduler().run(name: "reader") { task in
///   print(task.current.identity)  // task 1 "reader", spawned at Main/main.swift:12
/// }
/// ```
public struct TaskIdentity: Sendable, Hashable, CustomStringConvertible {
  /// The number of the task, from 1, in the order in which its scheduler's were spawned.
  public let id: Int

  /// The name that it was given.
  public let name: String?

  /// Where it was spawned.
  public let origin: GeneratorOrigin

  /// `task 3 "reader", spawned at M/F.swift:12`.
  public var description: String {
    "task \(id)\(name.map { " \"\($0)\"" } ?? ""), spawned at \(origin)"
  }
}

/// A task that waits, and for what.
public struct WaitingTask: Sendable, CustomStringConvertible {
  /// Which task.
  public let task: TaskIdentity

  /// What it waits for: `receiving from a channel made at M/F.swift:3`.
  public let reason: String

  /// `task 3 "reader", spawned at M/F.swift:12: receiving from a channel made at M/F.swift:3`.
  public var description: String { "\(task): \(reason)" }
}

/// A task that has failed, and with what.
public struct FailedTask: Sendable, CustomStringConvertible {
  /// Which task.
  public let task: TaskIdentity

  /// The error that left its body.
  public let error: any Error

  /// `task 3 "reader", spawned at M/F.swift:12: BadNumber()`.
  public var description: String { "\(task): \(error)" }
}
