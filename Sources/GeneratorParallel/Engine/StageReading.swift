import GeneratorPlatform
import Synchronization

// What readers do. None of it is called with the lock, but what says so.

extension Stage {
  /// A place before the first batch; all are made before the first is used.
  ///
  /// One that is shared leaves the outputs in their batches.
  @usableFromInline
  func makePlace(isShared: Bool) -> ReaderPlace {
    if isShared { self.isShared = true }
    let place = ReaderPlace(at: tail, in: monitor)
    tail.unpassed += 1
    places.append(place)
    return place
  }

  /// The next batch for a reader that has given all of the one before.
  ///
  /// It blocks until there is one, or, if it is cancellable, until the current task is cancelled.
  @usableFromInline
  func take(_ place: ReaderPlace, isCancellable: Bool) -> Taken {
    lock()
    defer { unlock() }
    defer { place.isWaiting = false }
    begin()
    giveBack(place)
    var waiting: [Stage]?
    defer { waiting.map(endWaiting) }
    var pause = Self.shortestPause
    let isInTask = isCancellable && withUnsafeCurrentTask { $0 != nil }
    while true {
      if isInTask && Task.isCancelled { return .cancelled }
      if let taken = poll(place) { return taken }
      if helpOut() {
        pause = Self.shortestPause
        continue
      }
      if settleDebts() { continue }
      if waiting == nil {
        waiting = beginWaiting()
        if waiting == nil { return .refused }
      }
      if !place.isWaiting { place.waitingSince = MonotonicClock.nanoseconds }
      place.isWaiting = true
      if !place.arrived.wait(nanoseconds: pause), !hasSomething(for: place) {
        hurry()
        pause = min(pause * 2, Self.longestPause)
      }
    }
  }

  /// Starts the first worker.
  ///
  /// With the lock.
  private func begin() {
    if hasBegun { return }
    hasBegun = true
    if isOver {
      finish()
    } else {
      rouse()
    }
  }

  /// Whether a reader need not wait.
  ///
  /// With the lock.
  private func hasSomething(for place: ReaderPlace) -> Bool {
    place.hasLeft || place.cursor.next?.isDone == true || isExhausted
  }

  /// What there is for a reader; `nil`: nothing yet.
  ///
  /// With the lock.
  private func poll(_ place: ReaderPlace) -> Taken? {
    guard !place.hasLeft else { return .end }
    guard let next = place.cursor.next, next.isDone else { return isExhausted ? .end : nil }
    let passed = place.cursor
    place.cursor = next
    pass(passed)
    place.isGiving = true
    // The last output is given in a moment; that of others, when the reader comes back.
    if next.outputCount <= 1 { giveBack(place) }
    return .batch(next)
  }

  /// A reader has gone on from a batch.
  ///
  /// With the lock.
  private func pass(_ batch: Batch) {
    batch.unpassed -= 1
    guard batch.unpassed == 0 else { return }
    // What was shared, somebody may be emptying.
    if isShared { discard(batch) } else { keep(batch) }
  }

  /// A reader has given all of a batch.
  ///
  /// With the lock.
  private func giveBack(_ place: ReaderPlace) {
    guard place.isGiving else { return }
    place.isGiving = false
    read(place.cursor)
  }

  /// With the lock.
  private func read(_ batch: Batch) {
    batch.unread -= 1
    guard batch.unread == 0, batch.reserved > 0, let lane = batch.lane else { return }
    // Of a single output a reader has said so before it reads it.
    if isShared && batch.outputCount > 1 { discardOutputs(of: batch) }
    lane.inFlight -= batch.reserved
    batch.reserved = 0
    rouse()
  }

  /// Wakes the readers for whom there is something.
  ///
  /// With the lock. To wake one costs as much as some elements, and it takes a worker's processor. So one
  /// that began to wait a moment ago is let wait for some batches more, while `now` says that more will come.
  func notify(now: Int? = nil) {
    for place in places where place.isWaiting || place.continuation != nil {
      guard hasSomething(for: place) else { continue }
      if let now, now - place.waitingSince < Self.shortestWait, !hasMuch(for: place) { continue }
      if place.isWaiting { place.arrived.signal() }
      if let continuation = place.continuation.take() { resumeLater(continuation) }
    }
  }

  static var shortestWait: Int { 400_000 }

