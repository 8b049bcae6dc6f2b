import GeneratorPlatform
import Generators
import Synchronization

/// The lock, the threads and the batches of a stage.
///
/// ``StageStateMachine`` decides what they do; its doc comment explains the terms. The storage moves batches
/// and doesn't know the types of their elements. A worker takes the lock twice for a batch, and a reader
/// once.
///
/// Sound as `Sendable`, since state that the lock doesn't protect is constant or belongs to one thread at a
/// time, as ``Batch`` and ``Pulling`` describe.
@usableFromInline
final class StageStorage: @unchecked Sendable {
  private let monitor = Monitor()
  /// The condition on which idle workers wait.
  let workIsReady: Monitor.Condition
  let watcherIsCalled: Monitor.Condition
  let isReleased: Monitor.Condition

  /// The number of nanoseconds that a batch should take, readable without the lock.
  let batchTime: Int

  // MARK: Constant until all threads have left

  /// Makes an empty batch.
  @exclusivity(unchecked) private var makeBatch: (() -> Batch)?
  /// Processes a number of elements of a batch, or fewer if an element fails.
  ///
  /// If it is `nil`, the elements are the outputs.
  @exclusivity(unchecked) private(set) var kernel: ((Batch, Int) -> Void)?
  /// The sources; empty if another stage took them over.
  @exclusivity(unchecked) private(set) var lanes: [Lane]

  // MARK: Under the lock

  // Not checked for exclusive access: the lock excludes other threads, and no access lasts while user code
  // runs.
  @exclusivity(unchecked) private(set) var machine: StageStateMachine
  /// The batches, by the numbers that the machine gives them.
  @exclusivity(unchecked) private var batches: [Batch?] = []
  @exclusivity(unchecked) private var places: [ReaderPlace] = []
  /// The error that ends the list.
  private(set) var failure: (any Error)?

  private(set) var threads: [SystemThread] = []
  /// Threads that have left and that the storage has yet to join.
  private(set) var leftThreads: [SystemThread] = []
  /// Whether threads end without being joined, because no thread may wait for their end.
  private var isDetached = false
  /// Tasks that wait until the stage has released everything.
  private var finishers: [UnsafeContinuation<Void, Never>] = []

  /// Work to do without the lock, because it may run user code.
  @exclusivity(unchecked) private var debts = Debts()

  private struct Debts {
    var discarded: [Batch] = []
    var errors: [any Error] = []
    var emptied: [Batch] = []
    var resumptions: [UnsafeContinuation<Void, Never>] = []

    var isEmpty: Bool {
      discarded.isEmpty && resumptions.isEmpty && emptied.isEmpty && errors.isEmpty
    }
  }

