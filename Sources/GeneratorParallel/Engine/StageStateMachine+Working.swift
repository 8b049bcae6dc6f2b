// The events of workers.

extension StageStateMachine {
  enum WorkAction: Equatable {
    /// The worker pulls up to `room` elements from a lane into a batch, and reports ``pullEnds(_:_:)``.
    case pull(LaneID, into: BatchID, room: Int)
    /// The worker processes a batch, reports ``processingEnds(_:_:)``, and asks again.
    case process(BatchID)
    /// The worker waits to be woken, reports ``workerWakes()``, and asks again.
    case wait
    case leave
  }

  enum PullAction: Equatable {
    /// The worker processes the batch that it has pulled.
    case process(BatchID)
    case askForWork
  }

  /// The result of pulling.
  struct Pulled {
    /// The number of pulled elements, including those that hurrying took out.
    var published: Int
    /// Whether the source has ended, perhaps with an error.
    var isEnd = false
    var hasFailed = false
    /// The duration in nanoseconds.
    var time: Int
    /// The end in nanoseconds.
    var now: Int
  }

  /// The result of processing a batch.
  struct Processed {
    /// The number of processed elements.
    var count: Int
    /// The number of outputs in the batch.
    var outputs: Int
    var hasFailed = false
    /// Whether processing took so long that other workers should process the rest.
    var isSplit = false
    /// The duration in nanoseconds; includes pulling if `isPulled`.
    var time: Int
    /// Whether the same worker pulled the elements just before.
    var isPulled = false
    /// Whether a reader or the watcher processed the batch, which may not ask for work next.
    var isHelp = false
    /// The end in nanoseconds.
    var now: Int
  }

  // MARK: Starting and waiting

  /// Handles a started worker that begins to run.
  mutating func workerStarts() { isStarting = false }

  /// Handles a failed start of a worker, for which the system has no thread.
  ///
  /// - Returns: Whether the stage has another thread.
  mutating func workerFailsToStart() -> Bool {
    isStarting = false
    startedWorkers -= 1
    workerLimit = startedWorkers
    alive -= 1
    return alive > 0
  }

  mutating func workerAsks() -> Response<WorkAction> {
    if isOver {
      threadLeaves()
      return respond(.leave)
    }
    if let batch = batchToProcess() { return respond(.process(batch)) }
    if let lane = readyLane { return respond(pull(lane)) }
    // This worker adds no more batches now, so readers get the batches that are ready.
    notify()
    idle += 1
    return respond(.wait)
  }

  mutating func workerWakes() { idle -= 1 }

  /// Handles a worker or a watcher that leaves.
  ///
  /// The last thread releases the sources and closures.
  mutating func threadLeaves() {
    alive -= 1
    if alive == 0 { release() }
  }

  /// Handles the storage's release of the sources and closures.
  mutating func released() -> Response<Void> {
    phase = .finished(hasFailed: hasFailed)
    for batch in spare { discard(batch) }
    spare = []
    notify()
    return respond(())
  }

  // MARK: Pulling

  private mutating func pull(_ lane: LaneID) -> WorkAction {
    let size = lanes[lane].batchSize
    let room = min(size, max(1, limit(of: lanes[lane]) - lanes[lane].inFlight))
    let batch = emptyBatch(of: lane, phase: .open, reserving: room)
    lanes[lane].inFlight += room
    lanes[lane].phase = .pulling(into: batch)
    nextLane = (nextLane + 1) % lanes.count
    rouse()
    return .pull(lane, into: batch, room: room)
  }

  /// Handles the end of a pull, which ends the worker's turn of the lane.
  mutating func pullEnds(_ lane: LaneID, _ pulled: Pulled) -> Response<PullAction> {
    guard let batch = lanes[lane].open else { fatalError("no worker has the lane's turn") }
    lanes[lane].phase = pulled.hasFailed ? .failing : pulled.isEnd ? .ended : .ready
    lanes[lane].inFlight -= batches[batch].reserved - pulled.published
    let count = pulled.published - batches[batch].takenOut
    batches[batch].reserved = count
    if isCut {
      lanes[lane].phase = .ended
      discard(batch)
      advance()
    } else if count == 0 {
      keep(batch)
      settle(lane)
      advance()
    } else if !isProcessing {
      enter(batch)
      adapt(lane, count: pulled.published, time: pulled.time, mayGrow: true)
      complete(batch, outputs: count)
      advance(now: pulled.now)
    } else {
      enter(batch)
      settle(lane)
      if processing < workers {
        process(batch)
        return respond(.process(batch))
      }
      queue.append(batch)
      advance()
    }
    return respond(.askForWork)
  }

