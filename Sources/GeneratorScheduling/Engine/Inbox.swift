import GeneratorPlatform

/// The actions that other threads have posted to a scheduler, until its thread performs them.
///
/// The thread may be asleep. A waker wakes it, once for each batch of actions.
final class Inbox: Sendable {
  /// An action for the scheduler's thread to perform, outside of all tasks.
  typealias Action = @Sendable (SchedulerCore) -> Void

  private struct State {
    var actions: [Action] = []
    var waker: any Waker

    /// Whether the waker was used, or is about to be, since the last look.
    var isAlerted = false

    var isClosed = false
    var remoteCount = 0

    /// Notes that something has arrived.
    ///
    /// - Returns: The waker, if it must be used.
    mutating func alert() -> (any Waker)? {
      defer { isAlerted = true }
      return isAlerted ? nil : waker
    }

    mutating func take() -> [Action] {
      defer { actions = [] }
      return actions
    }
  }

  private let state: Locked<State>

  /// Creates an empty inbox.
  ///
  /// - Parameter waker: The waker of the scheduler's thread.
  init(_ waker: any Waker) { state = Locked(State(waker: waker)) }

  /// Replaces the waker, because the scheduler's thread will wait in another way from now on.
  ///
  /// Called by that thread.
  func setWaker(_ waker: any Waker) {
    // The former waker's alert would go unnoticed.
    let wasAlerted = state.withLock { state in
      state.waker = waker
      return state.isAlerted
    }
    if wasAlerted { waker.wake() }
  }

  /// Whether something may arrive, or has arrived and wasn't looked at.
  ///
  /// It is true until the scheduler has learned that the last ``RemoteScheduler`` was released.
  var canReceive: Bool { state.withLock { $0.remoteCount > 0 || $0.isAlerted } }

  /// Posts an action for the scheduler's thread.
  ///
  /// Called from any thread.
  ///
  /// Actions that one thread posts are performed in order.
  ///
  /// - Returns: Whether the action will be performed: false if the scheduler has finished.
  @discardableResult
  func post(_ action: @escaping Action) -> Bool {
    let (isPosted, waker) = state.withLock { state -> (Bool, (any Waker)?) in
      if state.isClosed { return (false, nil) }
      state.actions.append(action)
      return (true, state.alert())
    }
    waker?.wake()
    return isPosted
  }

  /// Performs the actions that were posted until now.
  ///
  /// Called on the scheduler's thread.
  ///
  /// - Returns: Whether anything has arrived, even if only the release of the last ``RemoteScheduler``.
  @discardableResult
  func drain(into scheduler: SchedulerCore) -> Bool {
    let (actions, wasAlerted) = state.withLock { state in
      defer { state.isAlerted = false }
      return (state.take(), state.isAlerted)
    }
    guard wasAlerted else { return false }
    for action in actions { action(scheduler) }
    if !canReceive { scheduler.wakeServers() }
    return true
  }

  /// Closes the inbox, and performs the actions that are left, for a finished scheduler.
  func close(_ scheduler: SchedulerCore) {
    let actions = state.withLock { state in
      state.isClosed = true
      return state.take()
    }
    for action in actions { action(scheduler) }
  }

  func addRemote() { state.withLock { $0.remoteCount += 1 } }

  /// Counts a released remote.
  ///
  /// The last one wakes the scheduler, because it may now wait for nothing.
  func removeRemote() {
    let waker = state.withLock { state in
      state.remoteCount -= 1
      return state.remoteCount == 0 && !state.isClosed ? state.alert() : nil
    }
    waker?.wake()
  }
}
