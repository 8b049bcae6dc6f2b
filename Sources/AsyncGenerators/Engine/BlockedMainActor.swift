internal import GeneratorPlatform
internal import Generators

/// A detector of a thread that blocks the main actor while it waits for a sequence that needs the main actor.
final class BlockedMainActor: Sendable {
  /// A closure that returns whether the calling thread blocks the main actor when it waits.
  ///
  /// Tests run on other threads and replace it.
  private let isHere: @Sendable () -> Bool

  private let probe = Locked<Probe?>(nil)

  init(
    isHere: @escaping @Sendable () -> Bool = { CallingThread.isMain || MainActorState.isCurrent }
  ) {
    self.isHere = isHere
  }

  var isBlocked: Bool { isHere() }

  /// Notes that the consumer requests the first element, before which the sequence doesn't run.
  func readingBegins() {
    if isBlocked { probe.withLock { $0 = Probe() } }
  }

  /// Returns whether ``MainActorState`` can tell, during the wait, that a task waits for the main actor.
  ///
  /// A task that is enqueued on the main actor looks the same as a task that ran there last and is elsewhere
  /// now. So it can tell only if the task wasn't on the main actor before the wait, or if the main actor has
  /// run no job since the sequence began.
  func canJudge(_ task: Task<Void, Never>) -> Bool {
    !mayHaveServed || !MainActorState.isQueued(task)
  }

  private var mayHaveServed: Bool { probe.withLock { $0 }?.isAnswered ?? true }

  /// A job for the main actor, which shows whether the main actor runs jobs.
  private final class Probe: Sendable {
    private let answer = Locked(false)

    init() { Task.detached { @MainActor [self] in answer.withLock { $0 = true } } }

    var isAnswered: Bool { answer.withLock { $0 } }
  }
}
