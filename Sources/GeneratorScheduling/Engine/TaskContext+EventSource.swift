// What a module with an event source of its own, such as GeneratorNetworking, waits by.

extension TaskContext {
  /// What the task's scheduler waits by; `nil` until a task has installed one.
  package var eventSource: (any EventSource)? { core.scheduler.eventSource }

  /// Has the task's scheduler, which has no event source, wait by one from now on.
  ///
  /// - Throws: what the source does when its waker is made; it is not installed then.
  package func install(_ source: any EventSource) throws { try core.scheduler.install(source) }

  /// Waits in a queue until ``WaitQueue/wakeFirst()`` takes the task out of it.
  ///
  /// Inlined, for the reason that ``suspend(_:)`` states.
  ///
  /// - Parameters:
  ///   - queue: where to wait, behind all others; kept by the caller while the task waits.
  ///   - verb: for messages: what the task does with `object`.
  ///   - object: what it waits for. It is kept alive for as long by being a parameter.
  /// - Throws: what the task is interrupted with.
  @inlinable @inline(__always)
  package func wait(
    in queue: borrowing WaitQueue, _ verb: StaticString, _ object: AnyObject
  ) throws {
    queue.append(link.node)
    try suspend(Wait(verb, object))
  }
}

extension WaitQueue {
  /// Makes the task ready that waits in front of the others.
  ///
  /// The task need not be of the scheduler whose thread this is, but of one that the same thread runs.
  ///
  /// - Returns: whether there was one.
  @discardableResult
  package func wakeFirst() -> Bool {
    guard let node = popFirst() else { return false }
    node.wake()
    return true
  }
}
