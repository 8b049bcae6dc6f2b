public import Generators

// What a consumer requests of a generator: each takes the turn, lets the body answer, and gives the turn back.

extension AsyncHandle {
  /// Resumes the body with nothing: `next` and `start`.
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
      // There is no `yield` to take a value. `()` or `nil` starts the body, as `None` does in Python.
      guard startsBody(value) else {
        core.finish()
        throw misuse(.notStarted)
      }
    case .suspended:
      if core.lent != nil, let element = pullLent() { return element }
      core.sent = consume value
    }
    if !core.drive(isolation: isolation) { await core.wait(isolation: isolation) }
    // Where the body delegates to what takes nothing, the value is still there.
    core.sent = nil
    return try takeAnswer()
  }

  /// Resumes the body with an error.
  @usableFromInline
  func `throw`(_ error: any Error, isolation: isolated (any Actor)?) async throws -> Element? {
    let core = core
    switch core.begin() {
    case .busy: throw misuse(.alreadyExecuting)
    // As PEP 525's `athrow`.
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

  /// Closes the body, and returns what it returned meanwhile.
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

  /// Whether a body that has no `yield` yet may be resumed with `value`.
  @usableFromInline
  func startsBody(_ value: borrowing Input) -> Bool { isNothing(value) }

  @usableFromInline
  func ended() -> Element? {
    core.finish()
    return nil
  }

  /// Takes what the body has answered, and gives back the turn.
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

  /// Takes an element of the lent source; `nil` if the body must go on.
  @inlinable
  func pullLent() -> Element? { takeLent { try $0.next() } }

  /// Throws an error into the lent source; `nil` if the body must go on.
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