  /// Whether a reader has enough to be woken for.
  private func hasMuch(for place: ReaderPlace) -> Bool {
    // Half of what the default window holds; so workers have the other half until it has come.
    let much = min(2 * workers, 8)
    var (batch, count) = (place.cursor.next, 0)
    while let next = batch, next.isDone {
      count += 1
      if count == much || next.failure != nil { return true }
      batch = next.next
    }
    return isExhausted
  }

  // MARK: Waiting without blocking

  /// As ``take(_:isCancellable:)``, without blocking a thread.
  @usableFromInline
  func take(
    _ place: ReaderPlace, isCancellable: Bool, isolation: isolated (any Actor)?
  ) async -> Taken {
    if let taken = tryToTake(place, isCancellable: isCancellable) { return taken }
    while true {
      if isCancellable {
        await withTaskCancellationHandler {
          await withUnsafeContinuation { park(place, $0) }
        } onCancel: {
          unpark(place)
        }
      } else {
        await withUnsafeContinuation { park(place, $0) }
      }
      if let taken = tryToTake(place, isCancellable: isCancellable) { return taken }
    }
  }

  private func tryToTake(_ place: ReaderPlace, isCancellable: Bool) -> Taken? {
    lock()
    defer { unlock() }
    detachThreads()
    begin()
    giveBack(place)
    return isCancellable && Task.isCancelled ? .cancelled : poll(place)
  }

  /// Keeps how to resume a reader until there is something for it.
  private func park(_ place: ReaderPlace, _ continuation: UnsafeContinuation<Void, Never>) {
    lock()
    defer { unlock() }
    if place.isCancelled || hasSomething(for: place) {
      resumeLater(continuation)
      return
    }
    place.continuation = continuation
    place.waitingSince = MonotonicClock.nanoseconds
    place.parkings += 1
    if sentinelIsIdle {
      sentinelCalled.signal()
    } else if !hasSentinel {
      hasSentinel = startThread { $0.watch() }
    }
  }

  /// The task of a reader was cancelled.
  private func unpark(_ place: ReaderPlace) {
    lock()
    defer { unlock() }
    place.isCancelled = true
    if let continuation = place.continuation.take() { resumeLater(continuation) }
  }

  // MARK: The end

  /// A reader wants no more; when all have said so, the stage ends.
  ///
  /// - Returns: whether it has ended, or will when what runs has returned.
  @usableFromInline @discardableResult
  func leave(_ place: ReaderPlace) -> Bool {
    lock()
    defer { unlock() }
    guard !place.hasLeft else { return places.isEmpty || isExhausted }
    giveBack(place)
    place.hasLeft = true
    places.removeAll { $0 === place }
    if let continuation = place.continuation.take() { resumeLater(continuation) }
    if places.isEmpty {
      abort(at: place)
      return true
    }
    // It is not waited for any longer.
    var batch: Batch? = place.cursor
    place.cursor = Batch()
    while let passed = batch {
      batch = passed.next
      if let batch { read(batch) }
      passed.unpassed -= 1
      if passed.unpassed == 0 { discard(passed) }
    }
    return isExhausted
  }

  /// Nobody wants anything any more.
  ///
  /// With the lock.
  private func abort(at place: ReaderPlace) {
    isAborted.store(true, ordering: .relaxed)
    drop(after: place.cursor)
    dropTodo { _ in true }
    discard(place.cursor)
    place.cursor = Batch()
    tail = place.cursor
    cut()
    if !hasBegun {
      hasBegun = true
      finish()
    } else if isOver {
      idleWorkers.broadcast()
      sentinelCalled.signal()
    }
  }

  /// Lets threads end by themselves.
  ///
  /// With the lock.
  private func detachThreads() {
    if isDetached { return }
    isDetached = true
    for thread in threads + leftThreads { thread.detach() }
    leftThreads = []
  }

  /// Blocks until all threads have ended, and everything was let go of.
  ///
  /// Doesn't wait where the stage's own code calls it, by releasing the last reader.
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
    while !isFinished { finished.wait() }
    unlock()
  }

  /// Waits until everything was let go of, without blocking a thread.
  @usableFromInline
  func waitForEnd(isolation: isolated (any Actor)?) async {
    await withUnsafeContinuation { continuation in
      lock()
      defer { unlock() }
      detachThreads()
      if isFinished { resumeLater(continuation) } else { finishers.append(continuation) }
    }
  }

  /// Lets the stage end by itself.
  @usableFromInline
  func detach() {
    lock()
    detachThreads()
    unlock()
  }
}
