import GeneratorPlatform
import Generators
import Synchronization

// The work of workers. Callers hold the lock, before and after, except for `work()`.

extension StageStorage {
  /// Runs a worker, until the stage needs it no longer.
  func work() {
    lock()
    tell { $0.workerStarts() }
    while true {
      switch report({ $0.workerAsks() }) {
      case .pull(let lane, let batch, let room):
        pull(lane, into: batch, room: room)
      case .process(let batch):
        process(batch, pulledSince: nil)
      case .wait:
        if !settleDebts() { workIsReady.wait() }
        tell { $0.workerWakes() }
      case .leave:
        leave()
        return
      }
    }
  }

  /// Pulls without the lock, and usually processes the pulled elements.
  private func pull(
    _ lane: StageStateMachine.LaneID, into number: StageStateMachine.BatchID, room: Int
  ) {
    let source = lanes[lane]
    let pull = source.pull!
    let batch = emptyBatch(number, room: room)
    unlock()

    let start = MonotonicClock.nanoseconds
    var isEnd = true
    var failure: (any Error)?
    do {
      isEnd = try pull(batch, room)
    } catch {
      failure = error
    }
    let now = MonotonicClock.nanoseconds

    lock()
    let published = batch.published.load(ordering: .relaxed)
    batch.end = published
    if kernel == nil { batch.passThrough() }
    source.failure = failure
    let pulled = StageStateMachine.Pulled(
      published: published, isEnd: isEnd, hasFailed: failure != nil, time: now - start, now: now)
    let action = report { $0.pullEnds(lane, pulled) }
    if case .process(let batch) = action { process(batch, pulledSince: start) }
  }

  /// Processes a batch on the thread of a reader or the watcher.
  func help(with batch: StageStateMachine.BatchID) {
    // The reader may be a body or a task, whose stack is small.
    executing { process(batch, pulledSince: nil, onStackOfAtLeast: Self.leastStack, isHelp: true) }
  }

  /// Processes a batch, without the lock during the calls of the closures.
  private func process(
    _ number: StageStateMachine.BatchID, pulledSince start: Int?, onStackOfAtLeast stack: Int = 0,
    isHelp: Bool = false
  ) {
    let batch = self[number]
    unlock()

    let begin = MonotonicClock.nanoseconds
    let first = batch.first
    var (now, isSplit) = (begin, false)
    if stack > 0 {
      // Not with the lock, because ThreadSanitizer takes the stack for the lock's owner.
      withStack(ofAtLeast: stack) { (now, isSplit) = callKernel(batch, since: begin) }
    } else {
      (now, isSplit) = callKernel(batch, since: begin)
    }
    let count = batch.first - first
    if !isSplit { batch.discardPulled() }

    lock()
    let processed = StageStateMachine.Processed(
      count: count, outputs: batch.outputCount, hasFailed: batch.failure != nil, isSplit: isSplit,
      time: now - (start ?? begin), isPulled: start != nil, isHelp: isHelp, now: now)
    report { $0.processingEnds(number, processed) }
  }

  /// Calls the closures with the elements of a batch, without the lock.
  ///
  /// - Returns: The end in nanoseconds, and whether the calls took so long that other workers are to process
  ///   the rest.
  private func callKernel(_ batch: Batch, since begin: Int) -> (now: Int, isSplit: Bool) {
    let kernel = self.kernel!
    let end = batch.end
    var (now, chunk) = (begin, 1)
    while true {
      kernel(batch, min(chunk, end - batch.first))
      now = MonotonicClock.nanoseconds
      guard batch.failure == nil, batch.first < end, !batch.isUnwanted.load(ordering: .relaxed)
      else { return (now, false) }
      if now - begin > 4 * batchTime { return (now, true) }
      // Not all at once: reading the clock costs less than a long rest that no other worker can take.
      chunk = min(chunk * 4, 64)
    }
  }
}
