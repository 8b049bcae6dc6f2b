/// A stage whose outputs are parts of a result.
@usableFromInline
struct Reduction<Result: Sendable> {
  @usableFromInline let initial: Result
  @usableFromInline let reader: OutputReader<Result>
  /// The parts of an unordered reduction.
  @usableFromInline let accumulators: Accumulators<Result>?

  @inlinable @inline(__always)
  init<Element, Failure: Error>(
    _ plan: consuming ParallelPlan<Element>, into initial: Result,
    _ update: @escaping (inout Result, Element) throws(Failure) -> Void
  ) {
    self.initial = initial
    if plan.draft.isOrdered {
      accumulators = nil
      reader = OutputReader(
        plan.stageOfChunks(isOrdered: true, options: .patient) {
          (elements, outputs: inout Elements<Result>) throws in
          if outputs.end == 0 { outputs.append(initial) }
          let part = outputs.base.unsafelyUnwrapped + outputs.start
          while let element = elements.next() { try update(&part.pointee, element) }
        })
    } else {
      let accumulators = Accumulators<Result>()
      self.accumulators = accumulators
      reader = OutputReader(
        plan.stageOfChunks(isOrdered: false, options: .patient) {
          (elements, outputs: inout Elements<Result>) throws in
          var part = accumulators.take() ?? initial
          while let element = elements.next() { try update(&part, element) }
          accumulators.put(part)
        })
    }
  }

  /// Waits for the parts, and combines them.
  @inlinable
  func result<Failure: Error>(
    _ combine: (inout Result, Result) throws(Failure) -> Void
  ) throws(Failure) -> Result {
    var result: Result?
    while let part = try next(Failure.self) { try add(part, to: &result, combine) }
    try addRest(to: &result, combine)
    return result ?? initial
  }

  /// Waits for the parts, and combines them, without blocking a thread.
  @inlinable
  func result<Failure: Error>(
    isolation: isolated (any Actor)?,
    _ combine: (inout Result, Result) throws(Failure) -> Void
  ) async throws(Failure) -> Result {
    var result: Result?
    while let part = try await next(Failure.self, isolation: isolation) {
      do throws(Failure) {
        try add(part, to: &result, combine)
      } catch {
        await reader.end(isolation: isolation)
        throw error
      }
    }
    try addRest(to: &result, combine)
    return result ?? initial
  }

  @inlinable
  func add<Failure: Error>(
    _ part: Result, to result: inout Result?,
    _ combine: (inout Result, Result) throws(Failure) -> Void
  ) throws(Failure) {
    if result == nil { result = .some(part) } else { try combine(&result!, part) }
  }

  /// Combines the parts of an unordered reduction, which are complete when all elements are processed.
  @inlinable
  func addRest<Failure: Error>(
    to result: inout Result?, _ combine: (inout Result, Result) throws(Failure) -> Void
  ) throws(Failure) {
    while let part = accumulators?.take() { try add(part, to: &result, combine) }
  }

  /// Returns the next part.
  ///
  /// Cancellation acts as in ``OutputReader/drain(_:)``.
  @inlinable
  func next<Failure: Error>(_ failure: Failure.Type) throws(Failure) -> Result? {
    do {
      return try reader.take(isCancellable: failure == (any Error).self)
    } catch {
      throw error as! Failure
    }
  }

  /// Returns the next part without blocking a thread.
  ///
  /// Cancellation acts as in ``OutputReader/drain(_:)``.
  @inlinable
  func next<Failure: Error>(
    _ failure: Failure.Type, isolation: isolated (any Actor)?
  ) async throws(Failure) -> Result? {
    do {
      return try await reader.take(
        isCancellable: failure == (any Error).self, isolation: isolation)
    } catch {
      throw error as! Failure
    }
  }
}
