internal import GeneratorPlatform
internal import Generators

/// Knows whether a thread that waits for a sequence blocks the main actor, for which the sequence waits.
final class BlockedMainActor: Sendable {
  /// Whether the thread that asks blocks the main actor when it blocks.
  ///
  /// Tests, which run elsewhere, say that it does.
  private let isHere: @Sendable () -> Bool

  private let probe = Locked<Probe?>(nil)

  init(
    isHere: @escaping @Sendable () -> Bool = { CallingThread.isMain || MainActorState.isCurrent }
  ) {
    self.isHere = isHere
  }

  var isBlocked: Bool { isHere() }

  /// Notes that the first element was requested.
  ///
  /// Before that, the sequence has run nowhere.
  func readingBegins() {
    if isBlocked { probe.withLock { $0 = Probe() } }
  }

  /// Whether a task waits for the main actor, judged while the calling thread blocks it.
  ///
  /// A task that is enqueued there looks the same as one that was there last and is elsewhere now. So it is judged
  /// only if the task wasn't there before the wait, or the main actor has done nothing since the sequence began.
  func canJudge(_ task: Task<Void, Never>) -> Bool {
    !mayHaveServed || !MainActorState.isQueued(task)
  }

  private var mayHaveServed: Bool { probe.withLock { $0 }?.isAnswered ?? true }

  /// A job for the main actor.
  private final class Probe: Sendable {
    private let answer = Locked(false)

    init() { Task.detached { @MainActor [self] in answer.withLock { $0 = true } } }

    var isAnswered: Bool { answer.withLock { $0 } }
  }
}
