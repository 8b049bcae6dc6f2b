import Generators

/// The scheduler itself: its tasks, their queue, its clock, and the loop that runs them.
///
/// ``Scheduler`` owns the core and ends it. They are separate because tasks refer to the core from their
/// stacks: a reference from there to the owner would keep the owner, and so the tasks themselves,
/// permanently.
///
/// Its decisions that need no tasks, clocks or threads are made by values, which are tested on their own:
/// ``SchedulerLifeCycle``, ``IdleSituation``, ``TaskGroupStateMachine``, ``Interruption`` and ``Timers``.
///
/// # Glossary
///
/// - **Task**: a body on its own stack, with its number, its queue node and its interruption. It is *ready*,
///   *running*, *waiting* or *done*.
/// - **Turn**: what a task does from one wait to the next. **To resume** a task is to give it its turn.
/// - **Queue**: nodes in the order in which their tasks continue. There is one of the ready tasks, and one in
///   each thing that tasks wait for. **Node**: a task's place in a queue. A **select** has a node for each of
///   its cases.
/// - **To wake**: to move a task from the queue that it waits in to that of the ready tasks.
/// - **Handoff**: a value that passes from a sender's stack to a receiver's, through a *slot* in the node of
///   the waiting task.
/// - **Interruption**: the error that a wait throws instead of waiting: a cancellation, an error that was
///   thrown into the task, or a limit that has passed. **Limit**: a timeout or a group, inside of which waits
///   are refused once it has passed. **Shield**: a scope whose waits aren't refused because of limits around
///   it, thrown errors or a cancellation.
/// - **Timer**: the time at which a sleep or a limit ends. It is *stale* when its task has continued without
///   it.
/// - **Event source**: how the thread waits for the system, if a task does; the poller is one.
/// - **Inbox**: actions of other threads for this one. **Waker**: how those threads wake it while it sleeps.
/// - **Bridge**: everything that other threads bring: the inbox, *operations* (`async` code that a task
///   awaits), *remotes* (handles with which other threads spawn tasks) and remote channels.
@usableFromInline
final class SchedulerCore {
  let clock: SchedulerClock
  private let start = ContinuousClock.now

  /// The time of the virtual clock.
  private var virtualNow = SchedulerInstant.start

  /// The ready tasks, in the order in which they became ready.
  let ready = WaitQueue()

  /// The tasks that aren't done, by number.
  ///
  /// The table keeps them alive.
  private(set) var tasks: [Int: TaskCore] = [:]
  private var lastID = 0
  private var lastLimitID = 0

  var timers = Timers()

  /// A mark in ``ready``, behind the tasks that were ready when timeouts of real time came due.
  ///
  /// These tasks get their turns before the timeouts end.
  private let timeoutMark = WaitNodePointer.make(for: nil)

  /// The time up to which timeouts end at the mark.
  private var timeoutMarkTime = SchedulerInstant.start

  /// The event source, once a task has needed one.
  private(set) var eventSource: (any EventSource)?

  /// The waker that the thread sleeps on while there is no event source.
  private(set) lazy var threadWaker = ThreadWaker()

  /// The number of tasks that wait for something that another thread will bring.
  var externalCount = 0

  /// Everything that other threads bring; made when the first of it is needed.
  var bridge: Bridge?

  private var failures = Failures()

  /// Whether failures that no task can join any more are reported as soon as all tasks wait, and not only at
  /// the end.
  ///
  /// A scheduler that serves remotes may never end, and other threads may wait for the task that failed.
  var reportsUnjoinableAtRest = false

  private var lifeCycle = SchedulerLifeCycle()

  /// Whether it runs until its tasks are done, so that its thread does nothing else before.
  var runsToTheEnd = false

  var mainActor = MainActorWatch()

  init(clock: SchedulerClock) { self.clock = clock }

  deinit { timeoutMark.destroy() }

  var now: SchedulerInstant {
    clock == .virtual
      ? virtualNow : SchedulerInstant(offset: start.duration(to: ContinuousClock.now))
  }

