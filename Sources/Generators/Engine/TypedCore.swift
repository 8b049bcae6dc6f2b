public import CCoroutine

/// A ``GeneratorCore`` that knows what it yields, is sent and returns.
///
/// What is generic is small and inlinable, to be specialised where it is used: taking an element
/// from the body's stack, and the values around it.
@usableFromInline
final class TypedCore<Element, Input, Return>: GeneratorCore {
  /// What stands for the body where there is no stack.
  @exclusivity(unchecked) @usableFromInline
  var source: Source<Element>?

  /// In a box, since a field of a generic type makes the object slower to destroy, and most bodies
  /// return nothing.
  @exclusivity(unchecked) @usableFromInline
  var result: Box<Return>?

  @inlinable
  init(
    body: @escaping (Yield<Element, Input>) throws -> Void, stackSize: Int, origin: GeneratorOrigin
  ) where Return == Void {
    super.init(stackSize: stackSize, isStackless: false, origin: origin)
    TypedBody(run: body).move(to: &self.body)
  }

  @inlinable
  init(
    returning body: @escaping (Yield<Element, Input>) throws -> Return, stackSize: Int,
    origin: GeneratorOrigin
  ) {
    super.init(stackSize: stackSize, isStackless: false, origin: origin)
    // Unowned, or the core would own itself; it outlives its body, which ends in `deinit` at the
    // latest.
    let body = TypedBody<Element, Input> { [unowned(unsafe) self] yield in
      // Not in one line: without optimisation `self` would be retained first, by the body's stack.
      let result = try body(yield)
      self.result = Box(result)
    }
    body.move(to: &self.body)
  }

  @inlinable
  init(source: Source<Element>, origin: GeneratorOrigin) {
    self.source = source
    super.init(stackSize: 0, isStackless: true, origin: origin)
  }

  deinit {
    if phase == .live && !isStackless { drop() }
  }

  /// Moves the element out of where the body has put it.
  @inlinable @inline(__always)
  func take(_ slot: UnsafeMutableRawPointer) -> Element {
    // The body may have let go of the last reference to this generator; then what resumed it holds
    // one, which must not go before the element is out of the body's stack.
    withExtendedLifetime(self) { Slot<Element>.take(from: slot) }
  }
}

// MARK: - Resumption

extension TypedCore {
  /// Lets the body run until it yields or ends.
  ///
  /// `value` is where an `Input` lies, in a ``Slot``, that the body may take, or `nil`.
  @inlinable @inline(__always)
  func resume(sending value: UnsafeMutableRawPointer?) throws -> Element? {
    guard let entry = entry ?? (isStackless ? nil : started()) else {
      return try resumeUncommonly(sending: value)
    }
    self.entry = nil
    let arrival = cco_resume(entry, value, UInt(CCO_SEND))
    guard let slot = arrival.value else {
      try ended()
      return nil
    }
    self.entry = arrival.peer
    return take(slot)
  }

  /// After the body has ended on the fast path.
  @inlinable @inline(never)
  func ended() throws {
    settle()
    if let failure = takeFailure() { throw failure }
  }

  @inlinable @inline(never)
  func resumeUncommonly(sending value: UnsafeMutableRawPointer?) throws -> Element? {
    if phase == .closed { return nil }
    if isStackless {
      if isDirect { throw GeneratorError.alreadyExecuting(origin) }
      return try pullNext()
    }
    if isRunning { throw GeneratorError.alreadyExecuting(origin) }
    return try outcome(of: resumeSlowly(UInt(CCO_SEND), value))
  }

  @inlinable
  func outcome(of slot: UnsafeMutableRawPointer?) throws -> Element? {
    if let slot { return take(slot) }
    if let failure = takeFailure() { throw failure }
    return nil
  }

  @inlinable
  func pullNext() throws -> Element? {
    phase = .live
    isDirect = true
    var element: Element?
    do {
      try source.unsafelyUnwrapped.next(&element)
    } catch {
      isDirect = false
      closeStackless()
      throw error
    }
    isDirect = false
    if element == nil { closeStackless() }
    return element
  }

  /// Throws `error` where the body is suspended.
  @inlinable
  func resume(throwing error: any Error) throws -> Element? {
    switch phase {
    case .created:
      closeStackless()
      throw error
    case .closed:
      throw error
    case .live:
      if isRunning { throw GeneratorError.alreadyExecuting(origin) }
      if isStackless {
        closeStackless()
        throw error
      }
      var pending = error
      if error is GeneratorExit {
        // PEP 380: whom the body delegates to is closed, and the body is given what came of it.
        pending = closeDelegates { _ = take($0) } ?? error
      }
      return try outcome(of: resumeThrowing(pending))
    }
  }

  /// Closes one that has no stack, for it was not started or needs none.
  @inlinable
  func closeStackless() {
    phase = .closed
    body = nil
    source = nil
  }

  /// Closes the generator; what its body returned, where it returned.
  @inlinable
  func close() throws -> Return? {
    switch phase {
    case .created:
      closeStackless()
      return nil
    case .closed:
      return nil
    case .live:
      if isRunning { throw GeneratorError.alreadyExecuting(origin) }
      if isStackless {
        closeStackless()
        return nil
      }
      let pending = closeDelegates { _ = take($0) }
      if let slot = resumeThrowing(pending) {
        _ = take(slot)
        throw GeneratorError.ignoredExit(origin)
      }
      if let failure = takeFailureOfClosing() { throw failure }
      return returned
    }
  }

  /// What the body returned; `nil` before that, and where it never returned.
  @inlinable
  var returned: Return? { result?.value }
}
