extension TaskContext {
  /// Waits until a task is done, and gives what it has returned.
  ///
  /// ```swift
  /// try Scheduler().run { task in
  ///   let word = try task.spawn { _ in "hello" }
  ///   print(try task.join(word))  // hello
  /// }
  /// ```
  ///
  /// For a task that is done it returns at once. A task can be joined any number of times.
  ///
  /// - Parameter other: the task to wait for.
  /// - Returns: what its body returned.
  /// - Throws: what its body threw; `CancellationError` for one that was cancelled before it has run;
  ///   ``SchedulingError/joinedItself(_:)``; ``SchedulingError/foreignTask(_:)`` for a task of another
  ///   scheduler; what this task is interrupted with.
  /// - Complexity: O(1), one resumption.
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
  /// For a message about who waits for it.
  @usableFromInline
  final var description: String { "\(identity)" }
}
