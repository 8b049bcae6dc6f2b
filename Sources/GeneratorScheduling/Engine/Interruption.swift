/// The reasons why a task's waits are refused: a cancellation, limits that have passed, and errors thrown
/// into it.
struct Interruption {
  var isCancelled = false

  /// The errors for its next waits to throw, in their order.
  var thrown: [any Error] = []

  /// The timeouts and groups around the code that runs, the outermost first.
  var limits: [Limit] = []

  /// For each shield, the number of limits around it.
  ///
  /// It keeps those, the cancellation and thrown errors away.
  var shields: [Int] = []

  /// The number of waits that were refused in a row, without one in between that could wait.
  var refusals = 0

  /// Whether it waits for the tasks of a group that were told to end.
  ///
  /// Nothing else ends this wait.
  var isHeld = false

  struct Limit {
    let id: Int
    let kind: Kind
    var hasPassed = false

    enum Kind { case time(Duration), group(TaskGroupCore) }

    /// The error that waits inside of it throw when it has passed.
    var error: any Error {
      switch kind {
      case .time(let duration): SchedulingError.timedOut(after: duration)
      case .group: CancellationError()
      }
    }
  }

  /// Returns why the task may not wait now, the most important reason first.
  ///
  /// - Parameter isClosing: Whether the scheduler ends all tasks, regardless of their shields.
  /// - Returns: The error to throw, or `nil`.
  mutating func next(isClosing: Bool) -> (any Error)? {
    if isClosing || isCancelledUnshielded { return CancellationError() }
    if let limit = passedLimit { return limit.error }
    guard shields.isEmpty, !thrown.isEmpty else { return nil }
    // An error that is thrown once doesn't refuse the waits after it.
    refusals = 0
    return thrown.removeFirst()
  }

  private var isCancelledUnshielded: Bool { shields.isEmpty && isCancelled }

  private var passedLimit: Limit? { limits[(shields.last ?? 0)...].first(where: \.hasPassed) }

  /// Whether a limit has passed that no shield keeps away.
  var isOutOfTime: Bool { passedLimit != nil }

  /// Whether all waits are refused from now on.
  var isOver: Bool { isCancelledUnshielded || isOutOfTime }

  /// Returns the groups that end together with a limit or with the task: those inside of it, except for
  /// shielded ones.
  ///
  /// - Parameter index: The index of the limit; `nil` for the task.
  /// - Returns: The groups, the outermost first.
  func groups(endingWith index: Int?) -> [TaskGroupCore] {
    let end = shields.first { $0 > index ?? -1 } ?? limits.count
    return limits[(index ?? 0)..<end].compactMap {
      if case .group(let group) = $0.kind { group } else { nil }
    }
  }

  /// Whether ``next(isClosing:)`` would return an error, now or after a shield has ended.
  var isPending: Bool { isCancelled || !thrown.isEmpty || limits.contains(where: \.hasPassed) }
}

extension TaskCore {
  /// The number of refused waits in a row after which a task counts as ignoring its cancellation.
  static let refusalLimit = 1_000

  /// Throws the reason why the task may not wait, if there is one.
  final func refuse() throws {
    guard let error = interruption.next(isClosing: scheduler.isClosing) else {
      interruption.refusals = 0
      isInterrupted = interruption.isPending || scheduler.isClosing
      return
    }
    interruption.refusals += 1
    if interruption.refusals > Self.refusalLimit {
      fatalError(
        "\(identity) ignored its cancellation: it went on to wait \(Self.refusalLimit) times after "
          + "a wait had thrown \(error)")
    }
    throw error
  }

  /// Makes a waiting task ready; ``TaskLink/endWait()`` then throws the reason.
  final func interrupt() {
    isInterrupted = true
    guard phase == .waiting, !interruption.isHeld else { return }
    if interruption.shields.isEmpty || scheduler.isClosing || interruption.isOutOfTime {
      wasInterrupted = true
      resumeFromWait()
    }
  }

  /// Marks a limit as passed: its time has come, or a group must end.
  ///
  /// - Parameters:
  ///   - id: The identifier of the limit.
  ///   - isResultPending: Whether the limit is a group that holds a failure which its parent hasn't requested
  ///     yet. The failure interrupts the task's waits inside of the group, but doesn't yet cancel the group's
  ///     own tasks, since it may be handled.
  final func passLimit(_ id: Int, isResultPending: Bool = false) {
    guard let index = interruption.limits.firstIndex(where: { $0.id == id }) else { return }
    interruption.limits[index].hasPassed = true
    interrupt()
    for group in interruption.groups(endingWith: index) where !isResultPending || group.id != id {
      group.cancelAll()
    }
  }

  /// Allows the task to wait again inside of a group whose failure was requested.
  final func liftLimit(_ id: Int) {
    guard let index = interruption.limits.firstIndex(where: { $0.id == id }) else { return }
    interruption.limits[index].hasPassed = false
  }

  final func cancel() {
    if scheduler.isRunningElsewhere { fatalError("\(SchedulingError.wrongThread)") }
    guard phase != .done, !interruption.isCancelled else { return }
    interruption.isCancelled = true
    if scheduler.endIfUnstarted(self, with: CancellationError()) { return }
    interrupt()
    for group in interruption.groups(endingWith: nil) { group.cancelAll() }
  }

  final func `throw`(_ error: any Error) {
    if scheduler.isRunningElsewhere { fatalError("\(SchedulingError.wrongThread)") }
    guard phase != .done else { return }
    if scheduler.endIfUnstarted(self, with: error) { return }
    interruption.thrown.append(error)
    interrupt()
  }
}
