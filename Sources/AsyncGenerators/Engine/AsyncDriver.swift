internal import GeneratorPlatform
public import Generators
internal import Synchronization

/// Runs the task of a body on the thread that requests an element: a task executor of one generator.
///
/// A request resumes the body's task, which the runtime enqueues here. The driving thread runs that job, nested.
/// Every other job goes to the global executor: the body after a real suspension, its child tasks, the turn of an actor
/// that the body calls, and what the actor sends back. So no job is lost, and child tasks run in parallel.
///
/// The turn of an actor must not run here, although the way to another thread and back takes longer. A thread that
/// serves an actor goes on with whatever other tasks ask of it, and then with such a task itself, until that suspends.
/// The consumer, which is further up on the stack, would wait for them.
///
/// Sound, since of the fields one side at a time uses those that aren't atomic, and `turn` says which: see ``Turn``.
/// Each change of hands is a releasing store or exchange on one side and an acquiring one on the other. The runtime
/// orders the resumption of a task and what the task does next, but ThreadSanitizer doesn't see that order where the
/// task had not suspended yet. So each side releases `driver` or `turn` last before it resumes the other side's task,
/// which acquires it first.
@usableFromInline
class AsyncDriver: TaskExecutor, @unchecked Sendable {
  /// Where the generator stands when a request begins.
  @usableFromInline
  enum Standing {
    /// Another request is under way.
    case busy
    /// The body has not started.
    case created
    /// The body is suspended at a yield.
    case suspended
    /// The body has ended, or never will start.
    case closed
  }

  private enum Phase {
    static let created: UInt8 = 0
    static let live: UInt8 = 1
    static let closed: UInt8 = 2
  }

  @usableFromInline final let origin: GeneratorOrigin
  private final let turn = Atomic<UInt8>(Turn.idle)
  private final let phase = Atomic<UInt8>(Phase.created)

  // Of the driving thread.

  /// The number of the thread that drives, or 0: no other thread can find its own here.
  ///
  /// Released before the body is resumed, and acquired by the body: see ``acquireRequest()``.
  private final let driver = Atomic<UInt>(0)
  @exclusivity(unchecked) private final var job: UnownedJob?
  /// Whether the next job that is enqueued is that of the body which is resumed.
  @exclusivity(unchecked) private final var isResuming = false
  @exclusivity(unchecked) private final var room = StackRoom()

  // Of the side that has the turn.

  /// The actor that the body is isolated to.
  @exclusivity(unchecked) final var bodyIsolation: (any Actor)?
  @exclusivity(unchecked) private final var task: Task<Void, Never>?
  @exclusivity(unchecked) private final var isCancelled = false
  /// The priority of the body's task, as far as its consumers have raised it.
  @exclusivity(unchecked) private final var priority = TaskPriority.background
  @exclusivity(unchecked) private final var producer: UnsafeContinuation<Void, Never>?
  @exclusivity(unchecked) private final var consumer: UnsafeContinuation<Void, Never>?
  /// What `yield` is to throw.
  @exclusivity(unchecked) @usableFromInline final var thrown: (any Error)?
  /// Whether what `yield` throws closes the body.
  @exclusivity(unchecked) @usableFromInline final var isExiting = false
  /// How often `yield` was to throw what closes the body.
  @exclusivity(unchecked) @usableFromInline final var exits = 0
  /// The error that left the body.
  @exclusivity(unchecked) @usableFromInline final var failure: (any Error)?

  init(origin: GeneratorOrigin) { self.origin = origin }

  // What a subclass with types does.

  /// Runs the body to its end, and keeps its result or error.
  func runBody() async {}

  /// Releases a body that won't run.
  func discardBody() {}

  /// Closes the source that the body has lent, and returns an error of that.
  @usableFromInline
  func closeLent() -> (any Error)? { nil }

  // MARK: The executor

  @usableFromInline
  final func enqueue(_ job: consuming ExecutorJob) {
    if driver.load(ordering: .relaxed) == SystemThread.currentNumber, isResuming {
      isResuming = false
      self.job = UnownedJob(job)
    } else {
      globalConcurrentExecutor.enqueue(job)
    }
  }

  @usableFromInline
  final func asUnownedTaskExecutor() -> UnownedTaskExecutor { UnownedTaskExecutor(ordinary: self) }

  // MARK: The consumer's side

  /// Takes the turn, unless another request has it.
  @usableFromInline
  final func begin() -> Standing {
    guard
      turn.compareExchange(
        expected: Turn.idle, desired: Turn.running, ordering: .acquiringAndReleasing
      ).exchanged
    else { return .busy }
    switch phase.load(ordering: .relaxed) {
    case Phase.created: return .created
    case Phase.live: return .suspended
    default: return .closed
    }
  }

  /// Gives back the turn.
  @usableFromInline
  final func finish() { turn.store(Turn.idle, ordering: .releasing) }

  /// Resumes the body, and runs it here as far as possible.
  ///
  /// - Parameter isolation: the consumer's.
  /// - Returns: whether the body has answered; otherwise ``wait(isolation:)`` must follow.
  @usableFromInline
  final func drive(isolation: (any Actor)?) -> Bool {
    if !isCancelled && isTaskCancelled { cancel() }
    if let isolation, let bodyIsolation, bodyIsolation === isolation {
      return drive(on: isolation.unownedExecutor)
    }
    return drive(on: nil)
  }

