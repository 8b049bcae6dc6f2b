internal import GeneratorPlatform
internal import Generators

// Finds readers that would wait for themselves. A closure or source that reads its own stage would do that,
// either directly, on a thread that runs the stage's code, or through another stage that reads the first.
// So the engine records which stages' code a thread runs, and which stages wait for each other. It finds
// both cases before the thread waits.

/// A stage whose code a thread runs, and the stages around it.
///
/// There is more than one, because a thread that runs code of a stage and reads another one may run that
/// one's closures.
private final class ExecutingStage {
  let stage: StageStorage
  let outer: ExecutingStage?

  init(_ stage: StageStorage, in outer: ExecutingStage?) {
    self.stage = stage
    self.outer = outer
  }

  /// The innermost stage of the current thread, or of the thread that a body stands for.
  ///
  /// Sound, since the function that stores an object retains it, and restores the previous object before it
  /// returns.
  static var current: ExecutingStage? {
    get {
      CallingThread.stage.map {
        Unmanaged<ExecutingStage>.fromOpaque($0).takeUnretainedValue()
      }
    }
    set { CallingThread.stage = newValue.map { Unmanaged.passUnretained($0).toOpaque() } }
  }

  func includes(_ stage: StageStorage) -> Bool {
    var next: ExecutingStage? = self
    while let here = next {
      if here.stage === stage { return true }
      next = here.outer
    }
    return false
  }
}

extension StageStorage {
  /// Runs code of the stage, its closures or its source, on the current thread.
  func executing<Result>(_ body: () -> Result) -> Result {
    let outer = ExecutingStage.current
    let here = ExecutingStage(self, in: outer)
    ExecutingStage.current = here
    defer {
      ExecutingStage.current = outer
      withExtendedLifetime(here) {}
    }
    return body()
  }

  /// Whether the current thread runs code of the stage.
  @usableFromInline
  var isExecutingHere: Bool { ExecutingStage.current?.includes(self) ?? false }

  /// Notes that the current thread waits for the stage, if the thread runs code of another stage.
  ///
  /// - Returns: The stages to pass to ``endWaiting(_:)``; `nil` if the stage would wait for itself.
  func beginWaiting() -> [StageStorage]? {
    var waiting: [StageStorage] = []
    var next = ExecutingStage.current
    while let here = next {
      waiting.append(here.stage)
      next = here.outer
    }
    if waiting.isEmpty { return [] }
    return WaitingStages.shared.add(waiting, for: self) ? waiting : nil
  }

  func endWaiting(_ waiting: [StageStorage]) {
    if !waiting.isEmpty { WaitingStages.shared.remove(waiting, for: self) }
  }
}

/// The stages with a thread that waits for another stage.
///
/// Sound as `Sendable`, since its lock protects all of its state.
private final class WaitingStages: @unchecked Sendable {
  static let shared = WaitingStages()

  private let monitor = Monitor()
  /// The number of threads of a stage that wait for another stage.
  private var counts: [ObjectIdentifier: [ObjectIdentifier: Int]] = [:]

  /// Notes that stages wait for another stage, unless that one waits for one of them.
  func add(_ waiting: [StageStorage], for stage: StageStorage) -> Bool {
    monitor.lock()
    defer { monitor.unlock() }
    let ids = waiting.map(ObjectIdentifier.init)
    let target = ObjectIdentifier(stage)
    var (found, next): (Set, [ObjectIdentifier]) = ([target], [target])
    while let id = next.popLast() {
      if ids.contains(id) { return false }
      for other in counts[id, default: [:]].keys where found.insert(other).inserted {
        next.append(other)
      }
    }
    for id in ids { counts[id, default: [:]][target, default: 0] += 1 }
    return true
  }

  func remove(_ waiting: [StageStorage], for stage: StageStorage) {
    monitor.lock()
    defer { monitor.unlock() }
    let target = ObjectIdentifier(stage)
    for id in waiting.map(ObjectIdentifier.init) {
      guard let count = counts[id]?[target] else { continue }
      counts[id]![target] = count > 1 ? count - 1 : nil
      if counts[id]!.isEmpty { counts[id] = nil }
    }
  }
}
