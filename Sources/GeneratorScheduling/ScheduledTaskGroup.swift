public import Generators

/// A group of tasks, which end with the closure that spawned them.
///
/// ``TaskContext/withTaskGroup(of:fileID:line:_:)`` passes it to the closure. The compiler makes sure that it
/// doesn't leave the closure, so no task can be spawned after the closure's end.
public struct ScheduledTaskGroup<ChildResult>: ~Escapable {
  private let task: TaskContext
  private let core: TypedTaskGroupCore<ChildResult>

  @_lifetime(copy task)
  init(_ task: TaskContext, _ core: TypedTaskGroupCore<ChildResult>) {
    self.task = task
    self.core = core
  }

  /// Spawns a task in the group.
  ///
  /// It gets its first turn after the tasks that are ready.
  ///
  /// If the group is cancelled, the body doesn't run, and the task ends with `CancellationError`.
  ///
  /// - Parameters:
  ///   - name: A name for messages.
  ///   - stackSize: The minimum stack size, in bytes. See [Stack size](doc:Tasks#Stack-size).
  ///   - fileID: The file shown in messages.
  ///   - line: The line shown in messages.
  ///   - body: The closure that the task runs.
  /// - Returns: The task, which can be cancelled or joined. ``next()`` returns its result in any case.
  /// - Throws: ``SchedulingError/finished`` while the scheduler ends all its tasks.
  /// - Precondition: `stackSize` is positive.
  @discardableResult
  public func spawn(
    name: String? = nil, stackSize: Int = defaultStackSize, fileID: StaticString = #fileID,
    line: UInt = #line, _ body: @escaping (TaskContext) throws -> ChildResult
  ) throws -> ScheduledTask<ChildResult> {
    let origin = GeneratorOrigin(fileID: fileID, line: line)
    return try task.spawn(in: core, name: name, stackSize: stackSize, origin: origin, body)
  }

  /// Waits until the next task is done, and returns its result.
  ///
  /// Results arrive in the order in which the tasks ended. If a task is already done, this returns at once.
  ///
  /// ```swift
  /// try Scheduler().run { task in
  ///   try task.withTaskGroup(of: String.self) { group in
  ///     for name in ["a", "b"] { try group.spawn { _ in name } }
  ///     while let name = try group.next() { print(name) }
  ///   }
  /// }
  /// // prints "a", "b"
  /// ```
  ///
  /// - Returns: The value that a task returned; `nil` after the results of all tasks.
  /// - Throws: The error that a task threw, which counts as handled then: the other tasks continue if the
  ///   closure does; `CancellationError` for a cancelled task; the error that interrupts this task.
  /// - Complexity: O(1) and at most one resumption.
  public func next() throws -> ChildResult? {
    core.beginRequest()
    defer { core.endRequest() }
    try task.link.checkpoint()
    if !core.hasResults {
      if core.isEmpty { return nil }
      try task.wait(forEndIn: core)
    }
    return try core.takeResult()
  }

  /// Cancels all tasks of the group, and those that are spawned in it later.
  ///
  /// The closure isn't cancelled. See ``ScheduledTask/cancel()``.
  public func cancelAll() { core.cancelAll() }

  /// Whether the group was cancelled, by ``cancelAll()`` or together with the group's own task.
  public var isCancelled: Bool { core.isCancelled }

  /// Whether ``next()`` would return `nil`.
  public var isEmpty: Bool { core.isEmpty && !core.hasResults }
}
