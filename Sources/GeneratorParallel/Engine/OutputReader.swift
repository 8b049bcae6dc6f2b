public import Synchronization

/// A reader of a stage, which gives the outputs of its batches one by one.
///
/// Its members are not checked for exclusive access: one thread at a time uses it, and no access lasts
/// while other code runs.
@usableFromInline
final class OutputReader<Output> {
  @usableFromInline let stage: Stage
  @usableFromInline let place: ReaderPlace
  /// Whether there are other readers, so that outputs are copied; the only one moves them out.
  @usableFromInline let copies: Bool
  @exclusivity(unchecked) @usableFromInline var batch: OutputBatch<Output>?
  /// Where the next output of the batch lies, and how many do.
  @exclusivity(unchecked) @usableFromInline var next: UnsafeMutablePointer<Output>?
  @exclusivity(unchecked) @usableFromInline var left = 0
  /// What comes after them.
  @exclusivity(unchecked) @usableFromInline var failure: (any Error)?
  @exclusivity(unchecked) @usableFromInline var hasEnded = false
  /// Whether an operation took over its contents, so that it must not be used any more.
  @exclusivity(unchecked) @usableFromInline var isHandedOver = false
  /// Whether it was used by a task, whose thread must not be blocked.
  @exclusivity(unchecked) @usableFromInline var isAsynchronous = false

  @inlinable
  init(_ stage: Stage, copies: Bool = false) {
    self.stage = stage
    self.copies = copies
    place = stage.makePlace(isShared: copies)
  }

  /// Takes over the elements that another reader has yet to return.
  @usableFromInline
  init(takingOver other: OutputReader) {
    (stage, place, copies) = (other.stage, other.place, other.copies)
    (batch, next, left) = (other.batch, other.next, other.left)
    (failure, hasEnded) = (other.failure, other.hasEnded)
    isAsynchronous = other.isAsynchronous
    other.handOver()
  }

  private func handOver() {
    (batch, next, left, failure) = (nil, nil, 0, nil)
    (hasEnded, isHandedOver) = (true, true)
  }

  /// Takes the draft of its stage, for one more operation, if the stage has not begun.
  @usableFromInline
  func takeDraft() -> StageDraft? {
    checkUse()
    guard !hasEnded, let draft = stage.takeDraft() else { return nil }
    handOver()
    return draft
  }

  /// Traps if an operation took its contents over.
  @usableFromInline
  func checkUse() {
    if isHandedOver {
      fatalError("a parallel stage was used after an operation took it over")
    }
  }

  @inlinable
  deinit {
    if hasEnded { return }
    letGo()
    if isAsynchronous { stage.detach() }
    if stage.leave(place) && !isAsynchronous { stage.waitForEnd() }
  }

  @inlinable @inline(__always)
  func give() -> Output {
    let output = next.unsafelyUnwrapped
    next = output + 1
    left &-= 1
    return copies ? output.pointee : output.move()
  }

  // MARK: Blocking

  /// The next output; it blocks until there is one.
  @inlinable @inline(__always)
  func take(isCancellable: Bool) throws -> Output? {
    left > 0 ? give() : try takeSlowly(isCancellable: isCancellable)
  }

  @inlinable @inline(never)
  func takeSlowly(isCancellable: Bool) throws -> Output? {
    if stage.isExecutingHere { throw ParallelError.alreadyExecuting }
    while !hasEnded {
      if let failure = failure.take() {
        end()
        throw failure
      }
      finishBatch()
      switch stage.take(place, isCancellable: isCancellable) {
      case .batch(let batch):
        if accept(batch) { return give() }
      case .end:
        end()
      case .cancelled:
        end()
        throw CancellationError()
      case .refused:
        throw ParallelError.alreadyExecuting
      }
    }
    checkUse()
    return nil
  }

  /// Returns an error as one of the type that the reader may throw.
  ///
  /// - Returns: The error; `nil`: the task was cancelled, and the reader can't say so.
  @inlinable @inline(never)
  static func failure<Failure: Error>(_ error: any Error) -> Failure? {
    if let failure = error as? Failure { return failure }
    if error is ParallelError { fatalError("\(error)") }
    return nil
  }

