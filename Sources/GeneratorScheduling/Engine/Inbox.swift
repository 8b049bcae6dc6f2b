import GeneratorPlatform
import SystemPackage

/// How other threads reach a scheduler: what they want done lies here until its thread takes it.
///
/// The thread sleeps in the system meanwhile, so that there is a pipe beside it: a byte in it says that
/// there is something here that the thread has not seen. It is closed when nobody can write to it any
/// more, that is, with this object.
final class Inbox: Sendable {
  /// What the scheduler's thread does, outside of all tasks.
  typealias Action = @Sendable (SchedulerCore) -> Void

  private struct State {
    var actions: [Action] = []

    /// Whether a byte is in the pipe, or about to be, that belongs to what has come since the last look.
    var isRung = false

    var isClosed = false
    var remoteCount = 0

    /// - Returns: whether a byte must be written.
    mutating func ring() -> Bool {
      defer { isRung = true }
      return !isRung
    }

    mutating func take() -> [Action] {
      defer { actions = [] }
      return actions
    }
  }

  private let state = Locked(State())

  /// Can be read when ``drain(into:)`` is to be called.
  let descriptor: FileDescriptor
  private let bell: FileDescriptor

  /// - Throws: `Errno`, where there are no more descriptors.
  init() throws {
    let (readEnd, writeEnd) = try asErrno { try Descriptors.makePipe() }
    descriptor = FileDescriptor(rawValue: readEnd)
    bell = FileDescriptor(rawValue: writeEnd)
    // From here on `deinit` closes them, also where this throws.
    try asErrno {
      try Descriptors.setNonBlocking(readEnd, true)
      try Descriptors.setNonBlocking(writeEnd, true)
    }
  }

  deinit {
    try? descriptor.close()
    try? bell.close()
  }

  /// Whether something may come, or has come and was not looked at.
  ///
  /// It is true until the scheduler has learned of the end of the last ``RemoteScheduler``.
  var canReceive: Bool { state.withLock { $0.remoteCount > 0 || $0.isRung } }

  /// Has the scheduler's thread do something; from any thread.
  ///
  /// What one thread posts is done in its order.
  ///
  /// - Returns: whether it will be done: false when the scheduler has finished.
  @discardableResult
  func post(_ action: @escaping Action) -> Bool {
    let (isPosted, mustRing) = state.withLock { state in
      if state.isClosed { return (false, false) }
      state.actions.append(action)
      return (true, state.ring())
    }
    if mustRing { ring() }
    return isPosted
  }

  /// Does what was posted until now; on the scheduler's thread.
  ///
  /// - Returns: whether there was anything, if only that the last ``RemoteScheduler`` has gone.
  @discardableResult
  func drain(into scheduler: SchedulerCore) -> Bool {
    // Before the look: who posts after it writes another byte.
    quieten()
    let (actions, wasRung) = state.withLock { state in
      defer { state.isRung = false }
      return (state.take(), state.isRung)
    }
    for action in actions { action(scheduler) }
    if !canReceive { scheduler.wakeServers() }
    return wasRung
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
    let mustRing = state.withLock { state in
      state.remoteCount -= 1
      return state.remoteCount == 0 && !state.isClosed && state.ring()
    }
    if mustRing { ring() }
  }

  /// A pipe that is full can be read, and that is all that it is for.
  private func ring() { _ = try? bell.writeAll(CollectionOfOne(1)) }

  /// Empties the pipe: there is a byte for each batch, and seldom more than one.
  private func quieten() {
    withUnsafeTemporaryAllocation(byteCount: 64, alignment: 1) { buffer in
      // Sound, because the system is told the length of the buffer, and nobody reads what it writes.
      while let count = try? descriptor.read(into: buffer), count == buffer.count {}
    }
  }
}
