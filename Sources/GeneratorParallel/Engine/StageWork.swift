import GeneratorPlatform
import Generators
import Synchronization

// What workers do. All is called with the lock, and returns with it, but for `work()` and `watch()`.

extension Stage {
  /// A worker's life.
  func work() {
    lock()
    isStarting = false
    while !isOver {
      if let batch = takeTodo() {
        run(batch, pulledSince: nil)
      } else if let lane = readyLane {
        pull(lane)
      } else if !settleDebts() {
        // Nothing more will come of it: a reader is to have what there is.
        notify()
        if settleDebts() { continue }
        idle += 1
        idleWorkers.wait()
        idle -= 1
      }
    }
    leave()
  }

  /// The sentinel's life: does for readers that are parked what those that wait do themselves.
  func watch() {
    lock()
    var pause = Self.shortestPause
    var parked = 0
    while !isOver {
      if settleDebts() { continue }
      let before = parked
      parked = places.reduce(0) { $0 + ($1.continuation == nil ? 0 : $1.parkings) }
      if parked == 0 {
        sentinelIsIdle = true
        sentinelCalled.wait()
        sentinelIsIdle = false
        pause = Self.shortestPause
        continue
      }
      if parked != before { pause = Self.shortestPause }
      if helpOut() { continue }
      if !sentinelCalled.wait(nanoseconds: pause), parked == before || pause > Self.shortestPause {
        hurry()
      }
      pause = min(pause * 2, Self.longestPause)
    }
    leave()
  }

  static var shortestPause: Int { 500_000 }
  static var longestPause: Int { 16_000_000 }

  /// The end of a thread's life; it gives the lock back.
  private func leave() {
    let here = CallingThread.id
    if let index = threads.firstIndex(where: { $0.number == here }) {
      let thread = threads.remove(at: index)
      if !isDetached { leftThreads.append(thread) }
    }
    alive -= 1
    if alive == 0 { finish() }
    unlock()
  }

  /// Lets go of everything, as the last one.
  func finish() {
    spare = []
    // In an optional, to be destroyed here and not at the end of the function.
    var closures: Closures? = Closures(
      makeBatch: makeBatch.take(), kernel: kernel.take(),
      lanes: lanes.map { ($0.pull.take(), $0.close.take()) })
    let isToClose = hasFailed
    unlock()
    if isToClose { closures?.lanes.forEach { $0.close?() } }
    closures = nil
    lock()
    isFinished = true
    finished.broadcast()
    notify()
    finishers.forEach(resumeLater)
    finishers = []
  }

  // MARK: Pulling

  private func pull(_ lane: Lane) {
    let pull = lane.pull!
    let room = min(lane.batchSize, max(1, limit(of: lane) - lane.inFlight))
    let batch = emptyBatch(of: lane, room: room)
    lane.inFlight += room
    lane.isPulling = true
    lane.open = batch
    nextLane += 1
    rouse()
    unlock()

    let start = MonotonicClock.nanoseconds
    var isEnd = true
    var failure: (any Error)?
    do {
      isEnd = try pull(batch, room)
    } catch {
      failure = error
    }

    lock()
    lane.open = nil
    lane.isPulling = false
    if isEnd { lane.isEnded = true }
    lane.failure = failure
    // What was taken away meanwhile is before `first`.
    let count = batch.published.load(ordering: .relaxed)
    batch.end = count
    lane.inFlight -= room - count
    batch.reserved = count - batch.first
    if kernel == nil { batch.passThrough() }
    var now: Int?
    if isCut {
      lane.failure = nil
      discard(batch)
    } else if batch.reserved == 0 {
      keep(batch)
    } else {
      enter(batch)
      if kernel != nil {
        settle(lane)
        if processing < workers {
          run(batch, pulledSince: start)
        } else {
          todo.append(batch)
          advance()
        }
        return
      }
      now = MonotonicClock.nanoseconds
      adapt(lane, count, now! - start, mayGrow: true)
      complete(batch)
    }
    settle(lane)
    advance(now: now)
  }

