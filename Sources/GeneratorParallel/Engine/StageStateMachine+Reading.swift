// The events of readers, and of the watcher, which acts for those that are suspended.

extension StageStateMachine {
  enum ReadAction: Equatable {
    /// The reader gets the outputs of a batch, of which there is at least one.
    case read(BatchID)
    /// The reader gets the error that ends the list.
    case fail
    case end
    /// The reader helps, and then asks again.
    case process(BatchID)
    /// The reader waits: see ``readerWaits(_:isSuspended:now:)``.
    case wait
  }

  enum WaitAction: Equatable {
    /// There is something already.
    case askAgain
    /// The thread waits, but hurries the sources after so many nanoseconds; a task waits until it is
    /// resumed.
    case wait(nanoseconds: Int)
  }

  enum TimeoutAction: Equatable {
    case askAgain
    /// The storage reports ``hurries(published:)`` first.
    case hurry
  }

  enum LeaveAction: Equatable {
    /// Other readers go on.
    case leave
    /// The stage has ended, or will when what runs has returned.
    case waitForEnd
  }

  // MARK: Before the first reader asks

  /// Adds a reader.
  ///
  /// All are added before the first one asks for a batch. One that is shared leaves the outputs in their
  /// batches. Several readers need an ordered stage.
  mutating func addReader(isShared: Bool) -> ReaderID {
    if isShared { self.isShared = true }
    readers.append(ReaderState(place: tail))
    activeReaders += 1
    batches[tail].unpassed += 1
    return readers.count - 1
  }

  /// Another stage takes over the sources and closures.
  ///
  /// - Returns: Whether it can, since this stage has not begun.
  mutating func handsOver() -> Bool {
    guard phase == .notBegun else { return false }
    phase = .finished(hasFailed: false)
    return true
  }

  // MARK: Reading

  /// A reader has returned all outputs that it got and asks for more.
  ///
  /// If it can't process a batch itself, `mayHelp` is false.
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

  /// A reader begins to wait, or goes on waiting.
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
      // It has waited since then.
    } else {
      readers[reader].phase = .blocked(since: now)
    }
    return respond(.wait(nanoseconds: readers[reader].pause))
  }

  /// A reader has waited for as long as it was told to.
  mutating func readerTimesOut(_ reader: ReaderID) -> Response<TimeoutAction> {
    if hasSomething(for: reader) { return respond(.askAgain) }
    readers[reader].pause = min(readers[reader].pause * 2, Self.longestPause)
    return respond(.hurry)
  }

  /// The task of a reader was cancelled.
  mutating func readerIsCancelled(_ reader: ReaderID) -> Response<Void> {
    readers[reader].isCancelled = true
    resumeIfSuspended(reader)
    return respond(())
  }

  /// A reader wants no more.
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
    // Batches don't wait for it any longer.
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

  /// Whether a reader need not wait.
  private func hasSomething(for reader: ReaderID) -> Bool {
    let reader = readers[reader]
    if reader.phase == .left { return true }
    if let next = batches[reader.place].next { return batches[next].phase == .done }
    return hasFailed || isExhausted
  }

  /// What a reader gets; `nil`: nothing yet.
  private mutating func nextAction(_ reader: ReaderID) -> ReadAction? {
    if readers[reader].phase == .left { return .end }
    while let next = batches[readers[reader].place].next {
      guard batches[next].phase == .done else { return nil }
      let passed = readers[reader].place
      readers[reader].place = next
      pass(passed)
      readers[reader].isReturning = true
      // The reader returns a single output at once, and others before it asks again.
      if batches[next].outputs <= 1 { giveBack(reader) }
      if batches[next].outputs > 0 { return .read(next) }
    }
    if hasFailed { return .fail }
    return isExhausted ? .end : nil
  }

  private mutating func pass(_ batch: BatchID) {
    batches[batch].unpassed -= 1
    guard batches[batch].unpassed == 0 else { return }
    // A thread may be destroying the outputs of one that was shared.
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
    // A single output was given back before it was copied.
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

  /// Discards everything, since the last reader leaves.
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

  /// Wakes the readers for which there is something.
  ///
  /// To wake a reader costs as much as some elements, and it takes a worker's processor. So one that began
  /// to wait a moment ago waits for some batches more, if `now` says that more will come.
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

  /// Whether a reader has enough to be woken for.
  private func hasMuch(for reader: ReaderID) -> Bool {
    // Half of what the default window holds; so workers have the other half until it has come.
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

  /// Whether anything is gained by taking elements out of open batches.
  var mayHurry: Bool { !isPatient && !isCut }

  /// A reader has waited for long.
  ///
  /// `published` says how many elements each lane's open batch has by now, from its beginning. It is empty
  /// where ``mayHurry`` is false.
  mutating func hurries(published: [Int]) -> Response<Void> {
    for (lane, count) in published.enumerated() {
      guard let open = lanes[lane].open, count > batches[open].takenOut else { continue }
      let taken = count - batches[open].takenOut
      batches[open].takenOut = count
      let batch = transfer(.first, taken, of: open)
      enter(batch)
      if isProcessing { queue.append(batch) } else { complete(batch, outputs: taken) }
    }
    // Not only for what was taken: the C library of many systems may lose a signal (glibc's bug 25847, fixed
    // in 2.41), and a thread that missed it would never wake.
    advance()
    rouse()
    return respond(())
  }

  // MARK: Watching

  enum WatchAction: Equatable {
    /// The watcher helps, and then asks again.
    case process(BatchID)
    /// It waits for a call, and reports ``watcherWakes(isTimeout:)``.
    case wait(nanoseconds: Int?)
    case leave
  }

  /// The watcher asks what to do for readers that are suspended.
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
    // A reader that was suspended meanwhile has not waited for so long.
    let haveWaited =
      watcher.suspensions.now == watcher.suspensions.before || watcher.pause > Self.shortestPause
    watcher.pause = min(watcher.pause * 2, Self.longestPause)
    return respond(isTimeout && haveWaited ? .hurry : .askAgain)
  }

  /// The system has no thread for the watcher; the next suspension asks for one again.
  ///
  /// - Returns: Whether there is another thread.
  mutating func watcherFailsToStart() -> Bool {
    watcher.phase = .absent
    alive -= 1
    return alive > 0
  }
}
