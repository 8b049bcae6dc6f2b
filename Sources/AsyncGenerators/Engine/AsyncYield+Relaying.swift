public import Generators

// What the public forms of `yield(from:)` do.

extension AsyncYield {
  /// Runs the body of `inner` here, or resumes it if it was started elsewhere.
  func delegate<Return>(
    to inner: AsyncHandle<Element, Input, Return>, isolation: isolated (any Actor)?
  ) async throws -> Return {
    let innerCore = inner.core
    switch innerCore.begin() {
    case .busy: throw inner.misuse(.alreadyExecuting)
    case .created:
      innerCore.beginInlined()
      defer { innerCore.endInlined() }
      let body = innerCore.takeBody()
      let result = try await body.run(AsyncYield(core: core))
      // The inner coroutine was closed, even if it caught the exit, and so this body is (PEP 380).
      if core.isExiting { throw GeneratorExit.shared }
      innerCore.returned = result
      return result
    case .suspended:
      innerCore.finish()
      try await relay(inner, isolation: isolation)
    case .closed:
      innerCore.finish()
      if Return.self == Void.self { return () as! Return }
      throw inner.misuse(.closed)
    }
    if innerCore.hasEnded, let result = innerCore.returned { return result }
    throw inner.misuse(.closed)
  }

  /// Resumes a coroutine that was started before, with what this body is resumed with.
  private func relay<Return>(
    _ inner: AsyncHandle<Element, Input, Return>, isolation: isolated (any Actor)?
  ) async throws {
    var next: Element?
    if Input.self == Void.self {
      next = try await inner.resume(isolation: isolation)
    } else {
      guard let nothing = nothing(as: Input.self) else { throw inner.misuse(.alreadyStarted) }
      next = try await inner.send(nothing, isolation: isolation)
    }
    while let element = next.take() {
      // Sound, since the inner `yield` has taken it as `sending`: no other code has it.
      nonisolated(unsafe) let element = element
      let sent: Input
      do {
        sent = try await self(element, isolation: isolation)
      } catch let exit as GeneratorExit {
        _ = try await inner.close(isolation: isolation)
        throw exit
      } catch {
        next = try await inner.throw(error, isolation: isolation)
        continue
      }
      next =
        try await Input.self == Void.self
        ? inner.resume(isolation: isolation) : inner.send(sent, isolation: isolation)
    }
  }

  /// Relays a synchronous coroutine.
  func delegate<Return>(
    to inner: Coroutine<Element, Input, Return>, isolation: isolated (any Actor)?
  ) async throws -> Return
  where Element: Sendable {
    var next: Element?
    switch inner.state {
    case .running: throw GeneratorError(.alreadyExecuting, nil)
    case .closed where Return.self != Void.self: throw GeneratorError(.closed, nil)
    case .suspended where Input.self != Void.self:
      guard let nothing = nothing(as: Input.self) else {
        throw GeneratorError(.alreadyStarted, nil)
      }
      next = try inner.send(nothing)
    case .suspended: next = try inner.send(() as! Input)
    default: next = try inner.start()
    }
    while let element = next.take() {
      let sent: Input
      do {
        sent = try await self(element, isolation: isolation)
      } catch let exit as GeneratorExit {
        try inner.close()
        throw exit
      } catch {
        next = try inner.throw(error)
        continue
      }
      next = try inner.send(sent)
    }
    if let result = inner.returnValue { return result }
    throw GeneratorError(.closed, nil)
  }

  /// Lends a sequence to the consumer until it has no more elements.
  @inlinable
  func lend(_ source: some Sequence<Element>, isolation: isolated (any Actor)?) async throws {
    if let generator = source as? Generator<Element> {
      return try await lend(
        { generator.next() }, throwing: { try generator.throw($0) }, closing: generator.close,
        isolation: isolation)
    }
    var iterator = source.makeIterator()
    try await lend(
      { iterator.next() }, throwing: { throw $0 }, closing: {}, isolation: isolation)
  }

  /// Lends a source that may fail to the consumer until it has no more elements.
  @inlinable
  func lend<Source: ThrowingSource>(_ source: Source, isolation: isolated (any Actor)?) async throws
  where Source.Element == Element {
    if let generator = source as? ThrowingGenerator<Element> {
      return try await lend(
        { try generator.next() }, throwing: { try generator.throw($0) },
        closing: { try generator.close() }, isolation: isolation)
    }
    try await lend(
      { try source.next() },
      throwing: {
        source.abandon()
        throw $0
      }, closing: source.abandon, isolation: isolation)
  }

  /// Lends a source, which the closures ask for its next element, throw errors into and close.
  @usableFromInline
  func lend(
    _ lent: @escaping () throws -> Element?, throwing: (any Error) throws -> Element?,
    closing: () throws -> Void, isolation: isolated (any Actor)?
  ) async throws {
    var next = try lent()
    while let element = next.take() {
      // Sound, since the source was sent, and it has moved to the consumer with its elements.
      nonisolated(unsafe) let element = element
      core.lent = lent
      defer { core.lent = nil }
      do {
        _ = try await self(element, isolation: isolation)
        return
      } catch let exit as GeneratorExit {
        try closing()
        throw exit
      } catch {
        // An error of the source itself comes this way, too; it has ended then.
        next = try throwing(error)
      }
    }
  }
}
