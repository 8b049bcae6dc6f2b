public import Generators

extension TaskContext {
  /// Spawns a task.
  ///
  /// It gets its first turn after the tasks that are ready.
  ///
  /// This task keeps its turn. The two tasks are independent of each other: see
  /// ``Scheduler/spawn(name:stackSize:fileID:line:_:)``. To let a task end together with the tasks that it
  /// spawned, use ``withTaskGroup(of:fileID:line:_:)``.
  ///
  /// - Parameters:
  ///   - name: A name for messages.
  ///   - stackSize: The minimum stack size, in bytes. See [Stack size](doc:Tasks#Stack-size).
  ///   - fileID: The file shown in messages.
  ///   - line: The line shown in messages.
  ///   - body: The closure that the task runs.
  /// - Returns: The task.
  /// - Throws: ``SchedulingError/finished`` while the scheduler ends all its tasks.
  /// - Precondition: `stackSize` is positive.
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
  /// ``ScheduledTask/cancel()`` cancels another task.
  public func cancel() { core.cancel() }

  /// Throws the error that interrupts the task, such as `CancellationError`, if its next wait would throw.
  ///
  /// Use it in a long computation that neither waits nor yields.
  ///
  /// - Complexity: O(1).
  public func checkCancellation() throws { try link.checkpoint() }
}