  /// Resumes the body and runs its job; `home` is the executor of the body's actor where the consumer, which holds
  /// that actor, lends it.
  private final func drive(on home: UnownedSerialExecutor?) -> Bool {
    // Generators that are sources of one another use up their consumer's stack. Where it has no room, the
    // body goes to another thread.
    isResuming = room.isHere || room.find(forElementsOf: 0)
    let thread = SystemThread.currentNumber
    let producer = producer.take()
    driver.store(thread, ordering: .releasing)
    if let producer {
      producer.resumeUnwatched()
    } else {
      start()
    }
    // A body that had not yet suspended goes on where it is.
    isResuming = false
    if let job = job.take() {
      if let home {
        job.runSynchronously(isolatedTo: home, taskExecutor: asUnownedTaskExecutor())
      } else {
        job.runSynchronously(on: asUnownedTaskExecutor())
      }
    }
    // Releasing, because a body that had not yet suspended may acquire this value.
    driver.store(0, ordering: .releasing)
    return turn.load(ordering: .acquiring) == Turn.answered
  }

  @inline(never)
  private final func start() {
    phase.store(Phase.live, ordering: .relaxed)
    task = Task(executorPreference: self) { [self] in
      await runBody()
      phase.store(Phase.closed, ordering: .releasing)
      answer()
    }
    priority = Task.currentPriority
    if isCancelled { task?.cancel() }
  }

  @inline(never)
  private final func cancel() {
    isCancelled = true
    task?.cancel()
  }

  /// Suspends the consumer until the body has answered.
  @usableFromInline @inline(never)
  final func wait(isolation: isolated (any Actor)?) async {
    let task = task
    await withTaskCancellationHandler {
      if #available(macOS 26, iOS 26, tvOS 26, watchOS 26, visionOS 26, *) {
        await withTaskPriorityEscalationHandler {
          // The consumer may have been escalated before, and another one may have started the body.
          let current = Task.currentPriority
          if current > priority {
            priority = current
            task?.escalatePriority(to: current)
          }
          await suspendConsumer()
        } onPriorityEscalated: { _, priority in
          task?.escalatePriority(to: priority)
        }
      } else {
        await suspendConsumer()
      }
    } onCancel: {
      task?.cancel()
    }
    // What the body did before it answered happens before what follows.
    _ = turn.load(ordering: .acquiring)
  }

  nonisolated(nonsending)
    private final func suspendConsumer() async
  {
    await withUnsafeContinuation { continuation in
      consumer = continuation
      let isWaiting = turn.compareExchange(
        expected: Turn.running, desired: Turn.waiting, ordering: .acquiringAndReleasing
      ).exchanged
      if !isWaiting {
        consumer = nil
        continuation.resume()
      }
    }
  }

  /// Has the next resumption throw an exit, or the error of closing the source that the body has lent.
  final func throwExit(_ exit: any Error = GeneratorExit.shared) {
    thrown = closeLent() ?? exit
    isExiting = true
    exits += 1
  }

  /// Closes a generator whose body has not started.
  @usableFromInline
  final func closeUnstarted() {
    discardBody()
    phase.store(Phase.closed, ordering: .releasing)
  }

  /// Releases what a body that has ended leaves behind.
  @usableFromInline @inline(never)
  final func settle() {
    if let task = task.take(), task.isCancelled { isCancelled = true }
  }

  // MARK: The body's side

  /// Answers the request with a yield; the continuation resumes the body.
  @usableFromInline
  final func suspendBody(_ continuation: UnsafeContinuation<Void, Never>) {
    producer = continuation
    answer()
  }

  /// Orders what follows a `yield` after what the consumer did before it resumed the body.
  ///
  /// Acquiring `turn` wouldn't, because the request takes it before the consumer stores the value or error that it sends.
  @usableFromInline
  final func acquireRequest() { _ = driver.load(ordering: .acquiring) }

  private final func answer() {
    switch turn.exchange(Turn.answered, ordering: .acquiringAndReleasing) {
    case Turn.running: break
    case Turn.waiting:
      let consumer = consumer.take()!
      // Acquired at the end of ``wait(isolation:)``.
      turn.store(Turn.answered, ordering: .releasing)
      consumer.resumeUnwatched()
    default: settleDropped()
    }
  }

  // MARK: Delegation

  /// Makes a body that runs in that of another generator count as live.
  final func beginInlined() { phase.store(Phase.live, ordering: .relaxed) }

  /// Ends a body that ran in that of another generator.
  final func endInlined() {
    phase.store(Phase.closed, ordering: .releasing)
    finish()
  }

  // MARK: Inspection and release

  @usableFromInline
  final var state: GeneratorState {
    guard turn.load(ordering: .acquiring) == Turn.idle else { return .running }
    return switch phase.load(ordering: .acquiring) {
    case Phase.created: .created
    case Phase.live: .suspended
    default: .closed
    }
  }

  /// Whether the body has ended, and what it returned doesn't change any more.
  @usableFromInline
  final var hasEnded: Bool { phase.load(ordering: .acquiring) == Phase.closed }

  /// Whether the task of a body that has ended was cancelled.
  final var isBodyCancelled: Bool { isCancelled }

  /// Closes a generator whose last reference is gone.
  final func drop() {
    switch begin() {
    case .busy: break  // a request refers to the generator
    case .closed: finish()
    case .created:
      closeUnstarted()
      finish()
    case .suspended:
      throwExit()
      if drive(on: nil) { return settleDropped() }
      let isAbandoned = turn.compareExchange(
        expected: Turn.running, desired: Turn.abandoned, ordering: .acquiringAndReleasing
      ).exchanged
      if !isAbandoned { settleDropped() }
    }
  }

  private final func settleDropped() {
    guard hasEnded else {
      fatalError(
        "\(GeneratorError(.ignoredExit, origin, isAsync: true)) while it was dropped")
    }
    task = nil
    if let failure = failure.take(), !(failure is GeneratorExit) {
      UnraisableError.hook(UnraisableError(error: failure, origin: origin))
    }
  }
}
