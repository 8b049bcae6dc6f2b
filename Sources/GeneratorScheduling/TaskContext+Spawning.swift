public import Generators

extension TaskContext {
  /// Makes a task, which has its first turn after those that are ready.
  ///
  /// This task keeps its turn, and the two go on independently: see
  /// ``Scheduler/spawn(name:stackSize:fileID:line:_:)``. Where a task is to end with those that it has
  /// made, there is ``withTaskGroup(of:fileID:line:_:)``.
  ///
  /// - Parameters:
  ///   - name: what messages call it.
  ///   - stackSize: the least number of bytes of stack for the body and what it calls, as for
  ///     ``Scheduler/spawn(name:stackSize:fileID:line:_:)``: a body that decodes foreign input needs more than
  ///     the default.
  ///   - fileID: the file to name in messages.
  ///   - line: the line to name in messages.
  ///   - body: what the task does.
  /// - Returns: the task.
  /// - Throws: ``SchedulingError/finished`` while the scheduler ends all tasks.
  @discardableResult
  public func spawn<Value>(
    name: String? = nil, stackSize: Int = defaultStackSize, fileID: StaticString = #fileID,
    line: UInt = #line, _ body: @escaping (TaskContext) throws -> Value
  ) throws -> ScheduledTask<Value> {
    let origin = GeneratorOrigin(fileID: fileID, line: line)
    return ScheduledTask(
      try core.scheduler.add(name: name, stackSize: stackSize, origin: origin, body))
  }

  /// Cancels this task: its next wait throws `CancellationError`.
  ///
  /// See ``ScheduledTask/cancel()``, by which another is cancelled.
  public func cancel() { core.cancel() }

  /// Throws `CancellationError` if the task is cancelled, and whatever else its next wait would throw.
  ///
  /// For a long computation that neither waits nor gives way.
  ///
  /// - Complexity: O(1).
  public func checkCancellation() throws { try link.checkpoint() }
}
