import Generators

extension TaskContext {
  /// Does something with tasks that end before it returns.
  ///
  /// Structured concurrency: what the closure spawns in its group does not outlive it, however it ends.
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
  /// When the closure has returned, control comes back after the last of the tasks is done. Their results
  /// come from ``ScheduledTaskGroup/next()``, in the order in which the tasks end, and so do their errors.
  ///
  /// When a task fails, the closure is told: while there is an error that `next()` has not
  /// returned, every other wait of the closure throws `CancellationError`. The closure may be
  /// waiting for what the task should have sent, which never comes. If the closure throws or
  /// returns without asking for the error, the group cancels the remaining tasks, and throws the
  /// error when they are done:
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
  /// A closure that handles errors one by one asks for them with `next()`, after which it may wait
  /// again. Put code that must not be interrupted meanwhile into ``withCancellationShield(_:)``.
  /// When the closure throws, the tasks are cancelled and waited for, and its error is thrown,
  /// unless it is `CancellationError` and a task has failed.
  ///
  /// The tasks are also cancelled with the one whose group it is, and when a ``withTimeout(_:_:)`` around
  /// the group has passed, unless a ``withCancellationShield(_:)`` lies between. To wait for tasks that
  /// were cancelled is not ended by anything: not by a timeout, nor by the end of the scheduler, which
  /// ends them.
  ///
  /// One error can be thrown. If tasks have failed with others, these go to `UnraisableError.hook`. That a
  /// task was cancelled is no error, but where `next()` gives it.
  ///
  /// Results that are not asked for are kept until the closure returns, except that of those that are
  /// `Void` it is only known how many there are. For a server's connections there is
  /// ``withDiscardingTaskGroup(fileID:line:_:)``.
  ///
  /// This is `asyncio.TaskGroup` and trio's nursery, with the rules of Swift's `withThrowingTaskGroup`,
  /// except that an error is not lost when it is not asked for.
  ///
  /// - Parameters:
  ///   - childResult: what the tasks return.
  ///   - fileID: the file to name in messages.
  ///   - line: the line to name in messages.
  ///   - body: what to do with the group. It runs on the stack of this task; a task of the group has its own, of
  ///     the `stackSize:` that it is spawned with.
  /// - Returns: what the closure returns.
  /// - Throws: what the closure throws; the first error of a task that was not given to it; what this
  ///   task is interrupted with while it waits for the others.
  /// - Complexity: one resumption to wait for all, and for each result that is waited for.
  public func withTaskGroup<ChildResult, Result>(
    of childResult: ChildResult.Type = ChildResult.self, fileID: StaticString = #fileID,
    line: UInt = #line, _ body: (ScheduledTaskGroup<ChildResult>) throws -> Result
  ) throws -> Result {
    let group = TypedTaskGroupCore<ChildResult>(
      core, origin: GeneratorOrigin(fileID: fileID, line: line))
    return try run(group) { try body(ScheduledTaskGroup(self, group)) }
  }

  /// Does something with tasks that give nothing and end before it returns.
  ///
  /// For tasks without a number, one after another, that nobody asks for what they give: nothing is kept
  /// of one that is done.
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
  /// When a task fails, all others are cancelled at once, and the closure too: its waits throw
  /// `CancellationError`, so that it does not go on to serve for ever. (Swift's function of this name
  /// leaves the closure alone; a nursery of trio does as this does.) When all are done, the error of the
  /// task is thrown. In all else it is as ``withTaskGroup(of:fileID:line:_:)``.
  ///
  /// - Parameters:
  ///   - fileID: the file to name in messages.
  ///   - line: the line to name in messages.
  ///   - body: what to do with the group.
  /// - Returns: what the closure returns.
  /// - Throws: what the closure throws; the first error of a task; what this task is interrupted with
  ///   while it waits for the others.
  /// - Complexity: one resumption to wait for all.
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
    // If they were cancelled with this task, then it is not as if all were well.
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
