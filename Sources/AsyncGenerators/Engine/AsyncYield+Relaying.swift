internal import Generators

// What the public forms of `yield(from:)` do.

extension AsyncYield {
  /// Runs the body of `inner` here, or resumes it if it was started elsewhere.
  nonisolated(nonsending)
    func delegate<Return>(to inner: AsyncHandle<Element, Input, Return>) async throws -> Return
  {
    let innerCore = inner.core
    switch innerCore.begin() {
    case .busy: throw inner.misuse(.alreadyExecuting)
    case .created:
      innerCore.beginInlined()
      defer { innerCore.endInlined() }
      let body = innerCore.takeBody()
      let result = try await body(AsyncYield(core: core))
      // The inner coroutine was closed, even if it caught the exit, and so this body is (PEP 380).
      if core.isExiting { throw GeneratorExit.shared }
      innerCore.returned = result
      return result
    case .suspended:
      innerCore.finish()
      try await relay(inner)
    case .closed:
      innerCore.finish()
      if Return.self == Void.self { return () as! Return }
      throw inner.misuse(.closed)
    }
    if innerCore.hasEnded, let result = innerCore.returned { return result }
    throw inner.misuse(.closed)
  }

  /// Resumes a coroutine that was started before, with what this body is resumed with.
  nonisolated(nonsending)
    private func relay<Return>(_ inner: AsyncHandle<Element, Input, Return>) async throws
  {
    var next: Element?
    if Input.self == Void.self {
      next = try await inner.resume()
    } else {
      guard let nothing = nothing(as: Input.self) else { throw inner.misuse(.alreadyStarted) }
      next = try await inner.send(nothing)
    }
    while let element = next.take() {
      // Sound, since the inner `yield` has taken it as `sending`: no other code has it.
      nonisolated(unsafe) let element = element
      let sent: Input
      do {
        sent = try await self(element)
      } catch let exit as GeneratorExit {
        _ = try await inner.close()
        throw exit
      } catch {
        next = try await inner.throw(error)
        continue
      }
      next =
        try await Input.self == Void.self
        ? inner.resume() : inner.send(sent)
    }
  }

  /// Relays a synchronous coroutine.
  nonisolated(nonsending)
    func delegate<Return>(to inner: Coroutine<Element, Input, Return>) async throws -> Return
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
      do {
        next = try inner.send(try await self(element))
      } catch let exit as GeneratorExit {
        try inner.close()
        throw exit
      } catch {
        next = try inner.throw(error)
      }
    }
    if let result = inner.returnValue { return result }
    throw GeneratorError(.closed, nil)
  }

  /// Lends a sequence to the consumer until it has no more elements.
  nonisolated(nonsending)
    func lend(_ source: some Sequence<Element>) async throws
  {
    if let generator = source as? Generator<Element> {
      return try await lend(
        LentIterator(generator), throwing: { try generator.throw($0) }, closing: generator.close)
    }
    try await lend(LentIterator(source.makeIterator()), throwing: { throw $0 }, closing: {})
  }

  /// Lends a source that may fail to the consumer until it has no more elements.
  nonisolated(nonsending)
    func lend<Source: ThrowingSource>(_ source: Source) async throws
  where Source.Element == Element {
    if let generator = source as? ThrowingGenerator<Element> {
      return try await lend(
        LentThrowingSource(generator), throwing: { try generator.throw($0) },
        closing: { try generator.close() })
    }
    try await lend(
      LentThrowingSource(source),
      throwing: {
        source.abandon()
        throw $0
      }, closing: source.abandon)
  }

  /// - Parameters:
  ///   - lent: The source.
  ///   - throwing: Throws an error into it, and returns its next element.
  ///   - closing: Closes it.
  nonisolated(nonsending)
    private func lend(
      _ lent: LentSource<Element>, throwing: (any Error) throws -> Element?,
      closing: () throws -> Void
    ) async throws
  {
    var next = try lent.next()
    while let element = next.take() {
      // Sound, since the source was sent, and it has moved to the consumer with its elements.
      nonisolated(unsafe) let element = element
      core.lent = lent
      defer { core.lent = nil }
      do {
        _ = try await self(element)
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
