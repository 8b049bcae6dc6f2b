import GeneratorPlatform

// What readers do, without the lock before and after, unless a comment says otherwise.

extension StageStorage {
  // MARK: Reading

  /// Returns the next outputs for a reader that has returned all that it got before.
  ///
  /// Blocks until there are some, or, if it is cancellable, until the current task is cancelled.
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

  /// As ``take(_:isCancellable:)``, without blocking a thread.
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

  /// Asks for outputs, with the lock, and helps if that is needed to get them.
  ///
  /// - Returns: `nil` if the reader has to wait.
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

  /// Waits with the thread, with the lock before and after.
  private func block(_ place: ReaderPlace) {
    let now = MonotonicClock.nanoseconds
    let action = report { $0.readerWaits(place.reader, isSuspended: false, now: now) }
    guard case .wait(let pause) = action else { return }
    if place.arrived.wait(nanoseconds: pause) { return }
    if report({ $0.readerTimesOut(place.reader) }) == .hurry { hurry() }
  }

  /// Waits with the task, which is resumed when there is something for it.
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

  /// Resumes a task that waits, because it was cancelled.
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

  /// Ends the stage for a reader, and for all if it is the last one.
  ///
  /// - Returns: Whether the stage has ended, or will when what runs has returned.
  @usableFromInline
  func leave(_ place: ReaderPlace) -> Bool {
    lock()
    defer { unlock() }
    let action = report { $0.readerLeaves(place.reader) }
    if machine.activeReaders == 0 { discardFailure() }
    return action == .waitForEnd
  }

  // MARK: The watcher

  /// The life of the thread that does for suspended readers what blocked ones do themselves.
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
