public import DequeModule

extension TaskContext {
  /// Waits for a value of a channel, and takes it.
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
  /// Where there is a value, or a sender waits with one, it returns at once, and the sender goes on after
  /// the tasks that are ready. Otherwise the others run until a value comes for this task.
  ///
  /// A channel that was closed gives the values that it holds, and then `nil`, for ever.
  ///
  /// For a `for` loop there is ``withSequence(of:_:)``. Go's `x, ok := <-ch`, `await queue.get()` of
  /// asyncio.
  ///
  /// - Parameter channel: where from.
  /// - Returns: the value, or `nil` if the channel is closed and empty.
  /// - Throws: what the task is interrupted with, and no value was taken then.
  /// - Complexity: O(1), at most one resumption, without an allocation.
  @inlinable
  public func receive<Element>(from channel: Channel<Element>) throws -> Element? {
    try link.checkpoint()
    if let element = channel.tryReceive() { return element }
    if channel.isClosed { return nil }
    var slot: Element? = nil
    try park(in: channel.receivers.reference, "receiving from", channel, slot: &slot)
    // Who was woken without a value was woken by the close.
    return slot
  }
}

extension Channel {
  /// Takes a value if there is one.
  ///
  /// ```swift
  /// let channel = Channel<Int>(capacity: .max)
  /// for n in 1...2 { _ = try channel.trySend(n) }
  /// while let n = channel.tryReceive() { print(n) }  // 1, 2
  /// ```
  ///
  /// A sender that waits counts as one, and goes on after the tasks that are ready. It can be called
  /// outside of tasks too. That nothing is there now, and that the channel was closed, look the same:
  /// ``isClosed`` tells.
  ///
  /// - Returns: the value, or `nil` where a receiver would have to wait, or the channel is closed and
  ///   empty.
  /// - Complexity: O(1).
  @inlinable
  public func tryReceive() -> Element? {
    guard let first = buffer.popFirst() else { return senders.popFirst()?.take(Element.self) }
    // There is room again for the first who waits.
    if let element = senders.popFirst()?.take(Element.self) { buffer.append(element) }
    return first
  }
}
