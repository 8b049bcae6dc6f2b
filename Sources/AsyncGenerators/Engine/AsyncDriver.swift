internal import GeneratorPlatform
public import Generators
internal import Synchronization

/// A task executor of one generator, which runs the body's task on the thread that requests an element.
///
/// A request resumes the body's task, and the runtime enqueues the task here. The driving thread runs that
/// job, nested. Every other job goes to the global executor: the body after a real suspension, its child
/// tasks, the turn of an actor that the body calls, and the return from the actor. So no job is lost, and
/// child tasks run in parallel.
///
/// The turn of an actor must not run here, although the way to another thread and back takes longer. A thread
/// that serves an actor continues with other requests to the actor, and then with the task of such a request,
/// until that suspends. The consumer, which is further up on the stack, would wait for them.
///
/// Sound, since one side at a time uses the fields that aren't atomic, and `turn` says which side: see
/// ``Turn``. For each change of sides, one side does a releasing store or exchange, and the other an
/// acquiring one. The runtime orders the resumption of a task before the task's next steps, but
/// ThreadSanitizer doesn't see that order if the task hadn't suspended yet. So each side releases `driver` or
/// `turn` as its last step before it resumes the other side's task, which acquires it first.
@usableFromInline
class AsyncDriver: TaskExecutor, @unchecked Sendable {
  /// The condition of the generator when a request begins.
  @usableFromInline
  enum Standing {
    /// Another request is under way.
    case busy
    /// The body hasn't started.
    case created
    /// The body is suspended at a yield.
    case suspended
    /// The body has ended, or will never start.
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

  // Fields of the driving thread.

  /// The number of the driving thread, or 0.
  ///
  /// No other thread can find its own number here.
  ///
  /// Released before the body is resumed, and acquired by the body: see ``acquireRequest()``.
  private final let driver = Atomic<UInt>(0)
  @exclusivity(unchecked) private final var job: UnownedJob?
  /// Whether the next enqueued job is that of the resumed body.
  @exclusivity(unchecked) private final var isResuming = false
  @exclusivity(unchecked) private final var room = StackRoom()

  // Fields of the side that has the turn.

  /// The actor that the body is isolated to.
  @exclusivity(unchecked) final var bodyIsolation: (any Actor)?
  @exclusivity(unchecked) private final var task: Task<Void, Never>?
  @exclusivity(unchecked) private final var isCancelled = false
  /// The priority of the body's task, as far as its consumers have raised it.
  @exclusivity(unchecked) private final var priority = TaskPriority.background
  @exclusivity(unchecked) private final var producer: UnsafeContinuation<Void, Never>?
  @exclusivity(unchecked) private final var consumer: UnsafeContinuation<Void, Never>?
  /// The error that `yield` will throw.
  @exclusivity(unchecked) @usableFromInline final var thrown: (any Error)?
  /// Whether the error that `yield` throws closes the body.
  @exclusivity(unchecked) @usableFromInline final var isExiting = false
  /// The number of times that the consumer has closed the body.
  @exclusivity(unchecked) @usableFromInline final var exits = 0
  /// The error that left the body.
  @exclusivity(unchecked) @usableFromInline final var failure: (any Error)?

  init(origin: GeneratorOrigin) { self.origin = origin }

  // Methods of the generic subclasses.

  /// Runs the body to its end, and keeps its result or error.
  func runBody() async {}

  /// Releases a body that won't run.
  func discardBody() {}

  /// Closes the source that the body has lent, and returns the error of closing.
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

  /// Ends the turn.
  @usableFromInline
  final func finish() { turn.store(Turn.idle, ordering: .releasing) }

  /// Resumes the body, and runs it here as far as possible.
  ///
  /// - Parameter isolation: The consumer's isolation.
  /// - Returns: Whether the body has answered. Otherwise ``wait(isolation:)`` must follow.
  @usableFromInline
  final func drive(isolation: (any Actor)?) -> Bool {
    if !isCancelled && isTaskCancelled { cancel() }
    if let isolation, let bodyIsolation, bodyIsolation === isolation {
      return drive(on: isolation.unownedExecutor)
    }
    return drive(on: nil)
  }

  /// Resumes the body and runs its job.
  ///
  /// If the consumer runs on the body's actor, `home` is that actor's executor.
  private final func drive(on home: UnownedSerialExecutor?) -> Bool {
    // Generators that are sources of one another use up their consumer's stack. If the stack has no room, the
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
    // A body that hasn't suspended yet continues on its own thread.
    isResuming = false
    if let job = job.take() {
      if let home {
        job.runSynchronously(isolatedTo: home, taskExecutor: asUnownedTaskExecutor())
      } else {
        job.runSynchronously(on: asUnownedTaskExecutor())
      }
    }
    // Releasing, because a body that hasn't suspended yet may acquire this value.
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
    // Acquires the body's answer: the steps that follow here come after all that the body did until then.
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

  /// Makes the next resumption throw an exit, or the error of closing the source that the body has lent.
  final func throwExit(_ exit: any Error = GeneratorExit.shared) {
    thrown = closeLent() ?? exit
    isExiting = true
    exits += 1
  }

  /// Closes a generator whose body hasn't started.
  @usableFromInline
  final func closeUnstarted() {
    discardBody()
    phase.store(Phase.closed, ordering: .releasing)
  }

  /// Releases the task of a body that has ended, and keeps whether it was cancelled.
  @usableFromInline @inline(never)
  final func settle() {
    if let task = task.take(), task.isCancelled { isCancelled = true }
  }

  // MARK: The body's side

  /// Answers the request with a yield.
  ///
  /// The continuation resumes the body.
  @usableFromInline
  final func suspendBody(_ continuation: UnsafeContinuation<Void, Never>) {
    producer = continuation
    answer()
  }

  /// Orders the body's steps after `yield` behind those of the consumer until it resumed the body.
  ///
  /// Acquiring `turn` wouldn't do that, because the request takes the turn before the consumer stores the
  /// value or error that it sends.
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

  /// Marks a generator as live whose body runs in the body of another generator.
  final func beginInlined() { phase.store(Phase.live, ordering: .relaxed) }

  /// Ends a generator whose body ran in the body of another generator.
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

  /// Whether the body has ended and its return value is final.
  @usableFromInline
  final var hasEnded: Bool { phase.load(ordering: .acquiring) == Phase.closed }

  /// Whether the task of a body that has ended was cancelled.
  final var isBodyCancelled: Bool { isCancelled }

  /// Closes a generator whose last reference was released.
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