  /// Makes the scheduler wait by an event source from now on.
  ///
  /// - Throws: The error of the source, which is not installed then.
  func install(_ source: any EventSource) throws {
    guard eventSource == nil else { fatalError("a scheduler has one event source") }
    if let bridge { bridge.inbox.setWaker(try source.makeWaker()) }
    eventSource = source
  }
}

// MARK: - Tasks

extension SchedulerCore {
  func add<Value>(
    name: String?, stackSize: Int, origin: GeneratorOrigin,
    _ body: @escaping (TaskContext) throws -> Value
  ) throws -> TypedTask<Value> {
    guard stackSize > 0 else { fatalError("stackSize must be positive, and is \(stackSize)") }
    try ensureThread()
    if isClosing { throw SchedulingError.finished }
    lastID += 1
    let task = TypedTask<Value>(self, id: lastID, name: name, origin: origin)
    task.start(stackSize: stackSize, body)
    tasks[task.id] = task
    ready.append(task.node)
    return task
  }

  /// Makes the task ready whose node was taken out of a queue.
  @usableFromInline
  func wake(_ node: WaitNodePointer) {
    let index = node.pointee.index
    node.pointee.task.unsafelyUnwrapped._withUnsafeGuaranteedRef { task in
      task.chosen = index
      task.resumeFromWait()
    }
  }

  /// Ends a task that hasn't run yet: as in a generator that was not started, its body never runs.
  @discardableResult
  func endIfUnstarted(_ task: TaskCore, with error: any Error) -> Bool {
    guard task.phase == .ready, task.body?.state == .created else { return false }
    task.endUnstarted(with: error)
    finish(task)
    return true
  }

  /// Completes a task whose body has ended.
  private func finish(_ task: TaskCore) {
    // The table may have held the last reference.
    let task = tasks.removeValue(forKey: task.id)!
    task.phase = .done
    task.node.unlink()
    task.dropBody()
    if let group = task.group {
      group.ended(task)
    } else if let failure = task.failure {
      failures.add(task, failure)
    }
    while let joiner = task.joiners.popFirst() { wake(joiner) }
    tellListener(of: task)
  }

  /// Notes that another task has received the error of a task.
  func wasJoined(_ task: TaskCore) {
    guard task.failure != nil else { return }
    task.failure = nil
    failures.remove(task)
  }

  func nextLimitID() -> Int {
    lastLimitID += 1
    return lastLimitID
  }
}

extension TaskCore {
  /// Puts a waiting task among the ready tasks.
  final func resumeFromWait() {
    node.unlink()
    if !cases.isEmpty {
      for node in cases { node.unlink() }
      cases = []
    }
    waitNumber &+= 1
    if hasTimer {
      hasTimer = false
      scheduler.timers.becameStale(scheduler.tasks)
    }
    phase = .ready
    scheduler.ready.append(node)
  }
}

// MARK: - Running

extension SchedulerCore {
  /// The number of turns between two looks at timers, descriptors and messages of other threads.
  private static let turnsInARow = 64

  /// Runs tasks until all are done, until `limit`, or until `isEnough` returns true.
  ///
  /// - Returns: Whether something can still happen: false if all tasks wait and nothing can wake them.
  func run(until limit: SchedulerInstant?, isEnough: () -> Bool = { false }) throws -> Bool {
    try enter()
    defer { leave() }
    if let limit, now >= limit { return true }
    var turns = 0
    while true {
      if turns == Self.turnsInARow {
        turns = 0
        if let limit, now >= limit { return true }
        try lookAround()
      }
      if let node = ready.popFirst() {
        guard let task = node.pointee.task else {
          fireTimers(until: timeoutMarkTime) { true }
          continue
        }
        turns += 1
        // The table keeps the task until it is done.
        resume(task)
        if isEnough() { return true }
        continue
      }
      turns = 0
      if tasks.isEmpty { return true }
      switch try idle(until: limit) {
      case .goOn: continue
      case .limit: return true
      case .nothing: return false
      }
    }
  }

