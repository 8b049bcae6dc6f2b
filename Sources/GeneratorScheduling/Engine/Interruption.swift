/// What keeps a task from waiting: that it is cancelled, out of time, or was thrown an error.
struct Interruption {
  var isCancelled = false

  /// Errors to be thrown at its next waits, in their order.
  var thrown: [any Error] = []

  /// The limits of time around what it does, the outermost first.
  var limits: [Limit] = []

  /// How many of the limits, and that there is one for the cancellation, is what a shield keeps away.
  var shields: [Int] = []

  /// How many waits in a row were refused, with nothing in between that could wait.
  var refusals = 0

  struct Limit {
    let id: Int
    let duration: Duration
    var hasPassed = false
  }

  /// Why the task may not wait now, in the order of their weight.
  ///
  /// - Parameter isClosing: the scheduler ends all tasks, whatever shield they have.
  /// - Returns: the error for it, or `nil`.
  mutating func next(isClosing: Bool) -> (any Error)? {
    if isClosing { return CancellationError() }
    let unshielded = shields.last ?? 0
    if shields.isEmpty && isCancelled { return CancellationError() }
    if let limit = limits[unshielded...].first(where: \.hasPassed) {
      return SchedulingError.timedOut(after: limit.duration)
    }
    return shields.isEmpty && !thrown.isEmpty ? thrown.removeFirst() : nil
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
    guard phase == .waiting else { return }
    if interruption.shields.isEmpty || scheduler.isClosing || isOutOfTime {
      wasInterrupted = true
      resumeFromWait()
    }
  }

  private final var isOutOfTime: Bool {
    interruption.limits[(interruption.shields.last ?? 0)...].contains(where: \.hasPassed)
  }

  /// The time of a limit has come.
  final func passLimit(_ id: Int) {
    guard let index = interruption.limits.firstIndex(where: { $0.id == id }) else { return }
    interruption.limits[index].hasPassed = true
    interrupt()
  }

  final func cancel() {
    if scheduler.isRunningElsewhere { fatalError("\(SchedulingError.wrongThread)") }
    guard phase != .done, !interruption.isCancelled else { return }
    interruption.isCancelled = true
    scheduler.endIfUnstarted(self, with: CancellationError())
    interrupt()
  }

  final func `throw`(_ error: any Error) {
    if scheduler.isRunningElsewhere { fatalError("\(SchedulingError.wrongThread)") }
    guard phase != .done else { return }
    if scheduler.endIfUnstarted(self, with: error) { return }
    interruption.thrown.append(error)
    interrupt()
  }
}
