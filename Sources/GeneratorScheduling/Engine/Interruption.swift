/// What keeps a task from waiting: that it is cancelled, out of time, or was thrown an error.
struct Interruption {
  var isCancelled = false

  /// Errors to be thrown at its next waits, in their order.
  var thrown: [any Error] = []

  /// The limits of time and the groups around what it does, the outermost first.
  var limits: [Limit] = []

  /// How many of the limits, and that there is one for the cancellation, is what a shield keeps away.
  var shields: [Int] = []

  /// How many waits in a row were refused, with nothing in between that could wait.
  var refusals = 0

  /// It waits for the tasks of a group that were told to end: nothing else ends this wait.
  var isHeld = false

  struct Limit {
    let id: Int
    let kind: Kind
    var hasPassed = false

    enum Kind { case time(Duration), group(TaskGroupCore) }

    /// What waits inside of it throw when it has passed.
    var error: any Error {
      switch kind {
      case .time(let duration): SchedulingError.timedOut(after: duration)
      case .group: CancellationError()
      }
    }
  }

  /// Why the task may not wait now, in the order of their weight.
  ///
  /// - Parameter isClosing: the scheduler ends all tasks, whatever shield they have.
  /// - Returns: the error for it, or `nil`.
  mutating func next(isClosing: Bool) -> (any Error)? {
    if isClosing || isCancelledUnshielded { return CancellationError() }
    if let limit = passedLimit { return limit.error }
    guard shields.isEmpty, !thrown.isEmpty else { return nil }
    // One such is no refusal of all that follow.
    refusals = 0
    return thrown.removeFirst()
  }

  private var isCancelledUnshielded: Bool { shields.isEmpty && isCancelled }

  private var passedLimit: Limit? { limits[(shields.last ?? 0)...].first(where: \.hasPassed) }

  /// Whether a limit has passed that no shield keeps away.
  var isOutOfTime: Bool { passedLimit != nil }

  /// Whether each wait is refused from here on.
  var isOver: Bool { isCancelledUnshielded || isOutOfTime }

  /// The groups that end with a limit, or with the task: those inside, but for what is shielded.
  ///
  /// - Parameter index: which limit; `nil` for the task.
  /// - Returns: the groups, the outermost first.
  func groups(endingWith index: Int?) -> [TaskGroupCore] {
    let end = shields.first { $0 > index ?? -1 } ?? limits.count
    return limits[(index ?? 0)..<end].compactMap {
      if case .group(let group) = $0.kind { group } else { nil }
    }
  }

  /// Whether a look at ``next(isClosing:)`` would find something, now or when a shield has gone.
  var isPending: Bool { isCancelled || !thrown.isEmpty || limits.contains(where: \.hasPassed) }
}

extension TaskCore {
  /// How many waits a task is refused before its cancellation counts as ignored.
  static let refusalLimit = 1_000

  /// Throws what keeps the task from waiting, if something does.
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

  /// Makes a task that waits go on, to be told why by ``TaskLink/endWait()``.
  final func interrupt() {
    isInterrupted = true
    guard phase == .waiting, !interruption.isHeld else { return }
    if interruption.shields.isEmpty || scheduler.isClosing || interruption.isOutOfTime {
      wasInterrupted = true
      resumeFromWait()
    }
  }

  /// The time of a limit has come, or a group must end.
  ///
  /// - Parameters:
  ///   - id: which limit.
  ///   - isResultPending: a failure waits to be asked for in the group that is the limit. It ends what the
  ///     task does inside of the group, but not yet the group's own tasks: the failure may be handled.
  final func passLimit(_ id: Int, isResultPending: Bool = false) {
    guard let index = interruption.limits.firstIndex(where: { $0.id == id }) else { return }
    interruption.limits[index].hasPassed = true
    interrupt()
    for group in interruption.groups(endingWith: index) where !isResultPending || group.id != id {
      group.cancelAll()
    }
  }

  /// Lets the task wait again inside of a group whose failure was asked for.
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
