import GeneratorPlatform
import Generators
import Synchronization

/// A stage of a pipeline: sources, worker threads that pull from them and process, and readers.
///
/// It knows nothing of the elements' types: it moves batches. All of its state is under one lock, which
/// a worker takes twice for a batch and a reader once. Sound as `Sendable`, since what is not under the
/// lock is constant or belongs to one thread at a time, as ``Batch`` and ``Pulling`` say.
///
/// **Workers** take turns to pull. Who finds nobody pulling, and room in the window, pulls a batch, gives
/// the turn on and processes the batch. A worker is started when there is something to do and none is
/// idle; all leave when nothing more can come, and the last one lets go of the sources and closures.
///
/// **The list** has the batches in the order in which readers get them: where the results are ordered, a
/// batch comes into it when it was pulled, otherwise when it is done. A reader is at a place in the list
/// and goes on when the next one is done.
///
/// **A source that is slow** must not keep what it gave before. A reader that waits for half a millisecond
/// takes what is in an open batch out of it, as a batch of its own for whoever is free, itself if nobody
/// is, and tells who pulls to end the batch with the next element. For a reader that is asynchronous, a
/// thread does that, the *sentinel*.
///
/// **A batch that takes long** is cut: what is done is given, and what is left can be had by others.
@usableFromInline
final class Stage: @unchecked Sendable {
  // MARK: What stays

  let workers: Int
  let isOrdered: Bool
  /// How many elements may be in flight for a lane; `nil`: some batches.
  let window: Int?
  let largestBatch: Int
  /// How many nanoseconds a batch should take.
  let batchTime: Int
  /// Whether nobody cares when an element is processed, but when all are.
  let isPatient: Bool
  /// Empty only when its draft was taken.
  private(set) var lanes: [Lane]
  let monitor = Monitor()
  /// Idle workers wait for it, and whoever waits for the end.
  let idleWorkers: Monitor.Condition
  let sentinelCalled: Monitor.Condition
  let finished: Monitor.Condition

  /// Whether nobody wants what is being processed.
  let isAborted = Atomic(false)

  /// The settings of the operation that made the stage; `nil` if none did.
  var settings: (isOrdered: Bool, workers: Int, window: Int?)? {
    isProcessing ? (isOrdered, workers, window) : nil
  }
  private let isProcessing: Bool

  // MARK: The work, until all have left

  /// Makes an empty batch.
  var makeBatch: (() -> Batch)?
  /// Processes so many elements of a batch, or up to the one with which it fails.
  ///
  /// `nil`: what was pulled are the outputs.
  var kernel: ((Batch, Int) -> Void)?

  // MARK: Under the lock

  var tail = Batch()
  var places: [ReaderPlace] = []
  /// Whether there are, or were, several readers, who leave the outputs in their batches.
  var isShared = false
  /// Batches that were pulled and that nobody processes, in the order of the list.
  var todo: [Batch] = []
  /// Batches without elements, to be used again.
  var spare: [Batch] = []
  /// How many batches are not done.
  var unfinished = 0
  /// How many batches are being processed: never more than `workers`.
  var processing = 0
  /// The lane to look at first.
  var nextLane = 0

  var threads: [SystemThread] = []
  /// Those that have left and are to be joined.
  var leftThreads: [SystemThread] = []
  /// Whether threads end without being joined, for there is nobody who may wait for that.
  var isDetached = false
  /// How many workers there may be; less than `workers` if the system has no more threads.
  var workerLimit: Int
  var startedWorkers = 0
  /// Whether a worker was started and has not yet looked for something to do.
  var isStarting = false
  var alive = 0
  var idle = 0
  var hasSentinel = false
  var sentinelIsIdle = false

  var hasBegun = false
  /// Nothing more is pulled, and what is pulled is thrown away.
  var isCut = false
  var hasFailed = false
  /// All threads have left, and let go of everything.
  var isFinished = false

  /// What is to be destroyed without the lock, since it may run code of the user.
  private var garbage: [Batch] = []
  /// Batches, still in the list, whose outputs are.
  private var emptied: [Batch] = []
  /// Who is to be resumed without the lock, since an executor may be the user's.
  private var resumptions: [UnsafeContinuation<Void, Never>] = []
  var finishers: [UnsafeContinuation<Void, Never>] = []

  @usableFromInline
  init(
    lanes: [Lane], workers: Int, window: Int?, isOrdered: Bool, options: StageOptions = [],
    makeBatch: @escaping () -> Batch, kernel: ((Batch, Int) -> Void)?
  ) {
    self.lanes = lanes
    self.workers = workers
    self.window = window
    self.isOrdered = isOrdered
    self.makeBatch = makeBatch
    self.kernel = kernel
    isPatient = options.contains(.patient)
    isProcessing = kernel != nil
    // Who wants one result of all can have larger batches, with less to combine.
    batchTime = isPatient ? 2_000_000 : 200_000
    let workersOfLane = max(1, workers / max(1, lanes.count))
    largestBatch = window.map { max(1, $0 / (2 * workersOfLane)) } ?? (isPatient ? 16384 : 4096)
    workerLimit = workers
    idleWorkers = Monitor.Condition(of: monitor)
    sentinelCalled = Monitor.Condition(of: monitor)
    finished = Monitor.Condition(of: monitor)
  }

  /// Makes the stage of a draft with one more operation.
  @usableFromInline
  convenience init(
    _ draft: StageDraft, isOrdered: Bool, options: StageOptions,
    makeBatch: @escaping () -> Batch, kernel: @escaping (Batch, Int) -> Void
  ) {
    self.init(
      lanes: draft.lanes, workers: draft.workers, window: draft.window, isOrdered: isOrdered,
      options: options, makeBatch: makeBatch, kernel: kernel)
  }

