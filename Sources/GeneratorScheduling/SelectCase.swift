/// One of the things that a `select` waits for, and what to do when it comes.
///
/// See `select` of ``TaskContext``. It can be kept, and be used again.
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

  /// Takes a step of a case that is about a channel.
  @inlinable
  func step(_ step: SelectStep) throws -> Result? {
    guard case .channel(_, _, let take) = kind else { return nil }
    return try take(step)
  }

  /// Receives a value from a channel.
  ///
  /// It is ready when there is a value, and when the channel is closed and empty: for ever then, so that
  /// who selects in a loop leaves the case out from there on.
  ///
  /// - Parameters:
  ///   - channel: where from.
  ///   - action: takes the value, or `nil` if the channel is closed and empty, and makes the result.
  /// - Returns: the case.
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

  /// Sends a value to a channel.
  ///
  /// It is ready when somebody waits to receive, when the channel has room, and when it is closed:
  /// then the `select` throws ``SchedulingError/channelClosed(_:)``.
  ///
  /// - Parameters:
  ///   - element: the value.
  ///   - channel: where to.
  ///   - action: makes the result when the value was sent.
  /// - Returns: the case.
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
          // Woken with the value still there: by the close.
          if node.removeSlot(of: Element.self) != nil { throw channel.closedError }
          return try action()
        case .discard(let node):
          node.removeSlot(of: Element.self)
          return nil
        }
      })
  }

  /// Waits for no longer than a time.
  ///
  /// Of several the shortest counts. One that is not positive is ready at once. Another case that becomes
  /// ready at the very instant at which the time ends is done instead: see ``SchedulerClock``.
  ///
  /// - Parameters:
  ///   - duration: how long, by the scheduler's clock.
  ///   - action: makes the result when the time has passed.
  /// - Returns: the case.
  @inlinable
  public static func timeout(
    _ duration: Duration, _ action: @escaping () throws -> Result
  ) -> Self {
    Self(.timeout(duration, action))
  }

  /// Does not wait at all, where no other case is ready.
  ///
  /// It makes no difference where it is in the list. Of several the first counts.
  ///
  /// - Parameter action: makes the result.
  /// - Returns: the case.
  @inlinable
  public static func otherwise(_ action: @escaping () throws -> Result) -> Self {
    Self(.otherwise(action))
  }
}
