// The events of readers, and of the watcher, which acts for suspended readers.

extension StageStateMachine {
  enum ReadAction: Equatable {
    /// The reader gets the outputs of a batch, at least one.
    case read(BatchID)
    /// The reader gets the error that ends the list.
    case fail
    case end
    /// The reader processes a batch, and then asks again.
    case process(BatchID)
    /// The reader waits: see ``readerWaits(_:isSuspended:now:)``.
    case wait
  }

  enum WaitAction: Equatable {
    /// The reader needn't wait.
    case askAgain
    /// The reader waits. A thread hurries the sources after so many nanoseconds; a task waits until it is
    /// resumed.
    case wait(nanoseconds: Int)
  }

  enum TimeoutAction: Equatable {
    case askAgain
    /// The storage reports ``hurries(published:)``, and then the reader asks again.
    case hurry
  }

  enum LeaveAction: Equatable {
    /// Other readers continue.
    case leave
    /// The stage has ended, or will end when the running calls have returned.
    case waitForEnd
  }

  // MARK: Before the first reader asks

  /// Adds a reader.
  ///
  /// All readers are added before the first one asks for a batch. A shared reader leaves the outputs in their
  /// batches. Several readers need an ordered stage.
  mutating func addReader(isShared: Bool) -> ReaderID {
    if isShared { self.isShared = true }
    readers.append(ReaderState(place: tail))
    activeReaders += 1
    batches[tail].unpassed += 1
    return readers.count - 1
  }

  /// Hands the sources and closures over to another stage.
  ///
  /// - Returns: Whether that is possible, because this stage hasn't begun.
  mutating func handsOver() -> Bool {
    guard phase == .notBegun else { return false }
    phase = .finished(hasFailed: false)
    return true
  }

  // MARK: Reading

  /// Handles a reader that has returned all outputs that it got, and asks for more.
  ///
  /// `mayHelp` says whether the reader can process a batch itself.
  mutating func readerAsks(_ reader: ReaderID, mayHelp: Bool) -> Response<ReadAction> {
    begin()
    giveBack(reader)
    if let action = nextAction(reader) {
      if readers[reader].phase != .left { readers[reader].phase = .reading }
      readers[reader].pause = Self.shortestPause
      return respond(action)
    }
    if mayHelp, let batch = batchForHelper() {
      readers[reader].pause = Self.shortestPause
      return respond(.process(batch))
    }
    return respond(.wait)
  }

  /// Handles a reader that begins to wait, or continues to wait.
  mutating func readerWaits(
    _ reader: ReaderID, isSuspended: Bool, now: Int
  ) -> Response<WaitAction> {
    if hasSomething(for: reader) { return respond(.askAgain) }
    if isSuspended {
      if readers[reader].isCancelled { return respond(.askAgain) }
      readers[reader].phase = .suspended(since: now)
      readers[reader].suspensions += 1
      callWatcher()
    } else if case .blocked = readers[reader].phase {
      // It continues to wait.
    } else {
      readers[reader].phase = .blocked(since: now)
    }
    return respond(.wait(nanoseconds: readers[reader].pause))
  }

  /// Handles a reader that has waited for the time that the machine set.
  mutating func readerTimesOut(_ reader: ReaderID) -> Response<TimeoutAction> {
    if hasSomething(for: reader) { return respond(.askAgain) }
    readers[reader].pause = min(readers[reader].pause * 2, Self.longestPause)
    return respond(.hurry)
  }

  /// Handles the cancellation of a reader's task.
  mutating func readerIsCancelled(_ reader: ReaderID) -> Response<Void> {
    readers[reader].isCancelled = true
    resumeIfSuspended(reader)
    return respond(())
  }

  /// Handles a reader that leaves.
  mutating func readerLeaves(_ reader: ReaderID) -> Response<LeaveAction> {
    guard readers[reader].phase != .left else {
      return respond(activeReaders == 0 || isExhausted ? .waitForEnd : .leave)
    }
    if activeReaders == 1 {
      abandon(reader)
      return respond(.waitForEnd)
    }
    giveBack(reader)
    resumeIfSuspended(reader)
    readers[reader].phase = .left
    activeReaders -= 1
    // Batches no longer wait for this reader.
    var next = Optional(readers[reader].place)
    while let batch = next {
      next = batches[batch].next
      if let next { countAsRead(next) }
      batches[batch].unpassed -= 1
      if batches[batch].unpassed == 0 { discard(batch) }
    }
    return respond(isExhausted ? .waitForEnd : .leave)
  }

  private mutating func begin() {
    if phase != .notBegun { return }
    phase = .running
    if isOver { release() } else { rouse() }
  }

  /// Returns whether a reader needn't wait.
  private func hasSomething(for reader: ReaderID) -> Bool {
    let reader = readers[reader]
    if reader.phase == .left { return true }
    if let next = batches[reader.place].next { return batches[next].phase == .done }
    return hasFailed || isExhausted
  }

  /// Returns what a reader gets, or `nil` if it has to wait.
  private mutating func nextAction(_ reader: ReaderID) -> ReadAction? {
    if readers[reader].phase == .left { return .end }
    while let next = batches[readers[reader].place].next {
      guard batches[next].phase == .done else { return nil }
      let passed = readers[reader].place
      readers[reader].place = next
      pass(passed)
      readers[reader].isReturning = true
      // The reader returns a single output at once, and several outputs before it asks again.
      if batches[next].outputs <= 1 { giveBack(reader) }
      if batches[next].outputs > 0 { return .read(next) }
    }
    if hasFailed { return .fail }
    return isExhausted ? .end : nil
  }

