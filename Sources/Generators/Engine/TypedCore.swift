public import CCoroutine

/// A ``GeneratorCore`` that knows what it yields, is sent and returns.
///
/// What is generic is small and inlinable, to be specialised where it is used: taking an element
/// from the body's stack, and the values around it.
@usableFromInline
final class TypedCore<Element, Input, Return>: GeneratorCore {
  // Not `throws -> Return`: a closure that returns a generic type has another calling convention
  // than one that returns `Void`, and each generator would pay an allocation for the conversion.
  @usableFromInline typealias Body = (Yield<Element, Input>) throws -> Void

  /// The body until it is started.
  @exclusivity(unchecked) @usableFromInline
  var body: Body?

  /// What stands for the body where there is no stack: the next element of the wrapped sequence.
  @exclusivity(unchecked) @usableFromInline
  var pull: (() -> Element?)?

  @exclusivity(unchecked) @usableFromInline
  var result: Return?

  @inlinable
  init(body: @escaping Body, stackSize: Int, origin: GeneratorOrigin) where Return == Void {
    self.body = body
    super.init(stackSize: stackSize, isStackless: false, origin: origin)
  }

  @inlinable
  init(
    returning body: @escaping (Yield<Element, Input>) throws -> Return, stackSize: Int,
    origin: GeneratorOrigin
  ) {
    super.init(stackSize: stackSize, isStackless: false, origin: origin)
    // Unowned, or the core would own itself; it outlives its body, which ends in `deinit` at the
    // latest.
    self.body = { [unowned(unsafe) self] yield in self.result = try body(yield) }
  }

  @inlinable
  init(pulling pull: @escaping () -> Element?, origin: GeneratorOrigin) {
    self.pull = pull
    super.init(stackSize: 0, isStackless: true, origin: origin)
  }

  deinit {
    if phase == .live && !isStackless { drop() }
  }

  override class func run(_ object: UnsafeMutableRawPointer) {
    do {
      try takeBody(object)(Yield(point: YieldPoint(core: unretained(object))))
    } catch {
      fail(object, error)
    }
  }

  // Not inlined, so that no reference to the object stays in the frame of `run`.
  @inline(never)
  private static func takeBody(_ object: UnsafeMutableRawPointer) -> Body {
    let core = unsafeDowncast(unretained(object), to: Self.self)
    let body = core.body!
    core.body = nil
    return body
  }

  @inline(never)
  private static func fail(_ object: UnsafeMutableRawPointer, _ error: any Error) {
    unretained(object).failure = error
  }

  /// Moves the element, or nothing, out of where the body has put it.
  @inlinable @inline(__always)
  static func take(_ slot: UnsafeMutableRawPointer) -> Element? {
    slot.assumingMemoryBound(to: Element?.self).pointee.take()
  }
}

// MARK: - Resumption

extension TypedCore {
  /// Lets the body run until it yields or ends.
  ///
  /// - Parameter value: where an `Input?` lies that the body may take, or `nil`.
  @inlinable @inline(__always)
  func resume(sending value: UnsafeMutableRawPointer?) throws -> Element? {
    guard let entry else { return try resumeUncommonly(sending: value) }
    self.entry = nil
    let arrival = cco_resume(entry, value, UInt(CCO_SEND))
    guard let peer = arrival.peer else {
      try ended()
      return nil
    }
    self.entry = peer
    return Self.take(arrival.value!)
  }

  /// After the body has ended on the fast path.
  @inlinable @inline(never)
  func ended() throws {
    settleEnded()
    if let failure = takeFailure() { throw failure }
  }

  @usableFromInline
  func settleEnded() { settle() }

  @inlinable @inline(never)
  func resumeUncommonly(sending value: UnsafeMutableRawPointer?) throws -> Element? {
    if phase == .closed { return nil }
    if isRunning { throw GeneratorError.alreadyExecuting(origin) }
    if isStackless { return pullNext() }
    return try outcome(of: resumeSlowly(UInt(CCO_SEND), value))
  }

  @inlinable
  func outcome(of slot: UnsafeMutableRawPointer?) throws -> Element? {
    if let slot { return Self.take(slot) }
    if let failure = takeFailure() { throw failure }
    return nil
  }

  @inlinable
  func pullNext() -> Element? {
    phase = .live
    isDirect = true
    let element = pull!()
    isDirect = false
    if element == nil { closeStackless() }
    return element
  }

  @inlinable
  func closeStackless() {
    phase = .closed
    pull = nil
  }

  /// Throws `error` where the body is suspended.
  @inlinable
  func resume(throwing error: any Error) throws -> Element? {
    switch phase {
    case .created:
      closeUnstarted()
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
        let outcome = closeDelegates { _ = Self.take($0) }
        if !(outcome is GeneratorExit) { pending = outcome }
      }
      return try outcome(of: resumeThrowing(pending))
    }
  }

  @inlinable
  func closeUnstarted() {
    phase = .closed
    body = nil
    pull = nil
  }

  /// Closes the generator; what its body returned, where it returned.
  @inlinable
  func close() throws -> Return? {
    switch phase {
    case .created:
      closeUnstarted()
      return nil
    case .closed:
      return nil
    case .live:
      if isRunning { throw GeneratorError.alreadyExecuting(origin) }
      if isStackless {
        closeStackless()
        return nil
      }
      let pending = closeDelegates { _ = Self.take($0) }
      if let slot = resumeThrowing(pending) {
        _ = Self.take(slot)
        throw GeneratorError.ignoredExit(origin)
      }
      guard let failure = takeFailure() else { return returned }
      if failure is GeneratorExit { return nil }
      throw failure
    }
  }

  /// What the body returned; `nil` before that, and where it never returned.
  @inlinable
  var returned: Return? { result }
}
