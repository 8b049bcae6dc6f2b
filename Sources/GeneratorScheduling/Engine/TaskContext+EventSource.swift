// The waits of a module with an event source of its own, such as GeneratorNetworking.

extension TaskContext {
  /// The event source of the task's scheduler; `nil` until a task has installed one.
  package var eventSource: (any EventSource)? { core.scheduler.eventSource }

  /// Installs an event source in the task's scheduler, which has none.
  ///
  /// - Throws: The error of the source when its waker is created; the source is not installed then.
  package func install(_ source: any EventSource) throws { try core.scheduler.install(source) }

  /// Waits in a queue until ``WaitQueue/wakeFirst()`` takes the task out of it.
  ///
  /// Inlined, for the reason that ``suspend(_:)`` states.
  ///
  /// - Parameters:
  ///   - queue: The queue to wait in, behind all others. The caller keeps it while the task waits.
  ///   - verb: What the task does with `object`, for messages.
  ///   - object: What the task waits for. Being a parameter keeps it alive during the wait.
  /// - Throws: The error that interrupts the task.
  @inlinable @inline(__always)
  package func wait(
    in queue: borrowing WaitQueue, _ verb: StaticString, _ object: AnyObject
  ) throws {
    queue.append(link.node)
    try suspend(Wait(verb, object))
  }
}

extension WaitQueue {
  /// Makes the first waiting task ready.
  ///
  /// The task may belong to another scheduler that the same thread runs.
  ///
  /// - Returns: Whether there was one.
  @discardableResult
  package func wakeFirst() -> Bool {
    guard let node = popFirst() else { return false }
    node.wake()
    return true
  }
}