  /// Gives the next task its turn.
  ///
  /// - Returns: As ``run(until:isEnough:)``.
  func runOne() throws -> Bool {
    var turns = 0
    return try run(until: nil) {
      turns += 1
      return turns == 1
    }
  }

  @inline(__always)
  private func resume(_ reference: Unmanaged<TaskCore>) {
    reference._withUnsafeGuaranteedRef { task in
      task.phase = .running
      task.turns.next()
      if task.phase == .running { finish(task) }
    }
  }

  /// Makes the tasks ready whose time has come or whose event has happened, without waiting.
  ///
  /// Descriptors come first: a timeout must not end a wait for a ready descriptor.
  private func lookAround() throws {
    try collectPendingEvents()
    if watchesMainActor { findBlockedOperations() }
    if clock == .continuous { fireTimers() }
  }

  /// Makes the tasks ready for which the system or another thread has something, without waiting.
  ///
  /// - Returns: Whether something has arrived.
  /// - Throws: The error of the event source.
  @discardableResult
  private func collectPendingEvents() throws -> Bool {
    if eventSource == nil, bridge == nil { return false }
    return try collectEvents(timeout: .zero)
  }

  /// Makes the tasks ready for which the system or another thread has something, and waits until there is
  /// something.
  ///
  /// - Parameter timeout: The longest time to wait; `nil` to wait until something arrives. The wait may be
  ///   shorter.
  /// - Returns: Whether something has arrived.
  /// - Throws: The error of the event source.
  @discardableResult
  private func collectEvents(timeout: Duration?) throws -> Bool {
    var hasCome = false
    if let eventSource {
      hasCome = try eventSource.wait(timeout: timeout)
    } else if timeout != .zero {
      threadWaker.wait(timeout: timeout)
    }
    if let bridge, bridge.inbox.drain(into: self) { hasCome = true }
    return hasCome
  }

  /// Waits for the system and other threads, and only briefly while operations must be checked.
  private func sleep(for duration: Duration?) throws {
    guard watchesMainActor else {
      try collectEvents(timeout: duration)
      return
    }
    let pause = MainActorWatch.interval
    try collectEvents(timeout: duration.map { min($0, pause) } ?? pause)
  }

  private enum Idleness { case goOn, limit, nothing }

  /// Waits for the event that makes a task ready, when none is ready.
  private func idle(until limit: SchedulerInstant?) throws -> Idleness {
    if reportsUnjoinableAtRest, failures.hasKept {
      failures.takeUnjoinable().forEach { report($0.report) }
    }
    if watchesMainActor { findBlockedOperations() }
    // A task may be ready by now: spawned by the hook, or by code that ran when a failed task was released.
    if !ready.isEmpty { return .goOn }
    let timer = timers.next(tasks)
    // Ask for events before time jumps, and before reporting that nothing can arrive.
    if clock == .virtual || (timer == nil && !canBeWoken) {
      if try collectPendingEvents() { return .goOn }
    }
    let situation = IdleSituation(
      clock: clock, now: now,
      timer: timer.map {
        IdleSituation.Timer(deadline: $0.deadline, isHeldByOperations: isHeldByOperations($0))
      },
      limit: limit, awaitsOtherThreads: externalCount > 0, canBeWoken: canBeWoken)
    switch situation.step {
    case .sleep(let duration):
      // Needed even if no time is left to wait: a timeout must not end a wait for a ready descriptor.
      if duration == .zero { try collectPendingEvents() } else { try sleep(for: duration) }
      if clock == .continuous { fireTimers() }
    case .advance(let instant):
      virtualNow = max(virtualNow, instant)
      fireTimers()
    case .stop(let canGoOn):
      if let limit { virtualNow = max(virtualNow, limit) }
      return canGoOn ? .limit : .nothing
    case .giveUp:
      return .nothing
    }
    return .goOn
  }

  private var canBeWoken: Bool {
    externalCount > 0 || eventSource?.canWake == true || bridge?.inbox.canReceive == true
  }

