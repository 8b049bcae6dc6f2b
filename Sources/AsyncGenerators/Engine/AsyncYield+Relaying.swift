internal import Generators

// The implementation of `yield(from:)`.

extension AsyncYield {
  /// Runs the body of `inner` here, or resumes it if other code has started it.
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
      let exits = core.exits
      let result = try await body.run(AsyncYield(core: core))
      try requireNoExit(since: exits)
      innerCore.returned = result
      return result
    case .suspended:
      innerCore.finish()
      let exits = core.exits
      let hasEnded = try await relay(inner, isolation: isolation)
      try requireNoExit(since: exits)
      if hasEnded, let result = innerCore.returned { return result }
    case .closed: innerCore.finish()
    }
    if Return.self == Void.self { return () as! Return }
    throw inner.misuse(.closed)
  }

  /// Throws an exit if the consumer has closed this body since `exits` was read.
  ///
  /// Closing closed the inner coroutine, even if that caught the exit, so it closes this body too (PEP 380).
  private func requireNoExit(since exits: Int) throws {
    if core.isExiting, core.exits != exits { throw GeneratorExit.shared }
  }

  /// Relays a coroutine that was started before: passes its elements out and the consumer's values in.
  ///
  /// - Returns: Whether the coroutine has ended here, and not during a request of other code.
  private func relay<Return>(
    _ inner: AsyncHandle<Element, Input, Return>, isolation: isolated (any Actor)?
  ) async throws -> Bool {
    var next: Element?
    if Input.self == Void.self {
      next = try await inner.resume(isolation: isolation)
    } else {
      guard let nothing = nothing(as: Input.self) else { throw inner.misuse(.alreadyStarted) }
      next = try await inner.send(nothing, isolation: isolation)
    }
    while let element = next.take() {
      // Sound, since the inner `yield` has taken the element as `sending`, or `inner` has lent its source,
      // which this body lends on: no other code has the element.
      nonisolated(unsafe) let element = element
      let sent: Input
      do {
        sent = try await relay(element, of: inner.core, isolation: isolation)
      } catch let exit as GeneratorExit {
        _ = try await inner.close(isolation: isolation)
        throw exit
      } catch {
        if inner.core.hasEnded { throw error }
        next = try await inner.throw(error, isolation: isolation)
        continue
      }
      if inner.core.hasEnded { return false }
      next =
        try await Input.self == Void.self
        ? inner.resume(isolation: isolation) : inner.send(sent, isolation: isolation)
    }
    return true
  }

  /// Relays an async sequence, or delegates to it if it turns out to be a generator.
  func relay<Source: AsyncSequence>(_ source: Source, isolation: isolated (any Actor)?) async throws
  where Source.Element == Element, Element: Sendable {
    if let generator = source as? any AsyncDelegate<Element> {
      return try await generator.delegate(in: core, isolation: isolation)
    }
    for try await element in source { try await self(element) }
  }

  /// Yields an element of `inner`, and lends on the source that `inner` has lent.
  ///
  /// If there is such a source, `inner` is in use until the body is resumed.
  private func relay(
    _ element: sending Element, of inner: ElementCore<Element>, isolation: isolated (any Actor)?
  ) async throws -> Input {
    let standing = inner.begin()
    if standing == .suspended, let lent = inner.lent.take() {
      core.lent = lent
      defer { inner.finish() }
      return try await self(element)
    }
    if standing != .busy { inner.finish() }
    return try await self(element)
  }

  /// Relays a synchronous coroutine.
  func delegate<Return>(
    to inner: Coroutine<Element, Input, Return>, isolation: isolated (any Actor)?
  ) async throws -> Return
  where Element: Sendable {
    var next: Element?
    switch inner.state {
    case .running: throw GeneratorError(.alreadyExecuting, inner.origin)
    case .closed where Return.self != Void.self: throw GeneratorError(.closed, inner.origin)
    case .suspended where Input.self != Void.self:
      guard let nothing = nothing(as: Input.self) else {
        throw GeneratorError(.alreadyStarted, inner.origin)
      }
      next = try inner.send(nothing)
    case .suspended: next = try inner.send(() as! Input)
    default: next = try inner.start()
    }
    while let element = next.take() {
      let sent: Input
      do {
        sent = try await self(element)
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
    if Return.self == Void.self { return () as! Return }
    throw GeneratorError(.closed, inner.origin)
  }

  /// Takes the first element, and lends the source to the consumer, which resumes the body after the last
  /// element.
  @usableFromInline
  func lend(
    _ source: consuming LentSource<Element>, isolation: isolated (any Actor)?
  ) async throws {
    guard let element = try source.next() else { return }
    // Sound, since the source was sent and moves to the consumer with its elements. Nothing here keeps it.
    nonisolated(unsafe) let first = element
    core.lent = consume source
    try await self(first)
  }
}

/// An async sequence that is a generator, to which a body may delegate.
private protocol AsyncDelegate<Element> {
  associatedtype Element

  /// Delegates to the generator from the body that yields with `core`.
  func delegate(in core: ElementCore<Element>, isolation: isolated (any Actor)?) async throws
}

extension AsyncGenerator: AsyncDelegate {
  fileprivate func delegate(
    in core: ElementCore<Element>, isolation: isolated (any Actor)?
  ) async throws {
    try await AsyncYield<Element, Void>(core: core).delegate(to: handle, isolation: isolation)
  }
}

extension AsyncCoroutine: AsyncDelegate where Input == Void {
  fileprivate func delegate(
    in core: ElementCore<Element>, isolation: isolated (any Actor)?
  ) async throws {
    _ = try await AsyncYield<Element, Void>(core: core).delegate(to: handle, isolation: isolation)
  }
}
