import Generators

/// A task, without the type of its value.
///
/// The properties aren't checked for exclusive access: each access is an instantaneous load or store by the
/// scheduler's thread.
@usableFromInline
class TaskCore {
  enum Phase: Sendable { case ready, running, waiting, done }

  // The fields that a turn touches come first: with a thousand tasks in turn, each cache line costs a wait
  // for memory.

  /// Its place in the queue of ready tasks, or in the queue of what it waits for.
  @exclusivity(unchecked) final private(set) var node: WaitNodePointer! = nil

  /// Resumes its ``body``; valid as long as the body is there.
  @exclusivity(unchecked) final private(set) var turns: Turns! = nil

  final let ready: WaitQueueReference
  @exclusivity(unchecked) final var phase = Phase.ready

  /// Whether its waits may be refused: see ``Interruption``.
  @exclusivity(unchecked) final var isInterrupted = false

  /// Whether its wait ended without the awaited event.
  @exclusivity(unchecked) final var wasInterrupted = false

  /// Whether a timer in the heap is set to end this wait.
  @exclusivity(unchecked) final var hasTimer = false

  /// The number of its current wait, by which a timer recognizes that the wait is over.
  @exclusivity(unchecked) final var waitNumber = 0

  /// The nodes of a waiting `select`.
  @exclusivity(unchecked) final var cases: [WaitNodePointer] = []

  /// The case of the `select` that woke it; -1 for its time.
  @exclusivity(unchecked) final var chosen = -1

  /// What it waits for, while it waits.
  @exclusivity(unchecked) final var wait = Wait.yielding

  @exclusivity(unchecked) final var interruption = Interruption()

  final let scheduler: SchedulerCore
  final let id: Int
  final let name: String?
  final let origin: GeneratorOrigin

  /// The body on its stack; `nil` when it is done.
  @exclusivity(unchecked) final private(set) var body: Generator<Void>?

  /// The tasks that wait for its end.
  final let joiners = WaitQueue()

  /// The group that it was spawned in, which receives its result.
  @exclusivity(unchecked) final var group: TaskGroupCore?

  /// The error that ended it, unless it was cancelled.
  @exclusivity(unchecked) final var failure: (any Error)?

  init(_ scheduler: SchedulerCore, id: Int, name: String?, origin: GeneratorOrigin) {
    self.scheduler = scheduler
    self.id = id
    self.name = name
    self.origin = origin
    ready = scheduler.ready.reference
    node = .make(for: .passUnretained(self))
  }

  deinit { node.destroy() }

  final func setBody(_ body: Generator<Void>) {
    self.body = body
    turns = Turns(body)
  }

  /// Releases the body and what it holds.
  ///
  /// The body has ended, or was never started and never will be.
  final func dropBody() {
    let body = body.take()
    body?.close()
  }

  /// Records the result of a task that was ended before its first turn.
  func endUnstarted(with error: any Error) { fatalError("a subclass must override this") }

  final var identity: TaskIdentity { TaskIdentity(id: id, name: name, origin: origin) }
}

/// A task with the type of its value.
final class TypedTask<Value>: TaskCore {
  @exclusivity(unchecked) var result: Result<Value, any Error>?

  func start(stackSize: Int, _ body: @escaping (TaskContext) throws -> Value) {
    // The scheduler keeps the task until the body has ended.
    let link = Unmanaged.passUnretained(self)
    setBody(
      // The place of the task, for the report of a stack overflow.
      Generator(stackSize: stackSize, fileID: origin.file, line: origin.lineNumber) { turn in
        do {
          let value = try body(TaskContext(turn, TaskLink(link)))
          link._withUnsafeGuaranteedRef { $0.result = .success(value) }
        } catch {
          link._withUnsafeGuaranteedRef { $0.end(error) }
        }
      })
  }

  deinit {
    // Tasks may have returned one another, or failed with one another, in a list of any length.
    if case .success = result, _isPOD(Value.self) {} else { Releases.release(&result) }
    if failure != nil { Releases.release(&failure) }
    if !interruption.thrown.isEmpty {
      var thrown = Optional(interruption.thrown)
      interruption.thrown = []
      Releases.release(&thrown)
    }
  }

  private func end(_ error: any Error) {
    result = .failure(error)
    if !(error is CancellationError && interruption.isCancelled) { failure = error }
  }

  override func endUnstarted(with error: any Error) { end(error) }
}