  /// Ends the stage at its user's request, not because its last reference is released.
  @usableFromInline
  func close() {
    if stage.isExecutingHere { fatalError("\(ParallelError.alreadyExecuting)") }
    end()
  }

  /// Ends the stage, for this reader, and waits for it if it is the last.
  @inlinable
  func end() {
    if hasEnded { return }
    hasEnded = true
    letGo()
    if stage.leave(place) { stage.waitForEnd() }
  }

  // MARK: Suspending

  /// As ``take(isCancellable:)``, without blocking a thread.
  @inlinable @inline(__always)
  func take(isCancellable: Bool, isolation: isolated (any Actor)?) async throws -> Output? {
    left > 0 ? give() : try await takeSlowly(isCancellable: isCancellable, isolation: isolation)
  }

  @inlinable @inline(never)
  func takeSlowly(
    isCancellable: Bool, isolation: isolated (any Actor)?
  ) async throws -> Output? {
    if stage.isExecutingHere { throw ParallelError.alreadyExecuting }
    isAsynchronous = true
    while !hasEnded {
      if let failure = failure.take() {
        await end(isolation: isolation)
        throw failure
      }
      finishBatch()
      switch await stage.take(place, isCancellable: isCancellable, isolation: isolation) {
      case .batch(let batch):
        if accept(batch) { return give() }
      case .end:
        await end(isolation: isolation)
      case .cancelled:
        await end(isolation: isolation)
        throw CancellationError()
      case .refused:
        throw ParallelError.alreadyExecuting
      }
    }
    checkUse()
    return nil
  }

  /// As ``end()``, without blocking a thread.
  @inlinable
  func end(isolation: isolated (any Actor)?) async {
    if hasEnded { return }
    hasEnded = true
    letGo()
    if stage.leave(place) { await stage.waitForEnd(isolation: isolation) }
  }

  // MARK: Batches

  /// Whether there are outputs in a batch, which is then the one that is given.
  @inlinable
  func accept(_ batch: Batch) -> Bool {
    failure = batch.failure
    left = batch.outputCount
    if left == 0 { return false }
    let batch = unsafeDowncast(batch, to: OutputBatch<Output>.self)
    next = batch.outputs.base! + batch.outputs.start
    self.batch = batch
    return true
  }

  /// All outputs of the batch were given.
  @inlinable
  func finishBatch() {
    if !copies { batch?.forgetOutputs() }
    batch = nil
  }

  /// The other outputs of the batch will not be given.
  @inlinable
  func letGo() {
    // The batch destroys them.
    if !copies, let batch { batch.outputs.start = batch.outputs.end - left }
    batch = nil
    left = 0
    failure = nil
  }
}

/// A reader that several threads may have, of which one at a time may use it.
///
/// Sound as `Sendable`, since who uses it while somebody else does meets a trap, and since taking the
/// turn is an acquire and giving it up a release.
@usableFromInline
final class SharedReader<Output>: @unchecked Sendable {
  @usableFromInline let reader: OutputReader<Output>
  @usableFromInline let isBusy = Atomic(false)

  @inlinable
  init(_ reader: OutputReader<Output>) { self.reader = reader }

  @inlinable
  deinit {}

  @inlinable @inline(__always)
  func takeTurn() throws {
    if isBusy.exchange(true, ordering: .acquiring) { try refuseTurn() }
  }

  func takeTurnOrTrap() {
    do { try takeTurn() } catch { fatalError("\(error)") }
  }

  @usableFromInline @inline(never)
  func refuseTurn() throws {
    if reader.stage.isExecutingHere { throw ParallelError.alreadyExecuting }
    fatalError("a reader of a broadcast was used by two threads at once")
  }

  @inlinable @inline(__always)
  func endTurn() { isBusy.store(false, ordering: .releasing) }
}
