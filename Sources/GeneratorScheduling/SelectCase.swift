/// A case of a `select`: something to wait for, and a closure to call when it happens.
///
/// See `select` of ``TaskContext``. A case can be stored and used several times.
public struct SelectCase<Result> {
  @usableFromInline
  enum Kind {
    case channel(StaticString, AnyObject, (SelectStep) throws -> Result?)
    case timeout(Duration, () throws -> Result)
    case otherwise(() throws -> Result)
  }

  @usableFromInline let kind: Kind

  @inlinable
  init(_ kind: Kind) { self.kind = kind }

  /// Performs a step of a case that uses a channel.
  @inlinable
  func step(_ step: SelectStep) throws -> Result? {
    guard case .channel(_, _, let take) = kind else { return nil }
    return try take(step)
  }

  /// Creates a case that receives a value from a channel.
  ///
  /// It is ready when the channel has a value, and permanently when the channel is closed and empty: a loop
  /// should leave out the case after that.
  ///
  /// - Parameters:
  ///   - channel: The channel to receive from.
  ///   - action: A closure that takes the value, or `nil` if the channel is closed and empty, and returns the
  ///     result.
  /// - Returns: The case.
  @inlinable
  public static func receive<Element>(
    from channel: Channel<Element>, _ action: @escaping (Element?) throws -> Result
  ) -> Self {
    Self(
      .channel("receiving from", channel) { step in
        switch step {
        case .attempt:
          if let element = channel.tryReceive() { return try action(element) }
          return channel.isClosed ? try action(nil) : nil
        case .enqueue(let node):
          node.enqueue(in: channel.receivers.reference, slot: Element?.none)
          return nil
        case .finish(let node):
          return try action(node.removeSlot(of: Element.self))
        case .discard(let node):
          node.removeSlot(of: Element.self)
          return nil
        }
      })
  }

  /// Creates a case that sends a value to a channel.
  ///
  /// It is ready when a receiver waits, when the channel has room, and when the channel is closed. If it is
  /// closed, the `select` throws ``SchedulingError/channelClosed(_:)``.
  ///
  /// - Parameters:
  ///   - element: The value to send.
  ///   - channel: The channel to send to.
  ///   - action: A closure that returns the result, called after the value was sent.
  /// - Returns: The case.
  @inlinable
  public static func send<Element>(
    _ element: Element, to channel: Channel<Element>, _ action: @escaping () throws -> Result
  ) -> Self {
    Self(
      .channel("sending to", channel) { step in
        switch step {
        case .attempt:
          return try channel.trySend(element) ? try action() : nil
        case .enqueue(let node):
          node.enqueue(in: channel.senders.reference, slot: element)
          return nil
        case .finish(let node):
          // If the value is still there, the close of the channel woke the task.
          if node.removeSlot(of: Element.self) != nil { throw channel.closedError }
          return try action()
        case .discard(let node):
          node.removeSlot(of: Element.self)
          return nil
        }
      })
  }

  /// Creates a case that is ready when a time has passed.
  ///
  /// Of several timeouts the shortest counts. A timeout of zero or less is ready at once. If another case
  /// becomes ready at the very instant at which the time ends, that case is performed: see
  /// ``SchedulerClock``.
  ///
  /// - Parameters:
  ///   - duration: The time to wait, by the scheduler's clock.
  ///   - action: A closure that returns the result, called when the time has passed.
  /// - Returns: The case.
  @inlinable
  public static func timeout(
    _ duration: Duration, _ action: @escaping () throws -> Result
  ) -> Self {
    Self(.timeout(duration, action))
  }

  /// Creates a case that is performed if no other case is ready, so that the `select` doesn't wait.
  ///
  /// Its place in the list makes no difference. Of several such cases the first counts.
  ///
  /// - Parameter action: A closure that returns the result.
  /// - Returns: The case.
  @inlinable
  public static func otherwise(_ action: @escaping () throws -> Result) -> Self {
    Self(.otherwise(action))
  }
}