  @usableFromInline
  init(
    lanes: [Lane], workers: Int, window: Int?, isOrdered: Bool, options: StageOptions = [],
    makeBatch: @escaping () -> Batch, kernel: ((Batch, Int) -> Void)?
  ) {
    self.lanes = lanes
    self.makeBatch = makeBatch
    self.kernel = kernel
    machine = StageStateMachine(
      lanes: lanes.count, workers: workers, window: window, isOrdered: isOrdered,
      isProcessing: kernel != nil, isPatient: options.contains(.patient))
    batchTime = machine.batchTime
    workIsReady = Monitor.Condition(of: monitor)
    watcherIsCalled = Monitor.Condition(of: monitor)
    isReleased = Monitor.Condition(of: monitor)
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

  // A stage that hasn't begun releases its sources here.
  @usableFromInline
  deinit {}

  // MARK: The lock

  func lock() { monitor.lock() }

  /// Unlocks, and then does the work that must not be done under the lock.
  func unlock() {
    if debts.isEmpty {
      monitor.unlock()
      return
    }
    let debts = debts
    self.debts = Debts()
    monitor.unlock()
    debts.resumptions.forEach { $0.resumeUnwatched() }
    debts.emptied.forEach { $0.discardOutputs() }
    withExtendedLifetime(debts) {}
  }

  /// Does the work that must not be done under the lock, by unlocking and locking again.
  ///
  /// A thread that holds the lock calls it before it waits, because waiting unlocks too.
  ///
  /// - Returns: Whether there was any work. If so, other threads may have changed the state.
  func settleDebts() -> Bool {
    if debts.isEmpty { return false }
    unlock()
    lock()
    return true
  }

  func resumeLater(_ continuation: UnsafeContinuation<Void, Never>) {
    debts.resumptions.append(continuation)
  }

  // MARK: Events

  /// Reports an event to the machine, with the lock.
  ///
  /// - Returns: The action that the calling thread performs next.
  @inline(__always) @discardableResult
  func report<Action>(
    _ event: (inout StageStateMachine) -> StageStateMachine.Response<Action>
  ) -> Action {
    let response = event(&machine)
    if !response.effects.isEmpty { perform(response.effects) }
    return response.action
  }

  /// Reports an event without effects to the machine, with the lock.
  @inline(__always)
  func tell<Result>(_ event: (inout StageStateMachine) -> Result) -> Result { event(&machine) }

  private func perform(_ effects: StageStateMachine.Effects) {
    for effect in effects.list { perform(effect) }
    let flags = effects.flags
    if flags.contains(.wakeWorker) { workIsReady.signal() }
    if flags.contains(.wakeWorkers) { workIsReady.broadcast() }
    if flags.contains(.wakeWatcher) { watcherIsCalled.signal() }
    if flags.contains(.startWorker), !startThread({ $0.work() }) {
      checkThreads(tell { $0.workerFailsToStart() })
    }
    if flags.contains(.startWatcher), !startThread({ $0.watch() }) {
      checkThreads(tell { $0.watcherFailsToStart() })
    }
    if flags.contains(.hurrySources) { _ = hurrySources() }
    if flags.contains(.release) { release() }
  }

  private func perform(_ effect: StageStateMachine.Effect) {
    switch effect {
    case .wake(let reader):
      wake(places[reader])
    case .transfer(let transfer):
      perform(transfer)
    case .takeFailure(let origin):
      discardFailure()
      switch origin {
      case .lane(let lane): failure = lanes[lane].failure.take()
      case .batch(let batch): failure = self[batch].failure
      }
    case .stop(let batch):
      self[batch].isUnwanted.store(true, ordering: .relaxed)
    case .empty(let batch):
      debts.emptied.append(self[batch])
    case .discard(let batch):
      // The storage has no batch for the first one of the list, which has no elements.
      guard batches.indices.contains(batch), let batch = batches[batch].take() else { return }
      debts.discarded.append(batch)
    }
  }

  private func perform(_ transfer: StageStateMachine.Transfer) {
    let batch = self[transfer.from]
    let new = emptyBatch(transfer.to, room: transfer.count)
    switch transfer.part {
    case .first:
      let end = batch.first + transfer.count
      new.move(batch.first, end, of: batch)
      batch.first = end
      if kernel == nil { new.passThrough() }
    case .last:
      let start = batch.end - transfer.count
      new.move(start, batch.end, of: batch)
      batch.end = start
    }
  }

  private func wake(_ place: ReaderPlace) {
    if let continuation = place.continuation.take() {
      resumeLater(continuation)
    } else {
      place.arrived.signal()
    }
  }

  // MARK: Batches

  subscript(_ batch: StageStateMachine.BatchID) -> Batch { batches[batch].unsafelyUnwrapped }

  /// Returns an empty batch with room for `count` elements.
  func emptyBatch(_ number: StageStateMachine.BatchID, room count: Int) -> Batch {
    while batches.count <= number { batches.append(nil) }
    let batch: Batch
    if let spare = batches[number] {
      spare.reset()
      batch = spare
    } else {
      batch = makeBatch!()
      batches[number] = batch
    }
    batch.reserve(count)
    return batch
  }

  /// Asks the workers that pull to end their batches after the current element.
  ///
  /// - Returns: The number of elements in each lane's open batch, or 0.
  func hurrySources() -> [Int] {
    machine.lanes.map { lane in
      guard let open = lane.open else { return 0 }
      self[open].isHurried.store(true, ordering: .relaxed)
      return self[open].published.load(ordering: .acquiring)
    }
  }

  // MARK: Threads

  /// The size of a worker's stack: as large as the main thread's on most systems, so a closure that works
  /// there works on a worker.
  ///
  /// The system reserves the addresses, and provides memory for the pages that are touched.
  private static let stackSize = 8 << 20

  /// The least stack space for a closure, on any thread.
  ///
  /// That is slightly less than a worker has. So the main thread usually has as much, and otherwise a stack
  /// of 8 MiB from the pool is enough, which the thread keeps.
  static var leastStack: Int { 7 << 20 }

  private func startThread(_ body: @escaping @Sendable (StageStorage) -> Void) -> Bool {
    let started = try? SystemThread.start(stackSize: Self.stackSize) {
      // Needed even if the thread only resumes bodies that another thread has started.
      GeneratorStacks.prepareThread()
      self.executing { body(self) }
    }
    guard let thread = started else { return false }
    if isDetached { thread.detach() }
    threads.append(thread)
    return true
  }

  private func checkThreads(_ areLeft: Bool) {
    if !areLeft { fatalError("a parallel stage can't start a thread") }
  }

  /// Ends the current thread's part in the stage, and unlocks.
  func leave() {
    let here = CallingThread.id
    if let index = threads.firstIndex(where: { $0.number == here }) {
      let thread = threads.remove(at: index)
      if !isDetached { leftThreads.append(thread) }
    }
    unlock()
  }

  /// Detaches the threads, so they end without being joined.
  ///
  /// The caller holds the lock.
  func detachThreads() {
    if isDetached { return }
    isDetached = true
    for thread in threads + leftThreads { thread.detach() }
    leftThreads = []
  }

  // MARK: The beginning

  /// Returns a place for a reader, before the first batch.
  @usableFromInline
  func makePlace(isShared: Bool) -> ReaderPlace {
    lock()
    defer { unlock() }
    let place = ReaderPlace(tell { $0.addReader(isShared: isShared) }, in: monitor)
    places.append(place)
    return place
  }

  /// The settings of the operation that made the stage, or `nil` if no operation made it.
  var settings: (isOrdered: Bool, workers: Int, window: Int?)? {
    lock()
    defer { unlock() }
    return machine.isProcessing ? (machine.isOrdered, machine.workers, machine.window) : nil
  }

  /// Takes the sources and operations out of a stage that hasn't begun, for a stage with one more operation.
  ///
  /// - Returns: The draft; `nil` if the stage has begun or has no operation.
  func takeDraft() -> StageDraft? {
    lock()
    defer { unlock() }
    guard let kernel, let makeBatch, tell({ $0.handsOver() }) else { return nil }
    (self.kernel, self.makeBatch) = (nil, nil)
    defer { lanes = [] }
    return StageDraft(
      lanes: lanes, isOrdered: machine.isOrdered, workers: machine.workers,
      window: machine.window, preceding: .init(makeBatch: makeBatch, kernel: kernel))
  }

  // MARK: The end

  /// Releases the sources and closures, on the last thread, without the lock during the release.
  private func release() {
    // An optional, to destroy the closures here and not at the end of the function.
    var closures: Closures? = Closures(
      makeBatch: makeBatch.take(), kernel: kernel.take(),
      lanes: lanes.map { ($0.pull.take(), $0.close.take(), $0.failure.take()) })
    let isToClose = machine.hasFailed
    unlock()
    if isToClose { closures?.lanes.forEach { $0.close?() } }
    closures = nil
    lock()
    report { $0.released() }
    isReleased.broadcast()
    finishers.forEach(resumeLater)
    finishers = []
  }

  /// Discards the error, which no reader can get any more, with the lock.
  func discardFailure() { failure.take().map { debts.errors.append($0) } }

  /// Blocks the thread until all threads have ended and the stage has released everything.
  ///
  /// Doesn't wait if the stage's own code calls it, for instance by releasing the last reader.
  @usableFromInline
  func waitForEnd() {
    guard !isExecutingHere, let waiting = beginWaiting() else {
      detach()
      return
    }
    defer { endWaiting(waiting) }
    lock()
    if !isDetached {
      let joined = threads + leftThreads
      (threads, leftThreads) = ([], [])
      unlock()
      joined.forEach { $0.join() }
      lock()
    }
    while !machine.isFinished { isReleased.wait() }
    unlock()
  }

  /// Waits until the stage has released everything, without blocking a thread.
  @usableFromInline
  func waitForEnd(isolation: isolated (any Actor)?) async {
    await withUnsafeContinuation { continuation in
      lock()
      defer { unlock() }
      detachThreads()
      if machine.isFinished { resumeLater(continuation) } else { finishers.append(continuation) }
    }
    // The lock shows ThreadSanitizer that the stage's releases happened before. ThreadSanitizer can't see
    // that if the task was resumed before it was suspended.
    lock()
    unlock()
  }

  /// Detaches the threads, so the stage ends without a thread that waits for it.
  @usableFromInline
  func detach() {
    lock()
    detachThreads()
    unlock()
  }
}

/// The options of a stage.
@usableFromInline
struct StageOptions: OptionSet, Sendable {
  @usableFromInline let rawValue: Int

  @usableFromInline
  init(rawValue: Int) { self.rawValue = rawValue }

  /// Readers get nothing before all elements are processed.
  @usableFromInline static let patient = StageOptions(rawValue: 1)
}

/// The closures and sources that a stage releases at its end.
private struct Closures {
  var makeBatch: (() -> Batch)?
  var kernel: ((Batch, Int) -> Void)?
  var lanes: [(pull: ((Batch, Int) throws -> Bool)?, close: (() -> Void)?, failure: (any Error)?)]
}
