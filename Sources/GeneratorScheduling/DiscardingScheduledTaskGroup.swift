public import Generators

/// The tasks that a closure has spawned, that give nothing and end with it.
///
/// It is handed out by ``TaskContext/withDiscardingTaskGroup(fileID:line:_:)``, and cannot leave the
/// closure.
public struct DiscardingScheduledTaskGroup: ~Escapable {
  private let task: TaskContext
  private let core: TaskGroupCore

  @_lifetime(copy task)
  init(_ task: TaskContext, _ core: TaskGroupCore) {
    self.task = task
    self.core = core
  }

  /// Makes a task of the group, which has its first turn after those that are ready.
  ///
  /// In a group that is cancelled the body does not run.
  ///
  /// - Parameters:
  ///   - name: what messages call it.
  ///   - stackSize: the least number of bytes of stack for the body and what it calls, as for
  ///     ``Scheduler/spawn(name:stackSize:fileID:line:_:)``: a body that decodes foreign input needs more than
  ///     the default.
  ///   - fileID: the file to name in messages.
  ///   - line: the line to name in messages.
  ///   - body: what the task does.
  /// - Returns: the task, to cancel or join it.
  /// - Throws: ``SchedulingError/finished`` while the scheduler ends all tasks.
  @discardableResult
  public func spawn(
    name: String? = nil, stackSize: Int = defaultStackSize, fileID: StaticString = #fileID,
    line: UInt = #line, _ body: @escaping (TaskContext) throws -> Void
  ) throws -> ScheduledTask<Void> {
    let origin = GeneratorOrigin(fileID: fileID, line: line)
    return try task.spawn(in: core, name: name, stackSize: stackSize, origin: origin, body)
  }

  /// Cancels all tasks of the group, and those that are spawned in it from now on.
  ///
  /// The closure is not cancelled. See ``ScheduledTask/cancel()``.
  public func cancelAll() { core.cancelAll() }

  /// Whether it was cancelled: by ``cancelAll()``, by the failure of a task, or with the task whose
  /// group it is.
  public var isCancelled: Bool { core.isCancelled }

  /// Whether none of its tasks is left.
  public var isEmpty: Bool { core.isEmpty }
}
