/// The state of a scheduler, and its thread: idle, running, ending its tasks, or finished.
///
/// A value: threads are numbers that the caller passes.
///
/// | from | event | to |
/// |---|---|---|
/// | idle | ``beginRunning(on:)`` | running |
/// | running | ``endRunning()`` | idle |
/// | idle, running | ``beginClosing(on:)`` | closing |
/// | closing | ``finish()`` | finished |
struct SchedulerLifeCycle {
  private enum State {
    case idle
    case running(thread: UInt)
    case closing(thread: UInt)
    case finished
  }

  private var state = State.idle

  /// The thread that it runs on, or ends its tasks on.
  private var thread: UInt? {
    switch state {
    case .running(let thread), .closing(let thread): thread
    case .idle, .finished: nil
    }
  }

  /// Whether its tasks are ending or have ended.
  var isClosing: Bool {
    switch state {
    case .closing, .finished: true
    case .idle, .running: false
    }
  }

  /// Returns whether a call from `thread` must not touch it.
  func isOnOtherThread(than thread: UInt) -> Bool { self.thread.map { $0 != thread } ?? false }

  /// Checks that a call from `thread` may touch it: while it runs, it belongs to its thread.
  func checkThread(_ thread: UInt) throws(SchedulingError) {
    if isOnOtherThread(than: thread) { throw .wrongThread }
  }

  /// Checks that it can begin to run.
  func checkIdle(on thread: UInt) throws(SchedulingError) {
    switch state {
    case .idle: return
    case .finished: throw .finished
    case .running, .closing:
      try checkThread(thread)
      throw .alreadyRunning
    }
  }

  mutating func beginRunning(on thread: UInt) throws(SchedulingError) {
    try checkIdle(on: thread)
    state = .running(thread: thread)
  }

  mutating func endRunning() { if case .running = state { state = .idle } }

  /// Begins to end the tasks, unless that has begun before.
  ///
  /// - Returns: Whether it begins to close now: false if it has before.
  mutating func beginClosing(on thread: UInt) -> Bool {
    if isClosing { return false }
    state = .closing(thread: thread)
    return true
  }

  mutating func finish() { state = .finished }
}
