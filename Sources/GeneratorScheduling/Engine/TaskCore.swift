import Generators

/// What every task is underneath, whatever its value.
///
/// The properties are not checked for exclusive access: each access is an instantaneous load or store
/// by the scheduler's thread.
@usableFromInline
class TaskCore {
  enum Phase: Sendable { case ready, running, waiting, done }

  // What a turn touches comes first: a thousand tasks that take turns wait for memory at each line.

  /// Its place in the queue of those that are ready, or of what it waits for.
  @exclusivity(unchecked) final private(set) var node: WaitNodePointer! = nil

  /// Its ``body``, to be resumed as long as that is there.
  @exclusivity(unchecked) final private(set) var turns: Turns! = nil

  final let ready: WaitQueueReference
  @exclusivity(unchecked) final var phase = Phase.ready

  /// Whether something keeps it from waiting: see ``Interruption``.
  @exclusivity(unchecked) final var isInterrupted = false

  /// Whether its wait has ended without what it waited for.
  @exclusivity(unchecked) final var wasInterrupted = false

  /// Whether a timer of the heap is to end this wait.
  @exclusivity(unchecked) final var hasTimer = false

  /// The number of its wait, by which a timer knows that it is another one.
  @exclusivity(unchecked) final var waitNumber = 0

  /// The nodes of a `select` that waits.
  @exclusivity(unchecked) final var cases: [WaitNodePointer] = []

  /// The case of the `select` by which it was woken; -1 for its time.
  @exclusivity(unchecked) final var chosen = -1

  /// What it waits for, if it waits.
  @exclusivity(unchecked) final var wait = Wait.yielding

  @exclusivity(unchecked) final var interruption = Interruption()

  final let scheduler: SchedulerCore
  final let id: Int
  final let name: String?
  final let origin: GeneratorOrigin

  /// The body on its stack; `nil` when it is done.
  @exclusivity(unchecked) final private(set) var body: Generator<Void>?

  /// Those who wait for its end.
  final let joiners = WaitQueue()

  /// The group that it was spawned in, which answers for its end.
  @exclusivity(unchecked) final var group: TaskGroupCore?

  /// The error of its end, unless it was cancelled.
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

  /// Lets go of what the body holds: it has ended, or has not been started and never will be.
  final func dropBody() {
    let body = body.take()
    body?.close()
  }

  /// It was ended before it has run.
  func endUnstarted(with error: any Error) { fatalError("a task of no type") }

  final var identity: TaskIdentity { TaskIdentity(id: id, name: name, origin: origin) }
}

/// A task that knows what it gives.
final class TypedTask<Value>: TaskCore {
  @exclusivity(unchecked) var result: Result<Value, any Error>?

  func start(stackSize: Int, _ body: @escaping (TaskContext) throws -> Value) {
    // The scheduler holds the task until the body has ended.
    let link = Unmanaged.passUnretained(self)
    setBody(
      // The place of the task, for the report of an overflow.
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
    // Tasks may have returned one another, or have failed with one another, in a list of any length.
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
