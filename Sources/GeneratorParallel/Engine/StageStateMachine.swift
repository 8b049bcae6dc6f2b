/// The state of a stage: a value without a lock, threads, closures or elements.
///
/// Each event is a method. It returns an *action*, for the thread that reports the event, and *effects*, for
/// other threads and readers. ``StageStorage`` has the lock, the threads and the batches. It reports the
/// events under the lock, and performs the actions and effects.
///
/// # Glossary
///
/// - **Stage**: one or more sources, worker threads that pull from them and process what they pulled,
///   and readers.
/// - **Lane**: one source of a stage, with its window and its size of batches.
/// - **Element**: a value that a source returned. **Output**: a value that the stage's closures made of
///   elements. In a stage without closures, the elements are the outputs.
/// - **Batch**: elements that are pulled, processed and read together. The machine knows a batch by its
///   number, and how many elements and outputs it has.
/// - **To pull**: to take elements from a source into a batch, which is *open* until that ends. One worker at
///   a time pulls from a lane: it has the lane's *turn*.
/// - **To process**: to call the closures with the elements of a batch.
/// - **Window**: the number of elements of a lane that may be *in flight*: pulled or about to be pulled, and
///   not yet returned by all readers.
/// - **List**: the batches in the order in which readers get them. A batch enters the list of an ordered
///   stage when it was pulled, and that of an unordered stage when it was processed.
/// - **Queue**: the batches that were pulled and that no thread processes yet.
/// - **Place**: a reader's position in the list. A reader *passes* a batch when it goes on to the next one.
/// - **To give back**: to report that a reader has returned all outputs of a batch, which are no longer in
///   flight.
/// - **Worker**: a thread that pulls and processes. **Watcher**: a thread that does for suspended readers
///   what blocked readers do themselves: it hurries sources and helps.
/// - **To hurry**: to take the elements that a source has returned so far out of its open batch, because a
///   reader has waited for long. The worker ends that batch after its current element.
/// - **To help**: to process a batch on the thread of a reader or the watcher, because no worker is free.
/// - **To split**: to turn the rest of a slow batch into a batch of its own, for other workers.
/// - **Dry**: no more elements can be pulled. **Exhausted**: dry, and no more batches will enter the list.
///   **Over**: dry, and no work is left for workers.
/// - **To drop**: to remove a batch from the list before it was read. A batch that was dropped while a worker
///   processes it is **unwanted**.
/// - **Spare**: a batch without elements, kept to be used again.
///
/// # Combinations of states
///
/// | phase | lanes | queue, batches in process | list |
/// |---|---|---|---|
/// | `notBegun` | all ready | none | empty |
/// | `running` | any | any | open |
/// | `failed` | ready, pulling or ended; none failing | those before the error | ends with the error |
/// | `discarding` | as `failed` | no queue; unwanted batches | empty; ends with the error, if there is one |
/// | `finished` | as before; no thread is left | none | the unread batches, and the error |
struct StageStateMachine: Sendable {
  typealias BatchID = Int
  typealias LaneID = Int
  typealias ReaderID = Int

  // MARK: Settings

  let workers: Int
  /// The number of elements that may be in flight for a lane; `nil`: some batches.
  let window: Int?
  let isOrdered: Bool
  /// Whether the stage has closures, so that batches are processed after they were pulled.
  let isProcessing: Bool
  /// Whether readers get nothing before all elements are processed, so that hurrying is useless.
  let isPatient: Bool
  let largestBatch: Int
  /// The number of nanoseconds that a batch should take.
  let batchTime: Int

  // MARK: State

  var phase = Phase.notBegun
  var lanes: [LaneState]
  var readers: [ReaderState] = []
  /// The number of readers that haven't left.
  var activeReaders = 0
  /// Whether there are or were several readers, which copy the outputs and leave them in their batches.
  var isShared = false

  /// The batches by their numbers.
  ///
  /// The first one is a sentinel before all others in the list.
  var batches = [BatchState()]
  /// The numbers that no batch has.
  var free: [BatchID] = []
  var spare: [BatchID] = []
  /// In the order of the list.
  var queue: [BatchID] = []
  /// The last batch of the list.
  var tail: BatchID = 0
  /// The number of batches that are queued or in process.
  var unfinished = 0
  /// The number of batches in process; never more than `workers`.
  var processing = 0
  /// The lane from which to pull next, if it is ready.
  var nextLane: LaneID = 0

  /// The number of workers that may be started; less than `workers` if the system has no more threads.
  var workerLimit: Int
  var startedWorkers = 0
  /// Whether a started worker hasn't begun to run yet.
  var isStarting = false
  /// The number of workers that wait for work.
  var idle = 0
  /// The number of workers and watchers that haven't left.
  var alive = 0
  var watcher = WatcherState()