  /// Takes up a batch that was pulled.
  func enter(_ batch: Batch) {
    unfinished += 1
    batch.lane!.unfinished += 1
    if isOrdered { link(batch) }
  }

  func link(_ batch: Batch) {
    batch.unread = places.count
    batch.unpassed = places.count
    tail.next = batch
    tail = batch
  }

  /// Wakes whom it concerns that something was pulled or processed, but nobody to do what a worker that
  /// calls it will find next.
  private func advance(now: Int? = nil) {
    notify(now: now)
    if isOver {
      idleWorkers.broadcast()
      sentinelCalled.signal()
    }
  }

  // MARK: Processing

  /// The next batch that nobody has, or a half of it where others are free.
  private func takeTodo() -> Batch? {
    guard processing < workers, !todo.isEmpty else { return nil }
    let batch = todo.removeFirst()
    let count = batch.end - batch.first
    if count > max(1, batch.lane!.batchSize), idle > 0 || startedWorkers < workerLimit {
      split(batch, at: batch.first + count / 2)
    }
    return batch
  }

  /// Makes a batch of its own of what `batch` has from a place on, for whoever is free.
  private func split(_ batch: Batch, at place: Int) {
    let lane = batch.lane!
    let rest = emptyBatch(of: lane, room: batch.end - place)
    rest.move(place, batch.end, of: batch)
    rest.reserved = batch.end - place
    batch.reserved -= rest.reserved
    batch.end = place
    unfinished += 1
    lane.unfinished += 1
    if isOrdered {
      rest.unread = places.count
      rest.unpassed = places.count
      rest.next = batch.next
      batch.next = rest
      if tail === batch { tail = rest }
    }
    todo.insert(rest, at: 0)
  }

  /// Processes a batch, without the lock meanwhile.
  private func run(_ batch: Batch, pulledSince start: Int?, leaving stack: Int = 0) {
    processing += 1
    rouse()
    unlock()

    let begin = MonotonicClock.nanoseconds
    let first = batch.first
    var processed = Processed(now: begin, isSplit: false)
    if stack > 0 {
      // Only what runs without the lock: its owner is, for a checker of threads, the stack.
      withStack(ofAtLeast: stack) { processed = process(batch, since: begin) }
    } else {
      processed = process(batch, since: begin)
    }
    let count = batch.first - first
    if !processed.isSplit { batch.discardPulled() }

    lock()
    if processed.isSplit, isWanted(batch) { split(batch, at: batch.first) }
    adapt(
      batch.lane!, count, processed.now - (start ?? begin), mayGrow: start != nil)
    processing -= 1
    complete(batch)
    advance(now: processed.now)
  }

  /// What came of processing a batch.
  private struct Processed {
    /// When it ended, in nanoseconds.
    var now: Int
    /// Whether it took so long that others are to have the rest.
    var isSplit: Bool
  }

  /// Calls the closure with the elements of a batch, without the lock.
  private func process(_ batch: Batch, since begin: Int) -> Processed {
    let kernel = self.kernel!
    let end = batch.end
    var (now, chunk) = (begin, 1)
    while true {
      kernel(batch, min(chunk, end - batch.first))
      now = MonotonicClock.nanoseconds
      guard batch.failure == nil, batch.first < end, isWanted(batch) else { break }
      if now - begin > 4 * batchTime { return Processed(now: now, isSplit: true) }
      // Not to the end: the clock costs less than what may lie there.
      chunk = min(chunk * 4, 64)
    }
    return Processed(now: now, isSplit: false)
  }

  /// Whether somebody may yet get the outputs of a batch.
  private func isWanted(_ batch: Batch) -> Bool {
    !batch.isDropped.load(ordering: .relaxed) && !isAborted.load(ordering: .relaxed)
  }

  /// Sizes the lane's next batches by the time that so many elements took.
  private func adapt(_ lane: Lane, _ count: Int, _ time: Int, mayGrow: Bool) {
    let each = max(1, time / max(1, count))
    let wanted = (batchTime + each / 2) / each
    let limit = mayGrow ? lane.batchSize * 2 : lane.batchSize
    lane.batchSize = max(1, min(wanted, limit, largestBatch))
  }

