public import CCoroutine

// The generic part of a resumption is small and inlinable, so that it is specialised where it is
// used.

extension TypedCore {
  /// Returns whether a request resumes the generator, and throws if the generator refuses it.
  ///
  /// If the request ends the generator without running its body, it has ended when this returns.
  @inlinable @inline(never)
  func admits(_ request: Request) throws -> Bool {
    switch state.reaction(to: request) {
    case .resume: return true
    case .discard:
      discard()
      return false
    case .answer: return false
    case .refuse(let kind): throw GeneratorError(kind, origin)
    }
  }

  /// Resumes the body until it yields or ends.
  ///
  /// `value` is the place of an `Input`, in a ``Slot``, that the body may take, or `nil`.
  ///
  /// The first resumption goes through the same switch as the others: a function that returns after
  /// a switch returns to an address that the processor hasn't predicted.
  @inlinable @inline(__always)
  func resume(sending value: UnsafeMutableRawPointer?) throws -> Element? {
    if let target = entry ?? contextOfStart() { return try resume(target, sending: value) }
    if hasCallFrame && isIdle { return try call(.send(value)) }
    return try resumeUncommonly(sending: value)
  }

  /// Takes a stack for a body that wasn't started, and returns its context; otherwise `nil`.
  @inlinable @inline(__always)
  func contextOfStart() -> UnsafeMutablePointer<cco_context>? {
    !hasCallFrame && phase == .created ? acquireStack() : nil
  }

  /// Resumes the body of a context, the last of this generator's chain.
  @inlinable @inline(__always)
  func resume(
    _ entry: UnsafeMutablePointer<cco_context>, sending value: UnsafeMutableRawPointer?
  ) throws -> Element? {
    self.entry = nil
    #if DEBUG
      let locals = taskLocals()
    #endif
    let arrival = cco_resume(entry, value, UInt(CCO_SEND))
    #if DEBUG
      if arrival.value != nil && taskLocals() != locals { trapInTaskLocal(arrival.peer) }
    #endif
    return try stepped(arrival)
  }

  /// Returns the result of a resumption on the fast path.
  @inlinable @inline(__always)
  func stepped(_ arrival: cco_arrival) throws -> Element? {
    guard let slot = arrival.value else {
      try ended()
      return nil
    }
    self.entry = arrival.peer
    return take(slot)
  }

  /// Finishes a resumption on the fast path after the body has ended.
  @inlinable @inline(never)
  func ended() throws {
    settle()
    if let failure = takeFailure() { throw failure }
  }

  @inlinable @inline(never)
  func resumeUncommonly(sending value: UnsafeMutableRawPointer?) throws -> Element? {
    guard try admits(.resume) else { return nil }
    return try outcome(of: resumeInChain(UInt(CCO_SEND), value))
  }

  /// Throws `error` where the body is suspended.
  ///
  /// Only a body that delegates has to know whether it is a ``GeneratorExit``: that cast takes
  /// longer than all other steps here.
  @inlinable @inline(__always)
  func resume(throwing error: consuming any Error) throws -> Element? {
    guard let entry, delegate == nil else { return try resumeUncommonly(throwing: error) }
    self.entry = nil
    #if DEBUG
      let locals = taskLocals()
    #endif
    var place: (any Error)? = consume error
    // Sound, since the body takes the error when it is resumed, before `cco_resume` returns.
    // Unprotected, as in ``Slot``.
    let arrival = _withUnprotectedUnsafeMutablePointer(to: &place) {
      cco_resume(entry, UnsafeMutableRawPointer($0), UInt(CCO_THROW))
    }
    #if DEBUG
      if arrival.value != nil && taskLocals() != locals { trapInTaskLocal(arrival.peer) }
    #endif
    return try stepped(arrival)
  }

  @inlinable @inline(never)
  func resumeUncommonly(throwing error: any Error) throws -> Element? {
    guard try admits(.raise) else { throw error }
    if hasCallFrame { return try call(.raise(error)) }
    var pending = error
    if error is GeneratorExit {
      // PEP 380: the generator that the body delegates to is closed first. If that raises an error,
      // the body receives that error instead.
      pending = closeDelegates { _ = take($0) } ?? error
    }
    return try outcome(of: resumeThrowing(pending))
  }

  @inlinable
  func outcome(of slot: UnsafeMutableRawPointer?) throws -> Element? {
    if let slot { return take(slot) }
    if let failure = takeFailure() { throw failure }
    return nil
  }
}

// MARK: - Call frames

extension TypedCore {
  /// Resumes a call frame, which is idle.
  @inlinable @inline(__always)
  func call(_ message: Message) throws -> Element? {
    // Taken out and put back, which counts no references.
    let frame = CallFrame<Element, Return>.take(from: &body)
    phase = .live
    isIdle = false
    var element: Element?
    do {
      if room.isHere {
        try result.access { try frame.resume(message, &element, &$0) }
      } else {
        try callWithRoom(frame, message, &element)
      }
    } catch {
      phase = .closed
      throw error
    }
    if element == nil {
      phase = .closed
    } else {
      frame.move(to: &body)
      isIdle = true
    }
    return element
  }

  /// Resumes a call frame on a stack that has room for it.
  @inlinable @inline(never)
  func callWithRoom(
    _ frame: borrowing CallFrame<Element, Return>, _ message: Message, _ element: inout Element?
  ) throws {
    let size = MemoryLayout<Element>.size
    if room.find(forElementsOf: size) {
      return try result.access { try frame.resume(message, &element, &$0) }
    }
    let resume = frame.resume
    var failure: (any Error)?
    StackRoom.onFreshStack(forElementsOf: size, of: self) {
      do { try result.access { try resume(message, &element, &$0) } } catch { failure = error }
    }
    if let failure { throw failure }
  }
}