  /// Counts a batch that was pulled, and adds it to the list if the stage is ordered.
  mutating func enter(_ batch: BatchID) {
    unfinished += 1
    lanes[batches[batch].lane!].unfinished += 1
    batches[batch].phase = .queued
    if isOrdered { link(batch) }
  }

  // MARK: Processing

  private mutating func process(_ batch: BatchID) {
    batches[batch].phase = .inProcess
    processing += 1
    rouse()
  }

  /// Takes the next batch of the queue to process, or half of it if other workers are free.
  private mutating func batchToProcess() -> BatchID? {
    guard processing < workers, !queue.isEmpty else { return nil }
    let batch = queue.removeFirst()
    let count = batches[batch].reserved
    if count > max(1, lanes[batches[batch].lane!].batchSize),
      idle > 0 || startedWorkers < workerLimit
    {
      split(batch, last: count - count / 2)
    }
    process(batch)
    return batch
  }

  /// Takes the next batch of the queue as ``batchToProcess()`` does, if no worker is free for it.
  mutating func batchForHelper() -> BatchID? {
    idle == 0 && startedWorkers >= workerLimit ? batchToProcess() : nil
  }

  /// Moves the last elements of an unfinished batch into a new batch at the head of the queue.
  private mutating func split(_ batch: BatchID, last count: Int) {
    let rest = transfer(.last, count, of: batch)
    batches[batch].reserved -= count
    unfinished += 1
    lanes[batches[batch].lane!].unfinished += 1
    if isOrdered {
      batches[rest].unread = activeReaders
      batches[rest].unpassed = activeReaders
      batches[rest].next = batches[batch].next
      batches[batch].next = rest
      if tail == batch { tail = rest }
    }
    queue.insert(rest, at: 0)
  }

  /// Handles the processing of a batch up to its end, a failure, or the place where it is split.
  mutating func processingEnds(_ batch: BatchID, _ processed: Processed) -> Response<Void> {
    let isWanted = batches[batch].phase == .inProcess
    assert(isWanted || batches[batch].phase == .unwanted, "the batch is not in process")
    if processed.isSplit, isWanted {
      split(batch, last: batches[batch].reserved - processed.count)
    }
    adapt(
      batches[batch].lane!, count: processed.count, time: processed.time,
      mayGrow: processed.isPulled)
    processing -= 1
    complete(batch, outputs: processed.outputs, hasFailed: processed.hasFailed)
    advance(now: processed.now)
    if processed.isHelp { rouse() }
    return respond(())
  }

  /// Sizes the lane's next batches by the time that `count` elements took.
  private mutating func adapt(_ lane: LaneID, count: Int, time: Int, mayGrow: Bool) {
    let each = max(1, time / max(1, count))
    let wanted = (batchTime + each / 2) / each
    let size = lanes[lane].batchSize
    lanes[lane].batchSize = max(1, min(wanted, mayGrow ? size * 2 : size, largestBatch))
  }

  /// Marks a batch as done, or discards it if no reader can get it.
  mutating func complete(_ batch: BatchID, outputs: Int, hasFailed: Bool = false) {
    let lane = batches[batch].lane!
    unfinished -= 1
    lanes[lane].unfinished -= 1
    // The list of an unordered stage may have ended since the batch was pulled.
    let isWanted = batches[batch].phase != .unwanted && (isOrdered || !isCut)
    batches[batch].phase = .done
    batches[batch].outputs = outputs
    if !isWanted {
      giveUp(batch)
      discard(batch)
    } else if hasFailed {
      if isOrdered {
        drop(after: batch)
        fail(with: .batch(batch))
      } else {
        failAtOnce(with: .batch(batch))
        discard(batch)
      }
    } else if !isOrdered {
      if outputs > 0 {
        link(batch)
      } else {
        giveUp(batch)
        keep(batch)
      }
    }
    settle(lane)
  }

  /// Releases a batch's part of the window, because the batch has no outputs for readers.
  private mutating func giveUp(_ batch: BatchID) {
    lanes[batches[batch].lane!].inFlight -= batches[batch].reserved
    batches[batch].reserved = 0
  }

  /// Ends the list with the error of a source, if all batches before the error are there.
  private mutating func settle(_ lane: LaneID) {
    guard lanes[lane].phase == .failing, isOrdered || lanes[lane].unfinished == 0 else { return }
    lanes[lane].phase = .ended
    fail(with: .lane(lane))
  }
}