  private mutating func pass(_ batch: BatchID) {
    batches[batch].unpassed -= 1
    guard batches[batch].unpassed == 0 else { return }
    // Another thread may be destroying the outputs of a shared batch.
    if isShared { discard(batch) } else { keep(batch) }
  }

  private mutating func giveBack(_ reader: ReaderID) {
    guard readers[reader].isReturning else { return }
    readers[reader].isReturning = false
    countAsRead(readers[reader].place)
  }

  private mutating func countAsRead(_ batch: BatchID) {
    batches[batch].unread -= 1
    let state = batches[batch]
    guard state.unread == 0, state.reserved > 0, let lane = state.lane else { return }
    // The reader gave a single output back before it copied it.
    if isShared && state.outputs > 1 { empty(batch) }
    lanes[lane].inFlight -= state.reserved
    batches[batch].reserved = 0
    rouse()
  }

  private mutating func resumeIfSuspended(_ reader: ReaderID) {
    guard case .suspended = readers[reader].phase else { return }
    readers[reader].phase = .reading
    wake(reader)
  }

  /// Discards everything, because the last reader leaves.
  private mutating func abandon(_ reader: ReaderID) {
    let hasBegun = phase != .notBegun
    discardAll(hasFailed: false)
    resumeIfSuspended(reader)
    readers[reader].phase = .left
    activeReaders = 0
    discard(readers[reader].place)
    if !hasBegun {
      release()
    } else if isOver {
      wakeAll()
    }
  }

  // MARK: Waking

  /// Wakes the readers that needn't wait any longer.
  ///
  /// Waking a reader costs as much as some elements, and the reader takes a worker's processor. So a reader
  /// that began to wait a moment ago waits for more batches, if some will come. Then `now` isn't `nil`.
  mutating func notify(now: Int? = nil) {
    for reader in readers.indices {
      let since: Int
      switch readers[reader].phase {
      case .reading, .left: continue
      case .blocked(let time), .suspended(let time): since = time
      }
      guard hasSomething(for: reader) else { continue }
      if let now, now - since < Self.shortestWait, !hasMuch(for: reader) { continue }
      if case .suspended = readers[reader].phase { readers[reader].phase = .reading }
      wake(reader)
    }
  }

  /// Returns whether there are enough batches for a reader to be woken.
  private func hasMuch(for reader: ReaderID) -> Bool {
    // Half of the default window, so workers have the other half until the reader runs.
    let much = min(2 * workers, 8)
    var (last, count) = (readers[reader].place, 0)
    while let next = batches[last].next, batches[next].phase == .done {
      last = next
      count += 1
      if count == much { return true }
    }
    return batches[last].next == nil && hasFailed || isExhausted
  }

  // MARK: Hurrying

  /// Whether taking elements out of open batches is useful.
  var mayHurry: Bool { !isPatient && !isCut }

  /// Handles the long wait of a reader.
  ///
  /// `published` says how many elements each lane's open batch has by now, from its beginning. It is empty if
  /// ``mayHurry`` is false.
  mutating func hurries(published: [Int]) -> Response<Void> {
    for (lane, count) in published.enumerated() {
      guard let open = lanes[lane].open, count > batches[open].takenOut else { continue }
      let taken = count - batches[open].takenOut
      batches[open].takenOut = count
      let batch = transfer(.first, taken, of: open)
      enter(batch)
      if isProcessing { queue.append(batch) } else { complete(batch, outputs: taken) }
    }
    // Even if no elements were taken: the C library of many systems may lose a signal (glibc's bug 25847,
    // fixed in 2.41), and a thread that missed it would never wake.
    advance()
    rouse()
    return respond(())
  }

  // MARK: Watching

  enum WatchAction: Equatable {
    /// The watcher processes a batch, and then asks again.
    case process(BatchID)
    /// The watcher waits to be woken, and reports ``watcherWakes(isTimeout:)``.
    case wait(nanoseconds: Int?)
    case leave
  }

  /// Returns what the watcher does for suspended readers.
  mutating func watcherAsks() -> Response<WatchAction> {
    if isOver {
      threadLeaves()
      return respond(.leave)
    }
    watcher.suspensions.before = watcher.suspensions.now
    watcher.suspensions.now = readers.reduce(0) {
      if case .suspended = $1.phase { $0 + $1.suspensions } else { $0 }
    }
    if watcher.suspensions.now == 0 {
      watcher.phase = .idle
      return respond(.wait(nanoseconds: nil))
    }
    if watcher.suspensions.now != watcher.suspensions.before { watcher.pause = Self.shortestPause }
    if let batch = batchForHelper() { return respond(.process(batch)) }
    return respond(.wait(nanoseconds: watcher.pause))
  }

  mutating func watcherWakes(isTimeout: Bool) -> Response<TimeoutAction> {
    if watcher.phase == .idle {
      watcher.phase = .watching
      watcher.pause = Self.shortestPause
      return respond(.askAgain)
    }
    // A reader that was suspended during the pause has waited for a part of it only.
    let haveWaited =
      watcher.suspensions.now == watcher.suspensions.before || watcher.pause > Self.shortestPause
    watcher.pause = min(watcher.pause * 2, Self.longestPause)
    return respond(isTimeout && haveWaited ? .hurry : .askAgain)
  }

  /// Handles a failed start of the watcher, for which the system has no thread.
  ///
  /// The next suspension asks for one again.
  ///
  /// - Returns: Whether the stage has another thread.
  mutating func watcherFailsToStart() -> Bool {
    watcher.phase = .absent
    alive -= 1
    return alive > 0
  }
}
