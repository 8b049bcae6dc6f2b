/// A reader of a stage, which returns the outputs of its batches one by one.
///
/// Its members are not checked for exclusive access: one thread at a time uses it, and no access lasts
/// while other code runs.
@usableFromInline
final class OutputReader<Output> {
  @usableFromInline let stage: StageStorage
  @usableFromInline let place: ReaderPlace
  /// Whether there are other readers, so that outputs are copied; the only one moves them out.
  @usableFromInline let copies: Bool
  @exclusivity(unchecked) @usableFromInline var batch: OutputBatch<Output>?
  /// Where the next output of the batch lies, and how many do.
  @exclusivity(unchecked) @usableFromInline var next: UnsafeMutablePointer<Output>?
  @exclusivity(unchecked) @usableFromInline var left = 0
  @exclusivity(unchecked) @usableFromInline var hasEnded = false
  /// Whether an operation took over its contents, so that it must not be used any more.
  @exclusivity(unchecked) @usableFromInline var isHandedOver = false
  /// Whether it was used by a task, whose thread must not be blocked.
  @exclusivity(unchecked) @usableFromInline var isAsynchronous = false

  @inlinable
  init(_ stage: StageStorage, copies: Bool = false) {
    self.stage = stage
    self.copies = copies
    place = stage.makePlace(isShared: copies)
  }

  @inlinable
  deinit {
    if hasEnded { return }
    discardBatch()
    if isAsynchronous { stage.detach() }
    if stage.leave(place) && !isAsynchronous { stage.waitForEnd() }
  }

  // MARK: Reading

  /// The next output; blocks until there is one.
  @inlinable @inline(__always)
  func take(isCancellable: Bool) throws -> Output? {
    left > 0 ? takeFromBatch() : try takeSlowly(isCancellable: isCancellable)
  }

  /// As ``take(isCancellable:)``, without blocking a thread.
  @inlinable @inline(__always)
  func take(isCancellable: Bool, isolation: isolated (any Actor)?) async throws -> Output? {
    left > 0
      ? takeFromBatch()
      : try await takeSlowly(isCancellable: isCancellable, isolation: isolation)
  }

  @inlinable @inline(never)
  func takeSlowly(isCancellable: Bool) throws -> Output? {
    guard try beginTaking() else { return nil }
    switch accept(stage.take(place, isCancellable: isCancellable)) {
    case .output: return takeFromBatch()
    case .refusal(let error): throw error
    case .end(nil):
      end()
      return nil
    case .end(let error?):
      end()
      throw error
    }
  }

  @inlinable @inline(never)
  func takeSlowly(
    isCancellable: Bool, isolation: isolated (any Actor)?
  ) async throws -> Output? {
    guard try beginTaking() else { return nil }
    isAsynchronous = true
    switch accept(await stage.take(place, isCancellable: isCancellable, isolation: isolation)) {
    case .output: return takeFromBatch()
    case .refusal(let error): throw error
    case .end(nil):
      await end(isolation: isolation)
      return nil
    case .end(let error?):
      await end(isolation: isolation)
      throw error
    }
  }

  /// Whether the reader may ask its stage for more, since it has not ended.
  @inlinable
  func beginTaking() throws -> Bool {
    if stage.isExecutingHere { throw ParallelError.alreadyExecuting }
    if hasEnded {
      checkUse()
      return false
    }
    finishBatch()
    return true
  }

  /// Tells what the reader does with what its stage has returned.
  @inlinable
  func accept(_ taken: Taken) -> Accepted {
    switch taken {
    case .batch(let batch):
      // Sound, since the stage's batches have outputs of the reader's type.
      let batch = unsafeDowncast(batch, to: OutputBatch<Output>.self)
      left = batch.outputCount
      next = batch.outputs.base! + batch.outputs.start
      self.batch = batch
      return .output
    case .failure(let error): return .end(error)
    case .end: return .end(nil)
    case .cancelled: return .end(CancellationError())
    case .refused: return .refusal(.alreadyExecuting)
    }
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

  // MARK: Batches

  @inlinable @inline(__always)
  func takeFromBatch() -> Output {
    let output = next.unsafelyUnwrapped
    next = output + 1
    left &-= 1
    return copies ? output.pointee : output.move()
  }

  /// Releases the batch, all of whose outputs were returned.
  @inlinable
  func finishBatch() {
    if !copies { batch?.forgetOutputs() }
    batch = nil
  }

  /// Releases the batch, whose other outputs will not be returned.
  @inlinable
  func discardBatch() {
    // The batch destroys them.
    if !copies, let batch { batch.outputs.start = batch.outputs.end - left }
    batch = nil
    left = 0
  }

  // MARK: Ending

  /// Ends the stage at its user's request, not because its last reference is released.
  @usableFromInline
  func close() {
    if stage.isExecutingHere { fatalError("\(ParallelError.alreadyExecuting)") }
    end()
  }

  /// As ``close()``, without blocking a thread.
  @usableFromInline
  func close(isolation: isolated (any Actor)?) async {
    isAsynchronous = true
    await end(isolation: isolation)
  }

  /// Ends the stage, for this reader, and waits for it if it is the last.
  @inlinable
  func end() {
    if leave() { stage.waitForEnd() }
  }

  /// As ``end()``, without blocking a thread.
  @inlinable
  func end(isolation: isolated (any Actor)?) async {
    if leave() { await stage.waitForEnd(isolation: isolation) }
  }

  /// Leaves the stage, once.
  ///
  /// - Returns: Whether the stage ends, so that the reader is to wait for that.
  @inlinable
  func leave() -> Bool {
    if hasEnded { return false }
    hasEnded = true
    discardBatch()
    return stage.leave(place)
  }

  // MARK: Handing over

  /// Returns the parts of a stage for one more operation, and can't be used afterwards.
  ///
  /// If its own stage has begun, that stage is the source of the new one: `source` makes it of a reader
  /// that has the elements which this one has yet to return.
  func handOver(_ source: (OutputReader) -> Lane) -> StageDraft {
    checkUse()
    if !hasEnded, let draft = stage.takeDraft() {
      forgetAll()
      return draft
    }
    let settings = stage.settings
    return StageDraft(
      lanes: [source(OutputReader(takingOver: self))], isOrdered: settings?.isOrdered ?? true,
      workers: settings?.workers, window: settings?.window)
  }

  private init(takingOver other: OutputReader) {
    (stage, place, copies) = (other.stage, other.place, other.copies)
    (batch, next, left) = (other.batch, other.next, other.left)
    hasEnded = other.hasEnded
    isAsynchronous = other.isAsynchronous
    other.forgetAll()
  }

  private func forgetAll() {
    (batch, next, left) = (nil, nil, 0)
    (hasEnded, isHandedOver) = (true, true)
  }

  /// Traps if an operation took its contents over.
  @usableFromInline
  func checkUse() {
    if isHandedOver {
      fatalError("a parallel stage was used after an operation took it over")
    }
  }
}

/// What a reader does next.
@usableFromInline
enum Accepted {
  /// It returns an output of the batch that it has got.
  case output
  /// It throws an error, and may ask again.
  case refusal(ParallelError)
  /// It ends the stage, and then throws an error or returns `nil`.
  case end((any Error)?)
}
