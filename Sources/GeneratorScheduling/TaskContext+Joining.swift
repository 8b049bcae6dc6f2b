extension TaskContext {
  /// Waits until a task is done, and returns its value.
  ///
  /// ```swift
  /// try Scheduler().run { task in
  ///   let word = try task.spawn { _ in "hello" }
  ///   print(try task.join(word))  // hello
  /// }
  /// ```
  ///
  /// Returns at once if the task is done. A task can be joined any number of times.
  ///
  /// - Parameter other: The task to wait for.
  /// - Returns: The value that its body returned.
  /// - Throws: The error that its body threw; `CancellationError` if it was cancelled before its first turn;
  ///   ``SchedulingError/joinedItself(_:)``; ``SchedulingError/foreignTask(_:)`` for a task of another
  ///   scheduler; the error that interrupts this task.
  /// - Complexity: O(1) and at most one resumption.
  @discardableResult
  public func join<Value>(_ other: ScheduledTask<Value>) throws -> Value {
    let other = other.core
    try wait(forEndOf: other)
    other.scheduler.wasJoined(other)
    return try other.result!.get()
  }

  /// Waits until a task is done, however it ends.
  func wait(forEndOf other: TaskCore) throws {
    if other === core { throw SchedulingError.joinedItself(core.identity) }
    if other.scheduler !== core.scheduler { throw SchedulingError.foreignTask(other.identity) }
    try link.checkpoint()
    if other.phase == .done { return }
    other.joiners.append(link.node)
    try suspend(Wait("joining", other))
  }
}

extension TaskCore: CustomStringConvertible {
  /// Describes the task in messages about tasks that wait for it.
  @usableFromInline
  final var description: String { "\(identity)" }
}
