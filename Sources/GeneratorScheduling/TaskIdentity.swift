public import Generators

/// The identity of a task: its number, its name, and the place where it was spawned.
///
/// ```swift
/// try Scheduler().run(name: "reader") { task in
///   print(task.current.identity)  // task 1 "reader", spawned at Main/main.swift:12
/// }
/// ```
public struct TaskIdentity: Sendable, Hashable, CustomStringConvertible {
  /// The number of the task, counted from 1 in the order in which its scheduler's tasks were spawned.
  public let id: Int

  /// The name of the task, if it has one.
  public let name: String?

  /// The place in the source where the task was spawned.
  public let origin: GeneratorOrigin

  /// The number, name and place, such as `task 3 "reader", spawned at M/F.swift:12`.
  public var description: String {
    "task \(id)\(name.map { " \"\($0)\"" } ?? ""), spawned at \(origin)"
  }
}

/// A waiting task, and what it waits for.
public struct WaitingTask: Sendable, CustomStringConvertible {
  /// The identity of the task.
  public let task: TaskIdentity

  /// What the task waits for, such as `receiving from a channel made at M/F.swift:3`.
  public let reason: String

  /// The task and its wait, such as
  /// `task 3 "reader", spawned at M/F.swift:12: receiving from a channel made at M/F.swift:3`.
  public var description: String { "\(task): \(reason)" }
}

/// A failed task, and its error.
public struct FailedTask: Sendable, CustomStringConvertible {
  /// The identity of the task.
  public let task: TaskIdentity

  /// The error that left its body.
  public let error: any Error

  /// The task and its error, such as `task 3 "reader", spawned at M/F.swift:12: BadNumber()`.
  public var description: String { "\(task): \(error)" }
}
