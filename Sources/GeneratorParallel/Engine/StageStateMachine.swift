/// The state of a stage: a value without a lock, threads, closures or elements.
///
/// Each event is a method. It returns what the thread that reports the event has to do next, the
/// *action*, and what has to be done for others, the *effects*. ``StageStorage`` has the lock, under
/// which it reports events, and the threads and batches with which it does what it is told.
///
/// # Glossary
///
/// - **Stage**: one or more sources, worker threads that pull from them and process what they pulled,
///   and readers.
/// - **Lane**: one source of a stage, with its window and its size of batches.
/// - **Element**: what a source returned. **Output**: what the stage's closures made of elements; where
///   there are no closures, the elements are the outputs.
/// - **Batch**: elements that are pulled, processed and read together. The machine knows a batch by its
///   number, and how many elements and outputs it has.
/// - **To pull**: to take elements from a source, into a batch that is *open* meanwhile. One worker at a
///   time pulls from a lane: it has the lane's *turn*.
/// - **To process**: to call the closures with the elements of a batch.
/// - **Window**: how many elements of a lane may be *in flight*: pulled or about to be, and not yet
///   returned by all readers.
/// - **List**: batches in the order in which readers get them. In an ordered stage a batch comes into the
///   list when it was pulled, in an unordered one when it was processed.
/// - **Queue**: batches that were pulled and that no thread processes yet.
/// - **Place**: how far in the list a reader is. A reader *passes* a batch when it goes on to the next one.
/// - **To give back**: a reader has returned all outputs of a batch, which are no longer in flight.
/// - **Worker**: a thread that pulls and processes. **Watcher**: a thread that does for suspended readers
///   what blocked readers do themselves: it hurries sources and helps.
/// - **To hurry**: to take the elements that a source has returned so far out of its open batch, because a
///   reader has waited for long. The worker ends that batch after its current element.
/// - **To help**: to process a batch, as a reader or watcher, because no worker is free.
/// - **To split**: to make the rest of a batch, which takes long, a batch of its own for other workers.
/// - **Dry**: nothing more can be pulled. **Exhausted**: nor will anything more come into the list.
///   **Over**: nor is anything left for workers to do.
/// - **To drop**: to remove a batch from the list before it was read. **Unwanted** is a batch that was
///   dropped while a worker processes it.
/// - **Spare**: a batch without elements that will be used again.
///
/// # Combinations of states
///
/// | phase | lanes | queue, batches in process | list |
/// |---|---|---|---|
/// | `notBegun` | all ready | none | empty |
/// | `running` | any | any | open |
/// | `failed` | ready, pulling or ended; none failing | those before the error | ends with the error |
/// | `discarding` | as `failed` | no queue; unwanted batches | empty; ends with the error, if there is one |
/// | `finished` | as before; no thread is left | none | what was not yet read, and the error |
struct StageStateMachine: Sendable {
  typealias BatchID = Int
  typealias LaneID = Int
  typealias ReaderID = Int

  // MARK: Settings

  let workers: Int
  /// How many elements may be in flight for a lane; `nil`: some batches.
  let window: Int?
  let isOrdered: Bool
  /// Whether the stage has closures, so that batches are processed after they were pulled.
  let isProcessing: Bool
  /// Whether readers get nothing before all is done, so that no reader gains by haste.
  let isPatient: Bool
  let largestBatch: Int
  /// How many nanoseconds a batch should take.
  let batchTime: Int

  // MARK: State

  var phase = Phase.notBegun
  var lanes: [LaneState]
  var readers: [ReaderState] = []
  /// How many readers have not left.
  var activeReaders = 0
  /// Whether there are, or were, several readers, which leave the outputs in their batches.
  var isShared = false

  /// The batches by their numbers, of which the first one stands before all others in the list.
  var batches = [BatchState()]
  /// Numbers that no batch has.
  var free: [BatchID] = []
  var spare: [BatchID] = []
  /// In the order of the list.
  var queue: [BatchID] = []
  /// The last batch of the list.
  var tail: BatchID = 0
  /// How many batches are queued or in process.
  var unfinished = 0
  /// How many batches are in process; never more than `workers`.
  var processing = 0
  /// The lane to look at first.
  var nextLane: LaneID = 0

  /// How many workers may be started; less than `workers` if the system has no more threads.
  var workerLimit: Int
  var startedWorkers = 0
  /// Whether a worker was started that has not yet asked for work.
  var isStarting = false
  /// How many workers wait for work.
  var idle = 0
  /// How many workers and watchers have not left.
  var alive = 0
  var watcher = WatcherState()

  /// The effects of the event that is being handled; none between events.
  var effects = Effects()

  init(
    lanes: Int, workers: Int, window: Int? = nil, isOrdered: Bool, isProcessing: Bool = true,
    isPatient: Bool = false
  ) {
    self.lanes = Array(repeating: LaneState(), count: lanes)
    self.workers = workers
    self.window = window
    self.isOrdered = isOrdered
    self.isProcessing = isProcessing
    self.isPatient = isPatient
    // A reader that wants one result of all can have larger batches, with fewer to combine.
    batchTime = isPatient ? 2_000_000 : 200_000
    let workersOfLane = max(1, workers / max(1, lanes))
    largestBatch = window.map { max(1, $0 / (2 * workersOfLane)) } ?? (isPatient ? 16384 : 4096)
    workerLimit = workers
  }

