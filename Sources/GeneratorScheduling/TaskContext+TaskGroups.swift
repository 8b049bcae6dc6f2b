import Generators

extension TaskContext {
  /// Runs a closure that can spawn tasks in a group, and returns when the closure and all these tasks have
  /// ended.
  ///
  /// This is structured concurrency: a task that the closure spawns in its group doesn't outlive the closure.
  ///
  /// ```swift
  /// let squares = try Scheduler(clock: .virtual).run { task in
  ///   try task.withTaskGroup(of: Int.self) { group in
  ///     for n in [3, 1, 2] {
  ///       try group.spawn { task in
  ///         try task.sleep(for: .seconds(n))
  ///         return n * n
  ///       }
  ///     }
  ///     var squares: [Int] = []
  ///     while let square = try group.next() { squares.append(square) }
  ///     return squares
  ///   }
  /// }
  /// print(squares)  // [1, 4, 9]
  /// ```
  ///
  /// After the closure has returned, this waits until the last task is done. The closure gets results and
  /// errors from ``ScheduledTaskGroup/next()``, in the order in which the tasks end.
  ///
  /// When a task fails, the closure's waits are interrupted, since it may be waiting for something that the
  /// failed task should have sent. Every wait throws `CancellationError`, except for `next()`, which returns
  /// the results in their order and throws the task's error. If the closure throws or returns without
  /// requesting the error, the group cancels the remaining tasks, and throws the error when they are done:
  ///
  /// ```swift
  /// struct NoData: Error {}
  /// try Scheduler().run { task in
  ///   let data = Channel<Int>()
  ///   do {
  ///     try task.withTaskGroup(of: Void.self) { group in
  ///       try group.spawn { _ in throw NoData() }
  ///       print(try task.receive(from: data) ?? 0)
  ///     }
  ///   } catch {
  ///     print(error)
  ///   }
  /// }
  /// // prints "NoData()"
  /// ```
  ///
  /// A closure that handles errors one by one requests them with `next()`, and may wait again after that. Put
  /// code that must not be interrupted into ``withCancellationShield(_:)``. When the closure throws, the
  /// group cancels its tasks and waits for them. Then it throws the closure's error. If that is a
  /// `CancellationError` and a task has failed, it throws the task's error instead.
  ///
  /// The tasks are also cancelled when the group's own task is cancelled, and when the time of a
  /// ``withTimeout(_:_:)`` around the group passes, unless a ``withCancellationShield(_:)`` lies between. The
  /// wait for cancelled tasks always lasts until they are done: neither a timeout nor the end of the
  /// scheduler cuts it short.
  ///
  /// A group throws one error. Errors of further failed tasks go to `UnraisableError.hook`. Cancellation of a
  /// task in the group doesn't fail the group; only `next()` reports it, as a `CancellationError`.
  ///
  /// The group keeps results until the closure requests them or returns. Of `Void` results it keeps only the
  /// count. For an unbounded stream of tasks, such as a server's connections, use
  /// ``withDiscardingTaskGroup(fileID:line:_:)``.
  ///
  /// In Python: `asyncio.TaskGroup`, and the nursery of trio. The rules are those of Swift's
  /// `withThrowingTaskGroup`, except that an error isn't lost if the closure doesn't request it.
  ///
  /// - Parameters:
  ///   - childResult: The type of the tasks' results.
  ///   - fileID: The file shown in messages.
  ///   - line: The line shown in messages.
  ///   - body: A closure that takes the group. It runs on the stack of this task; a task of the group has its
  ///     own stack.
  /// - Returns: The result of the closure.
  /// - Throws: The error of the closure; the first error of a task that `next()` hasn't thrown; the error
  ///   that interrupts this task while it waits for the others.
  /// - Complexity: One resumption to wait for all tasks, and one for each result that `next()` waits for.
  public func withTaskGroup<ChildResult, Result>(
    of childResult: ChildResult.Type = ChildResult.self, fileID: StaticString = #fileID,
    line: UInt = #line, _ body: (ScheduledTaskGroup<ChildResult>) throws -> Result
  ) throws -> Result {
    let group = TypedTaskGroupCore<ChildResult>(
      core, origin: GeneratorOrigin(fileID: fileID, line: line))
    return try run(group) { try body(ScheduledTaskGroup(self, group)) }
  }

  /// Runs a closure that can spawn tasks without results in a group, and returns when the closure and all
  /// these tasks have ended.
  ///
  /// For an unbounded stream of tasks whose results aren't needed, such as a server's connections. A finished
  /// task leaves nothing behind.
  ///
  /// ```swift
  /// let requests = Channel<String>()
  /// try Scheduler().run { task in
  ///   try task.spawn { task in
  ///     for name in ["a", "b"] { try task.send(name, to: requests) }
  ///     requests.close()
  ///   }
  ///   try task.withDiscardingTaskGroup { group in
  ///     while let request = try task.receive(from: requests) {
  ///       try group.spawn { _ in print("served", request) }
  ///     }
  ///   }
  /// }
  /// // prints "served a", "served b"
  /// ```
  ///
  /// When a task fails, the group cancels all its other tasks at once. The closure's waits throw
  /// `CancellationError`, so that it stops as well. When all tasks are done, this throws the error of the
  /// failed task. Swift's function of this name doesn't interrupt the closure; trio's nursery does.
  /// Everything else is as in ``withTaskGroup(of:fileID:line:_:)``.
  ///
  /// - Parameters:
  ///   - fileID: The file shown in messages.
  ///   - line: The line shown in messages.
  ///   - body: A closure that takes the group.
  /// - Returns: The result of the closure.
  /// - Throws: The error of the closure; the first error of a task; the error that interrupts this task while
  ///   it waits for the others.
  /// - Complexity: One resumption to wait for all tasks.
  public func withDiscardingTaskGroup<Result>(
    fileID: StaticString = #fileID, line: UInt = #line,
    _ body: (DiscardingScheduledTaskGroup) throws -> Result
  ) throws -> Result {
    let group = TaskGroupCore(core, origin: GeneratorOrigin(fileID: fileID, line: line))
    group.discardResults()
    return try run(group) { try body(DiscardingScheduledTaskGroup(self, group)) }
  }

  private func run<Value>(_ group: TaskGroupCore, _ body: () throws -> Value) throws -> Value {
    core.interruption.limits.append(Interruption.Limit(id: group.id, kind: .group(group)))
    defer { core.interruption.limits.removeLast() }
    let result = Result {
      let value = try body()
      group.discardResults()
      try wait(forAllOf: group)
      return value
    }
    group.discardResults()
    group.cancelAll()
    core.interruption.isHeld = true
    defer { core.interruption.isHeld = false }
    while !group.isEmpty { try wait(forEndIn: group) }
    return try group.conclude(result)
  }

  private func wait(forAllOf group: TaskGroupCore) throws {
    // If the tasks were cancelled together with this one, the checkpoint below has to throw.
    if group.isEmpty && !group.isCancelled { return }
    try link.checkpoint()
    if !group.isEmpty { try wait(forEndIn: group) }
  }

  func wait(forEndIn group: TaskGroupCore) throws {
    group.waiting.append(link.node)
    try suspend(Wait("waiting for", group))
  }

  func spawn<Value>(
    in group: TaskGroupCore, name: String?, stackSize: Int, origin: GeneratorOrigin,
    _ body: @escaping (TaskContext) throws -> Value
  ) throws -> ScheduledTask<Value> {
    let child = try core.scheduler.add(
      name: name, stackSize: stackSize, origin: origin, body)
    group.add(child)
    return ScheduledTask(child)
  }
}