  /// A batch was processed, up to its end or a failure.
  private func complete(_ batch: Batch) {
    let lane = batch.lane!
    unfinished -= 1
    lane.unfinished -= 1
    if !isWanted(batch) {
      lane.inFlight -= batch.reserved
      discard(batch)
    } else {
      batch.isDone = true
      if batch.failure != nil {
        fail(with: batch)
      } else if !isOrdered {
        if batch.outputCount > 0 {
          link(batch)
        } else {
          lane.inFlight -= batch.reserved
          keep(batch)
        }
      }
    }
    settle(lane)
  }

  // MARK: Failing

  /// Puts the error of a source behind all that came before it.
  private func settle(_ lane: Lane) {
    guard lane.failure != nil, !isCut, isOrdered || lane.unfinished == 0 else { return }
    let end = Batch()
    end.failure = lane.failure.take()
    end.isDone = true
    lane.isEnded = true
    hasFailed = true
    link(end)
    cut()
  }

  /// Ends everything after a batch with which a closure has failed, and what is before it goes on; not
  /// ordered, it ends everything at once.
  private func fail(with batch: Batch) {
    hasFailed = true
    if isOrdered {
      drop(after: batch)
    } else {
      let end = Batch()
      end.failure = batch.failure
      end.isDone = true
      discard(batch)
      isAborted.store(true, ordering: .relaxed)
      for place in places { drop(after: place.cursor) }
      dropTodo { _ in true }
      link(end)
    }
    cut()
  }

  /// Nothing more is to be pulled.
  func cut() {
    isCut = true
    for lane in lanes {
      lane.failure = nil
      lane.open?.isHurried.store(true, ordering: .relaxed)
    }
  }

  /// Takes all after a batch out of the list.
  func drop(after batch: Batch) {
    var next = batch.next
    batch.next = nil
    tail = batch
    var isDropped = false
    while let dropped = next {
      next = dropped.next
      dropped.next = nil
      dropped.isDropped.store(true, ordering: .relaxed)
      isDropped = true
      // One that is not done is discarded when it is, or is to do.
      if dropped.isDone { discard(dropped) }
    }
    if isDropped { dropTodo { $0.isDropped.load(ordering: .relaxed) } }
  }

  func dropTodo(where isDropped: (Batch) -> Bool) {
    for batch in todo where isDropped(batch) {
      unfinished -= 1
      batch.lane!.unfinished -= 1
      discard(batch)
    }
    todo.removeAll(where: isDropped)
  }

  // MARK: Hurrying

  /// Does what there is to do for a reader that waits and waits.
  func hurry() {
    if !isPatient && !isCut { takeOutOfOpenBatches() }
    // Not only for what was taken: the C library of many systems may lose a signal (glibc's bug 25847, mended
    // in 2.41), and who missed it would sleep for ever.
    advance()
    rouse()
  }

  private func takeOutOfOpenBatches() {
    for lane in lanes {
      guard let open = lane.open else { continue }
      open.isHurried.store(true, ordering: .relaxed)
      let published = open.published.load(ordering: .acquiring)
      let count = published - open.first
      if count == 0 { continue }
      let batch = emptyBatch(of: lane, room: count)
      batch.move(open.first, published, of: open)
      batch.reserved = count
      open.first = published
      enter(batch)
      if kernel == nil {
        batch.passThrough()
        complete(batch)
      } else {
        todo.append(batch)
      }
    }
  }

  /// Processes a batch if there is one and no worker for it; whether it has.
  func helpOut() -> Bool {
    guard idle == 0, startedWorkers >= workerLimit, let batch = takeTodo() else { return false }
    // The reader may be a body or a task, whose stack is small.
    executing { run(batch, pulledSince: nil, leaving: Self.leastStack) }
    rouse()
    return true
  }
}

/// What a stage lets go of at its end.
private struct Closures {
  var makeBatch: (() -> Batch)?
  var kernel: ((Batch, Int) -> Void)?
  var lanes: [(pull: ((Batch, Int) throws -> Bool)?, close: (() -> Void)?)]
}
