import GeneratorPlatform

/// How other threads reach a scheduler: the actions that they post lie here until its thread takes them.
///
/// The thread may sleep meanwhile. A waker wakes it, once for each batch of actions.
final class Inbox: Sendable {
  /// What the scheduler's thread does, outside of all tasks.
  typealias Action = @Sendable (SchedulerCore) -> Void

  private struct State {
    var actions: [Action] = []
    var waker: any Waker

    /// Whether the waker was used, or is about to be, for what has come since the last look.
    var isAlerted = false

    var isClosed = false
    var remoteCount = 0

    /// - Returns: the waker, if it must be used.
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

  /// - Parameter waker: wakes the scheduler's thread.
  init(_ waker: any Waker) { state = Locked(State(waker: waker)) }

  /// Wakes the scheduler's thread by another waker from now on, since it will wait in another way.
  ///
  /// Called by that thread.
  func setWaker(_ waker: any Waker) {
    // What the former waker was told would go unnoticed.
    let wasAlerted = state.withLock { state in
      state.waker = waker
      return state.isAlerted
    }
    if wasAlerted { waker.wake() }
  }

  /// Whether something may come, or has come and was not looked at.
  ///
  /// It is true until the scheduler has learned of the end of the last ``RemoteScheduler``.
  var canReceive: Bool { state.withLock { $0.remoteCount > 0 || $0.isAlerted } }

  /// Has the scheduler's thread do something; from any thread.
  ///
  /// What one thread posts is done in its order.
  ///
  /// - Returns: whether it will be done: false when the scheduler has finished.
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

  /// Does what was posted until now; on the scheduler's thread.
  ///
  /// - Returns: whether there was anything, if only that the last ``RemoteScheduler`` has gone.
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

  /// Lets nothing in any more; what lies here is done, by a scheduler that has finished.
  func close(_ scheduler: SchedulerCore) {
    let actions = state.withLock { state in
      state.isClosed = true
      return state.take()
    }
    for action in actions { action(scheduler) }
  }

  func addRemote() { state.withLock { $0.remoteCount += 1 } }

  /// The scheduler is woken by the last, for it may now wait for nothing.
  func removeRemote() {
    let waker = state.withLock { state in
      state.remoteCount -= 1
      return state.remoteCount == 0 && !state.isClosed ? state.alert() : nil
    }
    waker?.wake()
  }
}