  enum Phase: Equatable {
    /// No reader has asked for anything.
    case notBegun
    case running
    /// An error ends the list; what comes before it is still processed and read.
    case failed
    /// Nothing that is in process is wanted any more.
    case discarding(hasFailed: Bool)
    /// All threads have left, and the sources and closures were released.
    case finished(hasFailed: Bool)
  }

  struct LaneState: Sendable {
    enum Phase: Equatable {
      case ready
      case pulling(into: BatchID)
      /// The source has thrown an error, which is not yet at the end of the list.
      case failing
      case ended
    }

    var phase = Phase.ready
    /// How many elements are in flight.
    var inFlight = 0
    /// How many elements the next batch should have.
    var batchSize = 1
    /// How many of its batches are queued or in process.
    var unfinished = 0

    var isEnded: Bool { phase == .failing || phase == .ended }
    var open: BatchID? { if case .pulling(let batch) = phase { batch } else { nil } }
  }

  struct BatchState: Sendable {
    enum Phase: Equatable {
      /// The number is free.
      case free
      case spare
      /// A worker pulls elements into it.
      case open
      case queued
      case inProcess
      /// In process, though no reader can get it any more.
      case unwanted
      /// Processed; readers can get it when it is their next one.
      case done
    }

    var phase = Phase.done
    /// `nil` only for the batch before all others.
    var lane: LaneID?
    /// The next one in the list.
    var next: BatchID?
    /// How many elements of the window it takes until its outputs were given back.
    ///
    /// Until it is processed, that is how many elements it has.
    var reserved = 0
    /// While it is open: how many elements were taken out of it by hurrying.
    var takenOut = 0
    var outputs = 0
    /// How many readers are yet to give it back.
    var unread = 0
    /// How many readers are yet to pass it.
    var unpassed = 0
  }

  struct ReaderState: Sendable {
    enum Phase: Equatable {
      case reading
      /// It waits with its thread.
      case blocked(since: Int)
      /// It waits with its task.
      case suspended(since: Int)
      case left
    }

    var phase = Phase.reading
    /// The batch that it got last.
    var place: BatchID
    /// Whether it has outputs of that batch to return.
    var isReturning = false
    /// Whether the task in which it waited was cancelled.
    var isCancelled = false
    /// How often it was suspended.
    var suspensions = 0
    /// How many nanoseconds it waits next before it hurries the sources.
    var pause = shortestPause
  }

  struct WatcherState: Sendable {
    enum Phase: Equatable {
      case absent
      case watching
      /// It waits until a reader is suspended.
      case idle
    }

    var phase = Phase.absent
    /// How often the readers that are suspended now were suspended, and had been when it looked before.
    var suspensions = (now: 0, before: 0)
    var pause = shortestPause
  }

  static var shortestPause: Int { 500_000 }
  static var longestPause: Int { 16_000_000 }
  /// How many nanoseconds a reader waits at least while more batches will come.
  static var shortestWait: Int { 400_000 }

  // MARK: Responses

  /// What an event results in.
  struct Response<Action> {
    /// What the thread that reported the event does next.
    var action: Action
    /// What it does before that, for others.
    var effects: Effects
  }

  /// What to do for others than the thread that reported an event: the list, in its order, and then what
  /// the flags say.
  struct Effects: Equatable, Sendable {
    var list: [Effect] = []
    var flags: Flags = []

    var isEmpty: Bool { flags.isEmpty && list.isEmpty }

    /// Not in the list, because most events need no list then.
    struct Flags: OptionSet {
      let rawValue: UInt8

      /// Wakes a worker that waits for work.
      static let wakeWorker = Self(rawValue: 1)
      static let wakeWorkers = Self(rawValue: 2)
      /// Starts a worker, or calls ``workerFailsToStart()``.
      static let startWorker = Self(rawValue: 4)
      /// Wakes the watcher, if it waits.
      static let wakeWatcher = Self(rawValue: 8)
      /// Starts the watcher, or calls ``watcherFailsToStart()``.
      static let startWatcher = Self(rawValue: 16)
      /// Lets workers that pull end their batches.
      static let hurrySources = Self(rawValue: 32)
      /// Releases the sources and closures, and calls ``released()``.
      static let release = Self(rawValue: 64)
    }
  }

  enum Effect: Equatable {
    /// Wakes a reader that waits; if it was suspended, it is so no longer.
    case wake(ReaderID)
    /// Moves elements from one batch into another, empty one.
    case transfer(Transfer)
    /// Takes the error that ends the list from now on.
    case takeFailure(FailureOrigin)
    /// Stops the processing of a batch.
    case stop(BatchID)
    /// Destroys the outputs of a batch, since all readers have copied them.
    case empty(BatchID)
    /// Destroys a batch, whose number is free.
    case discard(BatchID)
  }

