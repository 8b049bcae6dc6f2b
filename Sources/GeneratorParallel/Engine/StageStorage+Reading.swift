import GeneratorPlatform

// The work of readers. Callers don't hold the lock, unless a comment says otherwise.

extension StageStorage {
  // MARK: Reading

  /// Returns the next outputs for a reader that has returned all previous ones.
  ///
  /// Blocks the thread until there are outputs or, if `isCancellable`, until the current task is cancelled.
  @usableFromInline
  func take(_ place: ReaderPlace, isCancellable: Bool) -> Taken {
    lock()
    defer { unlock() }
    var waiting: [StageStorage]?
    defer { waiting.map(endWaiting) }
    while true {
      if let taken = ask(place, isCancellable: isCancellable, mayHelp: true) { return taken }
      if settleDebts() { continue }
      if waiting == nil {
        waiting = beginWaiting()
        if waiting == nil { return .refused }
      }
      block(place)
    }
  }

  /// Returns the next outputs as ``take(_:isCancellable:)`` does, without blocking a thread.
  @usableFromInline
  func take(
    _ place: ReaderPlace, isCancellable: Bool, isolation: isolated (any Actor)?
  ) async -> Taken {
    while true {
      if let taken = askWithoutBlocking(place, isCancellable: isCancellable) { return taken }
      if isCancellable {
        await withTaskCancellationHandler {
          await withUnsafeContinuation { suspend(place, $0) }
        } onCancel: {
          cancel(place)
        }
      } else {
        await withUnsafeContinuation { suspend(place, $0) }
      }
    }
  }

  private func askWithoutBlocking(_ place: ReaderPlace, isCancellable: Bool) -> Taken? {
    lock()
    defer { unlock() }
    detachThreads()
    return ask(place, isCancellable: isCancellable, mayHelp: false)
  }

  /// Asks for outputs, with the lock, and processes a batch itself if no worker can.
  ///
  /// - Returns: The answer; `nil` if the reader has to wait.
  private func ask(_ place: ReaderPlace, isCancellable: Bool, mayHelp: Bool) -> Taken? {
    while true {
      if isCancellable && Task.isCancelled { return .cancelled }
      switch report({ $0.readerAsks(place.reader, mayHelp: mayHelp) }) {
      case .read(let batch): return .batch(self[batch])
      case .fail: return .failure(failure!)
      case .end: return .end
      case .process(let batch): help(with: batch)
      case .wait: return nil
      }
    }
  }

  // MARK: Waiting

  /// Blocks the thread.
  ///
  /// The caller holds the lock, before and after.
  private func block(_ place: ReaderPlace) {
    let now = MonotonicClock.nanoseconds
    let action = report { $0.readerWaits(place.reader, isSuspended: false, now: now) }
    guard case .wait(let pause) = action else { return }
    if place.arrived.wait(nanoseconds: pause) { return }
    if report({ $0.readerTimesOut(place.reader) }) == .hurry { hurry() }
  }

  /// Suspends the task until there are outputs for it.
  private func suspend(_ place: ReaderPlace, _ continuation: UnsafeContinuation<Void, Never>) {
    let now = MonotonicClock.nanoseconds
    lock()
    defer { unlock() }
    if report({ $0.readerWaits(place.reader, isSuspended: true, now: now) }) == .askAgain {
      resumeLater(continuation)
    } else {
      place.continuation = continuation
    }
  }

  /// Resumes a suspended task, because it was cancelled.
  private func cancel(_ place: ReaderPlace) {
    lock()
    defer { unlock() }
    report { $0.readerIsCancelled(place.reader) }
  }

  /// Takes elements out of open batches for readers that have waited for long, with the lock.
  private func hurry() {
    let published = machine.mayHurry ? hurrySources() : []
    report { $0.hurries(published: published) }
  }

  // MARK: Leaving

  /// Ends a reader's part in the stage, and the stage with the last reader.
  ///
  /// - Returns: Whether the stage has ended, or will end when the running calls have returned.
  @usableFromInline
  func leave(_ place: ReaderPlace) -> Bool {
    lock()
    defer { unlock() }
    let action = report { $0.readerLeaves(place.reader) }
    if machine.activeReaders == 0 { discardFailure() }
    return action == .waitForEnd
  }

  // MARK: The watcher

  /// Runs the watcher, the thread that does for suspended readers what blocked readers do themselves.
  func watch() {
    lock()
    while true {
      switch report({ $0.watcherAsks() }) {
      case .process(let batch):
        help(with: batch)
      case .wait(let pause):
        var isTimeout = false
        if !settleDebts() {
          if let pause {
            isTimeout = !watcherIsCalled.wait(nanoseconds: pause)
          } else {
            watcherIsCalled.wait()
          }
        }
        if report({ $0.watcherWakes(isTimeout: isTimeout) }) == .hurry { hurry() }
      case .leave:
        leave()
        return
      }
    }
  }
}
