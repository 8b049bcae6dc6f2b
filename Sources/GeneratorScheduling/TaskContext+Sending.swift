public import DequeModule

extension TaskContext {
  /// Sends a value, and waits until a receiver has taken it or the channel has room for it.
  ///
  /// ```swift
  /// try Scheduler().run { task in
  ///   let words = Channel<String>()
  ///   let reader = try task.spawn { task in
  ///     print("got", try task.receive(from: words) ?? "nothing")
  ///   }
  ///   try task.send("hello", to: words)
  ///   print("sent")
  ///   try task.join(reader)
  /// }
  /// // prints "got hello", "sent"
  /// ```
  ///
  /// Returns at once if a receiver waits or the channel has room. A waiting receiver gets the value, and its
  /// turn after the tasks that are ready. Otherwise the other tasks run until a receiver takes this value or
  /// makes room for it.
  ///
  /// When this throws, the value was not sent. When this returns, it was sent, even if the task was cancelled
  /// during the wait.
  ///
  /// Elsewhere: `ch <- x` in Go, `await queue.put(x)` in asyncio.
  ///
  /// - Parameters:
  ///   - element: The value to send.
  ///   - channel: The channel to send to.
  /// - Throws: ``SchedulingError/channelClosed(_:)`` if the channel is closed before or during the wait; the
  ///   error that interrupts the task.
  /// - Complexity: O(1) and at most one resumption, without an allocation except to grow the channel's
  ///   buffer.
  @inlinable
  public func send<Element>(_ element: consuming Element, to channel: Channel<Element>) throws {
    try link.checkpoint()
    var slot: Element? = element
    if try channel.offer(&slot) { return }
    try park(in: channel.senders.reference, "sending to", channel, slot: &slot)
    // If the value is still there, the close of the channel woke the task.
    if slot != nil { throw channel.closedError }
  }
}

extension Channel {
  /// Sends a value if that doesn't need to wait.
  ///
  /// ```swift
  /// let latest = Channel<Int>(capacity: 1)
  /// print(try latest.trySend(1), try latest.trySend(2))  // true false
  /// ```
  ///
  /// It doesn't need to wait if a receiver waits, which gets the value, or if the channel has room. It can be
  /// called outside of tasks.
  ///
  /// - Parameter element: The value to send.
  /// - Returns: Whether the value was sent.
  /// - Throws: ``SchedulingError/channelClosed(_:)`` if the channel is closed.
  /// - Complexity: O(1).
  @inlinable
  public func trySend(_ element: consuming Element) throws -> Bool {
    var slot: Element? = element
    return try offer(&slot)
  }

  /// Takes the value out of `slot`, which has one, unless the sender has to wait.
  @inlinable @inline(__always)
  func offer(_ slot: inout Element?) throws -> Bool {
    try checkOpen()
    if let receiver = receivers.popFirst() {
      receiver.give(&slot)
      return true
    }
    guard buffer.count < capacity else { return false }
    buffer.append(slot.take()!)
    return true
  }
}
