public import DequeModule

extension TaskContext {
  /// Waits until a channel has a value, and receives it.
  ///
  /// ```swift
  /// try Scheduler().run { task in
  ///   let numbers = Channel<Int>()
  ///   try task.spawn { task in
  ///     for n in 1...3 { try task.send(n * n, to: numbers) }
  ///     numbers.close()
  ///   }
  ///   while let n = try task.receive(from: numbers) { print(n) }  // 1, 4, 9
  /// }
  /// ```
  ///
  /// Returns at once if the channel has a value, or if a sender waits with one; the sender gets its turn
  /// after the tasks that are ready. Otherwise the other tasks run until a value arrives for this task.
  ///
  /// From a closed channel this returns the values that it holds, and after them `nil`, permanently.
  ///
  /// For a `for` loop, use ``withSequence(of:_:)``. Elsewhere: `x, ok := <-ch` in Go, `await queue.get()` in
  /// asyncio.
  ///
  /// - Parameter channel: The channel to receive from.
  /// - Returns: The value, or `nil` if the channel is closed and empty.
  /// - Throws: The error that interrupts the task; no value was taken then.
  /// - Complexity: O(1) and at most one resumption, without an allocation.
  @inlinable
  public func receive<Element>(from channel: Channel<Element>) throws -> Element? {
    try link.checkpoint()
    if let element = channel.tryReceive() { return element }
    if channel.isClosed { return nil }
    var slot: Element? = nil
    try park(in: channel.receivers.reference, "receiving from", channel, slot: &slot)
    // If there is no value, the close of the channel woke the task.
    return slot
  }
}

extension Channel {
  /// Receives a value if that doesn't need to wait.
  ///
  /// ```swift
  /// let channel = Channel<Int>(capacity: .max)
  /// for n in 1...2 { _ = try channel.trySend(n) }
  /// while let n = channel.tryReceive() { print(n) }  // 1, 2
  /// ```
  ///
  /// The value of a waiting sender counts; the sender gets its turn after the tasks that are ready. This can
  /// be called outside of tasks. An empty channel and a closed one both return `nil`: see ``isClosed``.
  ///
  /// - Returns: The value, or `nil` if a receiver would have to wait, or the channel is closed and empty.
  /// - Complexity: O(1).
  @inlinable
  public func tryReceive() -> Element? {
    guard let first = buffer.popFirst() else { return senders.popFirst()?.take(Element.self) }
    // There is room again for the value of the first waiting sender.
    if let element = senders.popFirst()?.take(Element.self) { buffer.append(element) }
    return first
  }
}
