public import Generators

// The requests of a consumer. Each takes the turn, waits for the body's answer, and ends the turn.

extension AsyncHandle {
  /// Resumes the body without a value.
  @inlinable @inline(__always)
  func resume(isolation: isolated (any Actor)?) async throws -> Element? {
    let core = core
    switch core.begin() {
    case .busy: throw misuse(.alreadyExecuting)
    case .closed: return ended()
    case .created: break
    case .suspended:
      if core.lent != nil, let element = pullLent() { return element }
    }
    if !core.drive(isolation: isolation) { await core.wait(isolation: isolation) }
    return try takeAnswer()
  }

  /// Runs the body to its first yield.
  @usableFromInline
  func start(isolation: isolated (any Actor)?) async throws -> Element? {
    let core = core
    switch core.begin() {
    case .busy: throw misuse(.alreadyExecuting)
    case .closed: return ended()
    case .suspended:
      core.finish()
      throw misuse(.alreadyStarted)
    case .created: break
    }
    if !core.drive(isolation: isolation) { await core.wait(isolation: isolation) }
    return try takeAnswer()
  }

  /// Resumes the body with a value.
  @inlinable @inline(__always)
  func send(_ value: consuming Input, isolation: isolated (any Actor)?) async throws -> Element? {
    let core = core
    switch core.begin() {
    case .busy: throw misuse(.alreadyExecuting)
    case .closed: return ended()
    case .created:
      // No `yield` can take a value yet. `()` or `nil` starts the body, as `None` does in Python.
      guard startsBody(value) else {
        core.finish()
        throw misuse(.notStarted)
      }
    case .suspended:
      if core.lent != nil, let element = pullLent() { return element }
      core.sent = consume value
    }
    if !core.drive(isolation: isolation) { await core.wait(isolation: isolation) }
    // If the body delegates to a generator without input, the value is still there.
    core.sent = nil
    return try takeAnswer()
  }

  /// Resumes the body with an error.
  @usableFromInline
  func `throw`(_ error: any Error, isolation: isolated (any Actor)?) async throws -> Element? {
    let core = core
    switch core.begin() {
    case .busy: throw misuse(.alreadyExecuting)
    // Like `athrow` in PEP 525.
    case .closed: return ended()
    case .created:
      core.closeUnstarted()
      core.finish()
      throw error
    case .suspended:
      if core.lent != nil, !(error is GeneratorExit) {
        if let element = throwIntoLent(error) { return element }
      } else if error is GeneratorExit {
        core.throwExit(error)
      } else {
        core.thrown = error
      }
    }
    if !core.drive(isolation: isolation) { await core.wait(isolation: isolation) }
    core.isExiting = false
    return try takeAnswer()
  }

  /// Closes the body, and returns the value that the body returned.
  @usableFromInline
  func close(isolation: isolated (any Actor)?) async throws -> Return? {
    let core = core
    switch core.begin() {
    case .busy: throw misuse(.alreadyExecuting)
    case .closed:
      core.finish()
      return nil
    case .created:
      core.closeUnstarted()
      core.finish()
      return nil
    case .suspended: break
    }
    core.throwExit()
    if !core.drive(isolation: isolation) { await core.wait(isolation: isolation) }
    core.isExiting = false
    do {
      if try takeAnswer() != nil { throw misuse(.ignoredExit) }
    } catch is GeneratorExit {
      return nil
    }
    return core.returned
  }

  @usableFromInline
  func misuse(_ kind: GeneratorError.Kind) -> any Error {
    GeneratorError(kind, core.origin, isAsync: true)
  }

  /// Returns whether `value` may resume a body that hasn't reached a `yield`.
  @usableFromInline
  func startsBody(_ value: borrowing Input) -> Bool { isNothing(value) }

  @usableFromInline
  func ended() -> Element? {
    core.finish()
    return nil
  }

  /// Takes the body's answer, and ends the turn.
  @inlinable @inline(__always)
  func takeAnswer() throws -> Element? {
    if let element = core.element.take() {
      core.finish()
      return element
    }
    return try takeEnd()
  }

  @usableFromInline @inline(never)
  func takeEnd() throws -> Element? {
    core.settle()
    let failure = core.failure.take()
    core.finish()
    if let failure { throw failure }
    return nil
  }

  /// Takes an element of the lent source, or returns `nil` if the body must continue.
  @inlinable
  func pullLent() -> Element? { takeLent { try $0.next() } }

  /// Throws an error into the lent source, and returns its element, or `nil` if the body must continue.
  @usableFromInline
  func throwIntoLent(_ error: any Error) -> Element? { takeLent { try $0.throw(error) } }

  @inlinable @inline(__always)
  func takeLent(_ element: (LentSource<Element>) throws -> Element?) -> Element? {
    do {
      if let element = try element(core.lent!) {
        core.finish()
        return element
      }
    } catch {
      core.thrown = error
    }
    core.lent = nil
    return nil
  }
}
