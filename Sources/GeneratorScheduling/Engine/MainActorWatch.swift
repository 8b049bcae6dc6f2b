import GeneratorPlatform
import Generators

/// Finds the operations that wait for a main actor which the scheduler blocks.
///
/// When a Swift task is enqueued, its executor notes the queue in the task's job. A task that lies in the
/// main queue waits for the main actor if the main actor does nothing, not even what was enqueued after it.
/// Such a wait ends before the scheduler does only if one of the scheduler's tasks serves the main actor, as
/// a nested run loop does; the watch checks for that.
struct MainActorWatch {
  /// The time between two checks while an operation is under way.
  static let interval: Duration = .milliseconds(100)

  /// The time for which the main actor must have done nothing.
  var patience: Duration = .seconds(1)

  /// Whether the calling code runs on the main actor.
  ///
  /// Tests, which run elsewhere, pretend that it does.
  var isCurrent: () -> Bool = { MainActorWatch.isOnMainActor }

  /// Whether the main actor did something during a run that blocks it.
  ///
  /// Then one of the tasks serves it, and no wait for it is in vain.
  fileprivate(set) var isServed = false

  /// Whether this run of the scheduler blocks the main actor; `nil` until it was asked.
  fileprivate var isBlocked: Bool?

  fileprivate var lastLook = ContinuousClock.now
  fileprivate var call: MainActorCall?

  /// Whether the thread is the main thread, or the main actor's: if `main` is `async`, Linux runs the main
  /// actor on another thread than the first.
  ///
  /// Not inlined: a body may ask again on another thread.
  @inline(never)
  private static var isOnMainActor: Bool { CallingThread.isMain || MainActorState.isCurrent }
}

/// A call that is enqueued on the main actor, to see whether it is served.
private final class MainActorCall: Sendable {
  let time = ContinuousClock.now
  private let answer = Locked(false)

  init() { Task.detached { @MainActor [self] in answer.withLock { $0 = true } } }

  var isAnswered: Bool { answer.withLock { $0 } }
}

extension SchedulerCore {
  /// Whether the main actor is blocked until all tasks are done.
  ///
  /// Asked while the scheduler runs. A scheduler that runs until a time leaves the thread to the main actor
  /// afterwards, while its tasks keep waiting. With virtual time, the run can't end while an operation is
  /// under way, because time stands still for it.
  var blocksMainActor: Bool {
    if let isBlocked = mainActor.isBlocked { return isBlocked }
    let isBlocked = (runsToTheEnd || clock == .virtual) && mainActor.isCurrent()
    mainActor.isBlocked = isBlocked
    return isBlocked
  }

  var watchesMainActor: Bool { externalCount > 0 && blocksMainActor && !mainActor.isServed }

  func beginWatchingMainActor() {
    mainActor.isBlocked = nil
    mainActor.call = nil
    guard watchesMainActor, let bridge else { return }
    for operation in bridge.operations.values { operation.wasOnMainActor = operation.isOnMainActor }
  }

  /// Ends the waits for operations that can't continue before the scheduler has ended.
  func findBlockedOperations() {
    let now = ContinuousClock.now
    guard now - mainActor.lastLook >= min(MainActorWatch.interval, mainActor.patience), let bridge
    else { return }
    mainActor.lastLook = now
    let waiting = bridge.operations.values.filter {
      !$0.isBlocked && !$0.wasOnMainActor && $0.isOnMainActor
    }
    if waiting.isEmpty { return }
    guard let call = mainActor.call else {
      mainActor.call = MainActorCall()
      return
    }
    if call.isAnswered {
      mainActor.isServed = true
      return
    }
    guard now - call.time >= mainActor.patience else { return }
    for operation in waiting.sorted(by: { $0.number < $1.number }) { operation.block(self) }
  }
}

extension AsyncOperation {
  /// Whether its Swift task waits for its turn on the main actor, or was there last.
  fileprivate var isOnMainActor: Bool { task.map { MainActorState.isQueued($0) } ?? false }
}