  /// The effects of the current event; empty between events.
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
    // The reader of a reduction doesn't wait for single outputs. Larger batches make fewer parts to combine.
    batchTime = isPatient ? 2_000_000 : 200_000
    let workersOfLane = max(1, workers / max(1, lanes))
    largestBatch = window.map { max(1, $0 / (2 * workersOfLane)) } ?? (isPatient ? 16384 : 4096)
    workerLimit = workers
  }

  enum Phase: Equatable {
    /// No reader has asked for outputs.
    case notBegun
    case running
    /// An error ends the list. The batches before it are still processed and read.
    case failed
    /// The batches in process are unwanted.
    case discarding(hasFailed: Bool)
    /// All threads have left, and the storage has released the sources and closures.
    case finished(hasFailed: Bool)
  }

  struct LaneState: Sendable {
    enum Phase: Equatable {
      case ready
      case pulling(into: BatchID)
      /// The source has thrown an error, which doesn't end the list yet.
      case failing
      case ended
    }

    var phase = Phase.ready
    /// The number of elements in flight.
    var inFlight = 0
    /// The number of elements that the next batch should have.
    var batchSize = 1
    /// The number of its batches that are queued or in process.
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
      /// In process, but no reader can get it any more.
      case unwanted
      /// Processed. Readers can get it when it is their next batch.
      case done
    }

    var phase = Phase.done
    /// Its lane; `nil` only for the sentinel.
    var lane: LaneID?
    /// The next batch in the list.
    var next: BatchID?
    /// The number of elements of the window that the batch occupies until its outputs are given back.
    ///
    /// Until the batch is processed, that is its number of elements.
    var reserved = 0
    /// While it is open: the number of elements that hurrying took out of it.
    var takenOut = 0
    var outputs = 0
    /// The number of readers that have yet to give it back.
    var unread = 0
    /// The number of readers that have yet to pass it.
    var unpassed = 0
  }

  struct ReaderState: Sendable {
    enum Phase: Equatable {
      case reading
      /// Its thread is blocked.
      case blocked(since: Int)
      /// Its task is suspended.
      case suspended(since: Int)
      case left
    }

    var phase = Phase.reading
    /// The batch that it got last.
    var place: BatchID
    /// Whether it has yet to return outputs of that batch.
    var isReturning = false
    /// Whether the task that read was cancelled.
    var isCancelled = false
    /// The number of times that it was suspended.
    var suspensions = 0
    /// The number of nanoseconds that it will wait before it hurries the sources.
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
    /// The number of suspensions of the readers that are suspended, now and when the watcher last asked.
    var suspensions = (now: 0, before: 0)
    var pause = shortestPause
  }

  static var shortestPause: Int { 500_000 }
  static var longestPause: Int { 16_000_000 }
  /// The least number of nanoseconds that a reader waits while more batches will come.
  static var shortestWait: Int { 400_000 }

  // MARK: Responses

  /// The result of an event.
  struct Response<Action> {
    /// The next action of the thread that reported the event.
    var action: Action
    /// The effects, which the thread performs before its action.
    var effects: Effects
  }

  /// The work for other threads and readers: first the list, in its order, then the flags.
  struct Effects: Equatable, Sendable {
    var list: [Effect] = []
    var flags: Flags = []

    var isEmpty: Bool { flags.isEmpty && list.isEmpty }

    /// Effects without a value.
    ///
    /// Apart from the list, because most events then need no list.
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
      /// Asks the workers that pull to end their batches.
      static let hurrySources = Self(rawValue: 32)
      /// Releases the sources and closures, and calls ``released()``.
      static let release = Self(rawValue: 64)
    }
  }

  enum Effect: Equatable {
    /// Wakes a reader that is blocked or suspended.
    case wake(ReaderID)
    /// Moves elements from one batch into another, empty one.
    case transfer(Transfer)
    /// Takes over the error that ends the list from now on.
    case takeFailure(FailureOrigin)
    /// Stops the processing of a batch.
    case stop(BatchID)
    /// Destroys the outputs of a batch, which all readers have copied.
    case empty(BatchID)
    /// Destroys a batch, whose number is free again.
    case discard(BatchID)
  }

  enum FailureOrigin: Equatable { case lane(LaneID), batch(BatchID) }

  struct Transfer: Equatable {
    enum Part { case first, last }
    var part: Part
    var count: Int
    var from: BatchID
    /// A new or reused batch.
    var to: BatchID
  }

  /// Returns the response to an event, and takes its effects.
  mutating func respond<Action>(_ action: Action) -> Response<Action> {
    if effects.isEmpty { return Response(action: action, effects: Effects()) }
    var taken = Effects()
    swap(&taken, &effects)
    return Response(action: action, effects: taken)
  }

  // MARK: Work to do

  var hasFailed: Bool {
    switch phase {
    case .failed, .discarding(hasFailed: true), .finished(hasFailed: true): true
    default: false
    }
  }

  var isFinished: Bool { if case .finished = phase { true } else { false } }

  /// Whether workers pull no more, even if a source has more elements.
  var isCut: Bool { phase != .running && phase != .notBegun }

  var isDry: Bool { isCut || lanes.allSatisfy(\.isEnded) }

  var isExhausted: Bool { unfinished == 0 && isDry }

  var isOver: Bool { isDry && queue.isEmpty && processing == 0 }

  /// A lane from which a worker can pull a batch.
  var readyLane: LaneID? {
    if isCut { return nil }
    for offset in 0..<lanes.count {
      let lane = (nextLane + offset) % lanes.count
      if lanes[lane].phase == .ready, hasRoom(lanes[lane]) { return lane }
    }
    return nil
  }

  /// Returns the number of elements of a lane that may be in flight.
  func limit(of lane: LaneState) -> Int {
    window ?? 4 * max(1, workers / lanes.count) * lane.batchSize
  }

  /// Returns whether there is room for a whole batch.
  ///
  /// If room for a part were enough, batches would stay small.
  private func hasRoom(_ lane: LaneState) -> Bool {
    lane.inFlight == 0 || limit(of: lane) - lane.inFlight >= lane.batchSize
  }

  /// Wakes or starts one worker if there is work.
  ///
  /// One is enough: the worker takes up its work and calls this method again.
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
  /// Wakes no worker for work, because the worker that reports the event asks for work next.
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

  /// Returns the number of an empty batch.
  ///
  /// The storage makes the batch unless it is a spare one.
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

  /// Frees a batch that isn't in the list, and destroys its contents.
  mutating func discard(_ batch: BatchID) {
    batches[batch].phase = .free
    free.append(batch)
    effects.list.append(.discard(batch))
  }

  /// Keeps a batch without elements and outputs as a spare one.
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