  /// Returns whether a timer waits for the `async` operations that are under way, which take no virtual time.
  private func isHeldByOperations(_ timer: Timers.Timer) -> Bool {
    timer.deadline > virtualNow || (timer.isTimeout && !timer.wasDue)
  }

  /// Ends the sleeps that are due.
  ///
  /// Ends timeouts only while no task is ready, because a ready task may do what a timeout limits the wait
  /// for.
  private func fireTimers() {
    let now = now
    fireTimers(until: now) { ready.isEmpty }
    // In real time there may always be a ready task. Each gets one turn before the timeouts end.
    guard clock == .continuous, timeoutMark.isUnlinked, timers.next(until: now, tasks) != nil
    else { return }
    timeoutMarkTime = now
    ready.append(timeoutMark)
  }

  /// Ends the timers that are due, in their order, up to a timeout that may not end yet.
  private func fireTimers(until now: SchedulerInstant, mayEndTimeout: () -> Bool) {
    while let timer = timers.next(until: now, tasks) {
      if timer.isTimeout, !mayEndTimeout() { return }
      timers.removeNext()
      // A timer that isn't stale belongs to a task in the table.
      let task = tasks[timer.task]!
      switch timer.purpose {
      case .wake:
        task.hasTimer = false
        task.chosen = -1
        task.resumeFromWait()
      case .limit(let id):
        task.passLimit(id)
      }
    }
  }

  private func enter() throws {
    try lifeCycle.beginRunning(on: CallingThread.id)
    beginWatchingMainActor()
  }

  private func leave() { lifeCycle.endRunning() }

  /// Throws if the scheduler can't begin to run.
  func ensureIdle() throws { try lifeCycle.checkIdle(on: CallingThread.id) }

  /// Throws if the scheduler is running on another thread.
  func ensureThread() throws { try lifeCycle.checkThread(CallingThread.id) }

  var isRunningElsewhere: Bool { lifeCycle.isOnOtherThread(than: CallingThread.id) }
}

// MARK: - The end

extension SchedulerCore {
  /// The tasks that aren't done, by number.
  var all: [AnyScheduledTask] {
    tasks.values.sorted { $0.id < $1.id }.map { AnyScheduledTask($0) }
  }

  /// The waiting tasks, by number.
  var waiting: [WaitingTask] {
    tasks.values.filter { $0.phase == .waiting }.sorted { $0.id < $1.id }
      .map { WaitingTask(task: $0.identity, reason: $0.wait.description) }
  }

  /// Removes the failures that no task has joined, and returns them as an error.
  func takeUnjoined() -> SchedulingError? {
    let count = failures.count
    return count > 0 ? .unjoined(takeFailed(), count: count) : nil
  }

  /// Removes the failures that no task has joined, and returns them in their order.
  func takeFailed() -> [FailedTask] { failures.takeAll().map(\.report) }

  /// Reports the failures that no task has joined.
  func reportUnjoined() { takeFailed().forEach(report) }

  private func report(_ failed: FailedTask) {
    UnraisableError.hook(UnraisableError(error: failed.error, origin: failed.task.origin))
  }

  /// Whether its tasks are ending or have ended.
  var isClosing: Bool { lifeCycle.isClosing }

  /// Ends all tasks: resumes each with a `CancellationError`, after which its waits are refused.
  func close() {
    guard lifeCycle.beginClosing(on: CallingThread.id) else { return }
    for task in tasks.values.sorted(by: { $0.id < $1.id }) {
      task.cancel()
      // It may have been cancelled before, and be shielded.
      task.interrupt()
    }
    // No task can wait, except for the tasks of its groups: each ends with its turn, or after theirs.
    timeoutMark.unlink()
    while let node = ready.popFirst() { resume(node.pointee.task.unsafelyUnwrapped) }
    bridge?.leaveChannels()
    bridge?.inbox.close(self)
    eventSource = nil
    lifeCycle.finish()
  }
}
