public import Generators

/// A group of tasks without results, which end with the closure that spawned them.
///
/// ``TaskContext/withDiscardingTaskGroup(fileID:line:_:)`` passes it to the closure, which it can't leave.
public struct DiscardingScheduledTaskGroup: ~Escapable {
  private let task: TaskContext
  private let core: TaskGroupCore

  @_lifetime(copy task)
  init(_ task: TaskContext, _ core: TaskGroupCore) {
    self.task = task
    self.core = core
  }

  /// Spawns a task in the group.
  ///
  /// It gets its first turn after the tasks that are ready.
  ///
  /// If the group is cancelled, the body doesn't run.
  ///
  /// - Parameters:
  ///   - name: A name for messages.
  ///   - stackSize: The minimum stack size, in bytes. See [Stack size](doc:Tasks#Stack-size).
  ///   - fileID: The file shown in messages.
  ///   - line: The line shown in messages.
  ///   - body: The closure that the task runs.
  /// - Returns: The task, which can be cancelled or joined.
  /// - Throws: ``SchedulingError/finished`` while the scheduler ends all its tasks.
  /// - Precondition: `stackSize` is positive.
  @discardableResult
  public func spawn(
    name: String? = nil, stackSize: Int = defaultStackSize, fileID: StaticString = #fileID,
    line: UInt = #line, _ body: @escaping (TaskContext) throws -> Void
  ) throws -> ScheduledTask<Void> {
    let origin = GeneratorOrigin(fileID: fileID, line: line)
    return try task.spawn(in: core, name: name, stackSize: stackSize, origin: origin, body)
  }

  /// Cancels all tasks of the group, and those that are spawned in it later.
  ///
  /// The closure isn't cancelled. See ``ScheduledTask/cancel()``.
  public func cancelAll() { core.cancelAll() }

  /// Whether the group was cancelled: by ``cancelAll()``, by the failure of a task, or together with the
  /// group's own task.
  public var isCancelled: Bool { core.isCancelled }

  /// Whether all tasks of the group are done.
  public var isEmpty: Bool { core.isEmpty }
}