  /// Takes everything out of a stage that processes and has not begun, for a stage with one more
  /// operation.
  func takeDraft() -> StageDraft? {
    lock()
    defer { unlock() }
    guard !hasBegun, let kernel, let makeBatch else { return nil }
    hasBegun = true
    isFinished = true
    (self.kernel, self.makeBatch) = (nil, nil)
    defer { lanes = [] }
    return StageDraft(
      lanes: lanes, isOrdered: isOrdered, workers: workers, window: window,
      preceding: .init(makeBatch: makeBatch, kernel: kernel))
  }

  // What was never begun lets go of its sources here.
  @usableFromInline
  deinit {}

  // MARK: The lock

  func lock() { monitor.lock() }

  private var owesNothing: Bool { garbage.isEmpty && resumptions.isEmpty && emptied.isEmpty }

  /// Does what could not be done under the lock, which is given back meanwhile.
  ///
  /// Who has the lock has to call it before waiting, which gives the lock back too.
  ///
  /// - Returns: whether there was something, so that the state may be another.
  func settleDebts() -> Bool {
    if owesNothing { return false }
    unlock()
    lock()
    return true
  }

  /// Gives the lock back, and does what could not be done under it.
  func unlock() {
    if owesNothing {
      monitor.unlock()
      return
    }
    let (destroyed, read, resumed) = (garbage, emptied, resumptions)
    (garbage, emptied, resumptions) = ([], [], [])
    monitor.unlock()
    resumed.forEach { $0.resume() }
    read.forEach { $0.discardOutputs() }
    withExtendedLifetime(destroyed) {}
  }

  /// Has a batch destroyed that is in no list any more.
  func discard(_ batch: Batch) {
    batch.next = nil
    garbage.append(batch)
  }

  /// Has the outputs of a batch destroyed that all readers have read.
  func discardOutputs(of batch: Batch) { emptied.append(batch) }

  func resumeLater(_ continuation: UnsafeContinuation<Void, Never>) {
    resumptions.append(continuation)
  }

  // MARK: What there is to do

  /// Whether no worker will ever have anything to pull.
  var isDry: Bool { isCut || lanes.allSatisfy(\.isEnded) }

  /// Whether nothing more comes into the list, and all in it is done.
  var isExhausted: Bool { unfinished == 0 && isDry }

  /// Whether a worker without work will have none.
  var isOver: Bool { isDry && todo.isEmpty && processing == 0 }

  /// A lane from which a batch can be pulled.
  var readyLane: Lane? {
    if isCut { return nil }
    for offset in 0..<lanes.count {
      let lane = lanes[(nextLane + offset) % lanes.count]
      if !lane.isPulling, !lane.isEnded, hasRoom(lane) { return lane }
    }
    return nil
  }

  func limit(of lane: Lane) -> Int {
    window ?? 4 * max(1, workers / lanes.count) * lane.batchSize
  }

  /// Whether there is room for a whole batch; for a part of one, it would be small ones for ever.
  func hasRoom(_ lane: Lane) -> Bool {
    lane.inFlight == 0 || limit(of: lane) - lane.inFlight >= lane.batchSize
  }

  /// Sees to it that somebody does what there is to do.
  ///
  /// Who is woken takes up one thing and then calls it again; so it need not count.
  func rouse() {
    guard (!todo.isEmpty && processing < workers) || readyLane != nil else { return }
    if isStarting { return }
    if idle > 0 {
      idleWorkers.signal()
    } else if startedWorkers < workerLimit {
      if startThread({ $0.work() }) {
        startedWorkers += 1
        isStarting = true
      } else {
        workerLimit = startedWorkers
      }
    }
  }

  /// As much stack as the main thread has on most systems: what a closure can do there, it can do on a
  /// worker.
  ///
  /// The stack is reserved, and memory is taken for what is touched.
  private static let stackSize = 8 << 20

  /// What a closure has of a stack at least, wherever it runs.
  ///
  /// That is nearly what a worker has, so that the main thread mostly has as much, and a stack from the
  /// pool is one of 8 MiB, which a thread keeps.
  static var leastStack: Int { 7 << 20 }

  /// Starts a thread; whether there was one.
  func startThread(_ body: @escaping @Sendable (Stage) -> Void) -> Bool {
    alive += 1
    let started = try? SystemThread.start(stackSize: Self.stackSize) {
      // The thread may only resume bodies that another thread has started.
      GeneratorStacks.prepareThread()
      self.executing { body(self) }
    }
    guard let thread = started else {
      alive -= 1
      if alive == 0 { fatalError("a parallel stage can't start a thread") }
      return false
    }
    if isDetached { thread.detach() }
    threads.append(thread)
    return true
  }

  /// A batch into which `count` elements can be put.
  func emptyBatch(of lane: Lane, room count: Int) -> Batch {
    let batch = spare.popLast() ?? makeBatch!()
    batch.reserve(count)
    batch.lane = lane
    return batch
  }

  /// Keeps a batch that has no elements, to be used again.
  func keep(_ batch: Batch) {
    guard batch.lane != nil, spare.count < 4 * workers + 4, !isCut, makeBatch != nil else {
      discard(batch)
      return
    }
    batch.reset()
    spare.append(batch)
  }
}

/// What is special about a stage.
@usableFromInline
struct StageOptions: OptionSet, Sendable {
  @usableFromInline let rawValue: Int

  @usableFromInline
  init(rawValue: Int) { self.rawValue = rawValue }

  /// Nobody cares when an element is processed, but when all are.
  @usableFromInline static let patient = StageOptions(rawValue: 1)
}
