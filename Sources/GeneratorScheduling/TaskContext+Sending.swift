public import DequeModule

extension TaskContext {
  /// Sends a value, and waits until it was taken, or until the channel has room for it.
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
  /// Where a receiver waits, that is given the value, and goes on after the tasks that are ready; this
  /// returns at once. So it does where the channel has room. Otherwise the others run, until a receiver has
  /// come for this value or made room for it.
  ///
  /// When it throws, the value was not sent; when it returns, it was, though the task may have been
  /// cancelled meanwhile.
  ///
  /// Go's `ch <- x`, `await queue.put(x)` of asyncio.
  ///
  /// - Parameters:
  ///   - element: the value.
  ///   - channel: where to.
  /// - Throws: ``SchedulingError/channelClosed(_:)`` if the channel was closed, or is while it waits;
  ///   what the task is interrupted with.
  /// - Complexity: O(1), at most one resumption, without an allocation but for room in the channel.
  @inlinable
  public func send<Element>(_ element: consuming Element, to channel: Channel<Element>) throws {
    try link.checkpoint()
    var slot: Element? = element
    if try channel.offer(&slot) { return }
    try park(in: channel.senders.reference, "sending to", channel, slot: &slot)
    // Who was woken with the value still there was woken by the close.
    if slot != nil { throw channel.closedError }
  }
}

extension Channel {
  /// Sends a value if that needs no wait.
  ///
  /// ```swift
  /// let latest = Channel<Int>(capacity: 1)
  /// print(try latest.trySend(1), try latest.trySend(2))  // true false
  /// ```
  ///
  /// It needs none where a receiver waits, which is given the value, or where the channel has room.
  /// It can be called outside of tasks too.
  ///
  /// - Parameter element: the value.
  /// - Returns: whether it was sent.
  /// - Throws: ``SchedulingError/channelClosed(_:)`` if the channel was closed.
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
