public import Generators

/// The tasks that a closure has spawned and that end with it.
///
/// It is handed out by ``TaskContext/withTaskGroup(of:fileID:line:_:)``. As a ``TaskContext`` it cannot
/// leave the closure, which the compiler sees to, so that nothing is spawned after its end.
public struct ScheduledTaskGroup<ChildResult>: ~Escapable {
  private let task: TaskContext
  private let core: TypedTaskGroupCore<ChildResult>

  @_lifetime(copy task)
  init(_ task: TaskContext, _ core: TypedTaskGroupCore<ChildResult>) {
    self.task = task
    self.core = core
  }

  /// Makes a task of the group, which has its first turn after those that are ready.
  ///
  /// In a group that is cancelled the body does not run, and the task has ended with
  /// `CancellationError`.
  ///
  /// - Parameters:
  ///   - name: what messages call it.
  ///   - stackSize: the least number of bytes of stack for the body and what it calls, as for
  ///     ``Scheduler/spawn(name:stackSize:fileID:line:_:)``: a body that decodes foreign input needs more than
  ///     the default.
  ///   - fileID: the file to name in messages.
  ///   - line: the line to name in messages.
  ///   - body: what the task does.
  /// - Returns: the task, to cancel or join it. Joined or not, what it gives is given by ``next()``.
  /// - Throws: ``SchedulingError/finished`` while the scheduler ends all tasks.
  @discardableResult
  public func spawn(
    name: String? = nil, stackSize: Int = defaultStackSize, fileID: StaticString = #fileID,
    line: UInt = #line, _ body: @escaping (TaskContext) throws -> ChildResult
  ) throws -> ScheduledTask<ChildResult> {
    let origin = GeneratorOrigin(fileID: fileID, line: line)
    return try task.spawn(in: core, name: name, stackSize: stackSize, origin: origin, body)
  }

  /// Waits for the next task that is done, and gives what it has returned.
  ///
  /// Results come in the order in which the tasks have ended; those of tasks that are done come at once.
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
  /// - Returns: what a task has returned; `nil` when the results of all were given.
  /// - Throws: what a task has thrown, which is given by this: the others go on if the closure does.
  ///   `CancellationError` for a task that was cancelled. What this task is interrupted with.
  /// - Complexity: O(1), at most one resumption.
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

  /// Cancels all tasks of the group, and those that are spawned in it from now on.
  ///
  /// The closure is not cancelled. See ``ScheduledTask/cancel()``.
  public func cancelAll() { core.cancelAll() }

  /// Whether it was cancelled, by ``cancelAll()`` or with the task whose group it is.
  public var isCancelled: Bool { core.isCancelled }

  /// Whether ``next()`` would give `nil`.
  public var isEmpty: Bool { core.isEmpty && !core.hasResults }
}