  enum FailureOrigin: Equatable { case lane(LaneID), batch(BatchID) }

  struct Transfer: Equatable {
    enum Part { case first, last }
    var part: Part
    var count: Int
    var from: BatchID
    /// A new batch, or one that is used again.
    var to: BatchID
  }

  /// Ends an event.
  mutating func respond<Action>(_ action: Action) -> Response<Action> {
    if effects.isEmpty { return Response(action: action, effects: Effects()) }
    var taken = Effects()
    swap(&taken, &effects)
    return Response(action: action, effects: taken)
  }

  // MARK: What there is to do

  var hasFailed: Bool {
    switch phase {
    case .failed, .discarding(hasFailed: true), .finished(hasFailed: true): true
    default: false
    }
  }

  var isFinished: Bool { if case .finished = phase { true } else { false } }

  /// Whether nothing more is pulled, though a source may have more.
  var isCut: Bool { phase != .running && phase != .notBegun }

  var isDry: Bool { isCut || lanes.allSatisfy(\.isEnded) }

  var isExhausted: Bool { unfinished == 0 && isDry }

  var isOver: Bool { isDry && queue.isEmpty && processing == 0 }

  /// A lane from which a batch can be pulled.
  var readyLane: LaneID? {
    if isCut { return nil }
    for offset in 0..<lanes.count {
      let lane = (nextLane + offset) % lanes.count
      if lanes[lane].phase == .ready, hasRoom(lanes[lane]) { return lane }
    }
    return nil
  }

  /// How many elements of a lane may be in flight.
  func limit(of lane: LaneState) -> Int {
    window ?? 4 * max(1, workers / lanes.count) * lane.batchSize
  }

  /// Whether there is room for a whole batch; if a part of one were enough, batches would stay small.
  private func hasRoom(_ lane: LaneState) -> Bool {
    lane.inFlight == 0 || limit(of: lane) - lane.inFlight >= lane.batchSize
  }

  /// Wakes or starts a worker if there is work for one.
  ///
  /// The worker takes up one thing and calls this method again; so it need not count.
  mutating func rouse() {
    guard (!queue.isEmpty && processing < workers) || readyLane != nil else { return }
    if isStarting { return }
    if idle > 0 {
      effects.flags.insert(.wakeWorker)
    } else if startedWorkers < workerLimit {
      effects.flags.insert(.startWorker)
      startedWorkers += 1
      alive += 1
      isStarting = true
    }
  }

  /// Wakes the readers for which a batch has become ready, and all threads if the stage is over.
  ///
  /// It wakes no worker for work, because the worker that reports an event asks for work next.
  mutating func advance(now: Int? = nil) {
    notify(now: now)
    if isOver { wakeAll() }
  }

  mutating func wakeAll() {
    effects.flags.insert(.wakeWorkers)
    if watcher.phase != .absent { effects.flags.insert(.wakeWatcher) }
  }

  mutating func wake(_ reader: ReaderID) { effects.list.append(.wake(reader)) }

  mutating func callWatcher() {
    switch watcher.phase {
    case .idle: effects.flags.insert(.wakeWatcher)
    case .watching: break
    case .absent:
      effects.flags.insert(.startWatcher)
      watcher.phase = .watching
      alive += 1
    }
  }

  // MARK: Batches

  /// Returns the number of an empty batch, which the storage makes unless it is a spare one.
  mutating func emptyBatch(of lane: LaneID, phase: BatchState.Phase, reserving count: Int)
    -> BatchID
  {
    let state = BatchState(phase: phase, lane: lane, reserved: count)
    guard let batch = spare.popLast() ?? free.popLast() else {
      batches.append(state)
      return batches.count - 1
    }
    batches[batch] = state
    return batch
  }

  /// Moves elements into a new batch, which is queued.
  mutating func transfer(_ part: Transfer.Part, _ count: Int, of batch: BatchID) -> BatchID {
    let new = emptyBatch(of: batches[batch].lane!, phase: .queued, reserving: count)
    effects.list.append(.transfer(Transfer(part: part, count: count, from: batch, to: new)))
    return new
  }

  /// Frees a batch that is in no list, and destroys what it has.
  mutating func discard(_ batch: BatchID) {
    batches[batch].phase = .free
    free.append(batch)
    effects.list.append(.discard(batch))
  }

  /// Keeps a batch without elements and outputs, to be used again.
  mutating func keep(_ batch: BatchID) {
    guard batches[batch].lane != nil, spare.count < 4 * workers + 4, phase == .running else {
      discard(batch)
      return
    }
    batches[batch].phase = .spare
    spare.append(batch)
  }

  mutating func empty(_ batch: BatchID) { effects.list.append(.empty(batch)) }

  /// Adds a batch at the end of the list.
  mutating func link(_ batch: BatchID) {
    batches[batch].unread = activeReaders
    batches[batch].unpassed = activeReaders
    batches[tail].next = batch
    tail = batch
  }
}
