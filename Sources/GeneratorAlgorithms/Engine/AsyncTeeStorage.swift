internal import GeneratorPlatform

/// The lock, the tasks and the source of `tee(_:bufferLimit:)` of an asynchronous sequence.
///
/// ``AsyncTeeStateMachine`` decides on its actions.
@usableFromInline
final class AsyncTeeStorage<Base: AsyncSequence & Sendable>: Sendable where Base.Element: Sendable {
  private typealias Outcome = AsyncTeeOutcome<Base.Element, Base.Failure>
  private typealias Machine = AsyncTeeStateMachine<
    Base.Element, Base.Failure, CheckedContinuation<Outcome, Never>,
    CheckedContinuation<Bool, Never>
  >

  private struct State: ~Copyable, Sendable {
    var machine: Machine
    /// The source; `nil` when the pump has taken it over, or all readers have left.
    var base: Base?
    var pump: Task<Void, Never>?
  }

  private let state: Locked<State>

  init(_ base: Base, readers: Int, limit: Int) {
    state = Locked(State(machine: Machine(readers: readers, limit: limit), base: base))
  }

  // MARK: Readers

  /// Returns the next element for a reader.
  func next(
    for reader: Int, isolation actor: isolated (any Actor)?
  ) async throws(Base.Failure) -> Base.Element? {
    let (request, effects) = state.withLock { $0.machine.request(reader) }
    perform(effects)
    let outcome: Outcome
    switch request {
    case .answered(let answer): outcome = answer
    case .refused: throw alreadyRequested(Base.Failure.self)
    case .waits(let number):
      outcome = await withTaskCancellationHandler {
        await withCheckedContinuation(isolation: actor) { waiter in
          perform(state.withLock { $0.machine.wait(reader, waiter) })
        }
      } onCancel: {
        perform(state.withLock { $0.machine.cancel(reader, request: number) })
      }
      acquire()
    }
    switch outcome {
    case .element(let element): return element
    case .end: return nil
    case .failure(let failure): throw failure
    case .cancelled:
      if let error = CancellationError() as? Base.Failure { throw error }
      return nil
    }
  }

  func release(_ reader: Int) { perform(state.withLock { $0.machine.release(reader) }) }

  // MARK: The pump

  private func perform(_ effects: Machine.Effects) {
    switch effects.pump {
    case .none: break
    case .start:
      let pump = Task { await self.pump() }
      // By now all readers may have left, or the source may have ended.
      let isAbandoned = state.withLock { state in
        switch state.machine.source {
        case .abandoned: return true
        case .ended: return false
        case .notStarted, .pulling, .idle:
          state.pump = pump
          return false
        }
      }
      if isAbandoned { pump.cancel() }
    case .resume(let waiter): waiter.resume(returning: true)
    case .stop(let waiter):
      let (base, pump) = state.withLock { ($0.base.take(), $0.pump.take()) }
      withExtendedLifetime(base) {}
      pump?.cancel()
      waiter?.resume(returning: false)
    }
    for (waiter, outcome) in effects.resumed { waiter.resume(returning: outcome) }
  }

  /// Takes elements from the source while readers wait for them.
  private func pump() async {
    var iterator = makeIterator()
    do throws(Base.Failure) {
      while await shouldPull() {
        guard let element = try await iterator?.next(isolation: nil) else {
          iterator = nil
          return end(nil)
        }
        perform(state.withLock { $0.machine.took(element) })
      }
    } catch {
      // Released before readers learn of the end, because they may rely on that.
      iterator = nil
      end(error)
    }
  }

  private func makeIterator() -> Base.AsyncIterator? {
    state.withLock { $0.base.take() }?.makeAsyncIterator()
  }

  private func shouldPull() async -> Bool {
    switch state.withLock({ $0.machine.nextStep() }) {
    case .pull: true
    case .stop: false
    case .wait: await waitToPull()
    }
  }

  private func waitToPull() async -> Bool {
    let pulls = await withCheckedContinuation { waiter in
      if let pulls = state.withLock({ $0.machine.wait(waiter) }) {
        waiter.resume(returning: pulls)
      }
    }
    acquire()
    return pulls
  }

  /// Orders the steps of the task that ended a wait before the steps that follow the wait.
  ///
  /// The runtime orders them too, but ThreadSanitizer doesn't see that if the wait ended before this task
  /// suspended.
  private func acquire() { state.withLock { _ in } }

  private func end(_ failure: Base.Failure?) {
    perform(
      state.withLock { state in
        state.pump = nil
        return state.machine.end(failure)
      })
  }
}

/// A reader's place among the others.
///
/// The release of the reader frees it.
@usableFromInline
final class AsyncTeePlace<Base: AsyncSequence & Sendable>: Sendable where Base.Element: Sendable {
  private let storage: AsyncTeeStorage<Base>
  private let reader: Int

  private init(_ storage: AsyncTeeStorage<Base>, _ reader: Int) {
    self.storage = storage
    self.reader = reader
  }

  deinit { storage.release(reader) }

  /// Makes `count` places for a source.
  static func places(_ count: Int, in source: Base, limit: Int) -> [AsyncTeePlace] {
    guard count >= 0 else { fatalError("the count of readers must not be negative") }
    guard limit > 0 else { fatalError("the limit of a buffer must be positive, and is \(limit)") }
    requireRoom(for: count, of: AsyncTeePlace.self, in: "an array of readers")
    let storage = AsyncTeeStorage(source, readers: count, limit: limit)
    return (0..<count).map { AsyncTeePlace(storage, $0) }
  }

  func next(isolation actor: isolated (any Actor)?) async throws(Base.Failure) -> Base.Element? {
    try await storage.next(for: reader, isolation: actor)
  }
}
