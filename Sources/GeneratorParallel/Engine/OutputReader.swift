/// A reader of a stage, which returns the outputs of its batches one by one.
///
/// Its members aren't checked for exclusive access, because one thread at a time uses it, and no access lasts
/// while other code runs.
@usableFromInline
final class OutputReader<Output> {
  @usableFromInline let stage: StageStorage
  @usableFromInline let place: ReaderPlace
  /// Whether the reader copies outputs, because there are other readers; a single reader moves them out.
  @usableFromInline let copies: Bool
  @exclusivity(unchecked) @usableFromInline var batch: OutputBatch<Output>?
  /// The place of the next output of the batch, and the number of outputs left.
  @exclusivity(unchecked) @usableFromInline var next: UnsafeMutablePointer<Output>?
  @exclusivity(unchecked) @usableFromInline var left = 0
  @exclusivity(unchecked) @usableFromInline var hasEnded = false
  /// Whether an operation took over its contents.
  ///
  /// It must not be used any more then.
  @exclusivity(unchecked) @usableFromInline var isHandedOver = false
  /// Whether a task used it.
  ///
  /// The reader must not block a thread then.
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

  /// Returns the next output.
  ///
  /// Blocks the thread until there is one.
  @inlinable @inline(__always)
  func take(isCancellable: Bool) throws -> Output? {
    left > 0 ? takeFromBatch() : try takeSlowly(isCancellable: isCancellable)
  }

  /// Returns the next output as ``take(isCancellable:)`` does, without blocking a thread.
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

  /// Returns whether the reader may ask its stage for more, because it hasn't ended.
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

  /// Takes over the answer of the stage, and returns what the reader does next.
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
  /// - Returns: The error; `nil` if the task was cancelled and the reader can't throw that.
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

  /// Releases the batch after the reader has returned all of its outputs.
  @inlinable
  func finishBatch() {
    if !copies { batch?.forgetOutputs() }
    batch = nil
  }

  /// Releases the batch with the outputs that the reader hasn't returned.
  @inlinable
  func discardBatch() {
    // The batch destroys them.
    if !copies, let batch { batch.outputs.start = batch.outputs.end - left }
    batch = nil
    left = 0
  }

  // MARK: Ending

  /// Ends the stage because the user asks for it, not because the last reference is released.
  @usableFromInline
  func close() {
    if stage.isExecutingHere { fatalError("\(ParallelError.alreadyExecuting)") }
    end()
  }

  /// Ends the stage as ``close()`` does, without blocking a thread.
  @usableFromInline
  func close(isolation: isolated (any Actor)?) async {
    isAsynchronous = true
    await end(isolation: isolation)
  }

  /// Ends this reader, and waits for the end of the stage if it was the last one.
  @inlinable
  func end() {
    if leave() { stage.waitForEnd() }
  }

  /// Ends this reader as ``end()`` does, without blocking a thread.
  @inlinable
  func end(isolation: isolated (any Actor)?) async {
    if leave() { await stage.waitForEnd(isolation: isolation) }
  }

  /// Leaves the stage, once.
  ///
  /// - Returns: Whether the stage ends, and the reader has to wait for its end.
  @inlinable
  func leave() -> Bool {
    if hasEnded { return false }
    hasEnded = true
    discardBatch()
    return stage.leave(place)
  }

  // MARK: Handing over

  /// Returns the parts of a stage for one more operation.
  ///
  /// The reader can't be used afterwards.
  ///
  /// If the reader's stage has begun, that stage becomes the source of the new one: `source` makes the lane
  /// from a new reader, which takes over the elements that this one has yet to return.
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
  /// The reader returns an output of the batch that it has got.
  case output
  /// The reader throws an error, and may ask again.
  case refusal(ParallelError)
  /// The reader ends the stage, and then throws an error or returns `nil`.
  case end((any Error)?)
}
