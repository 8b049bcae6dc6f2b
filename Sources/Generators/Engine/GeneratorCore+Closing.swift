internal import CCoroutine

// Closing, by request or because the last reference to a generator is released.

extension TypedCore {
  /// Closes the generator, and returns the value that its body returned, if any.
  @inlinable
  func close() throws -> Return? {
    guard try admits(.close) else { return nil }
    if hasCallFrame { return try closeCalled() }
    let pending = closeDelegates { _ = take($0) }
    let slot = resumeThrowing(pending)
    if let slot { _ = take(slot) }
    return try closed(hasYielded: slot != nil)
  }

  @inlinable
  func closeCalled() throws -> Return? {
    guard hasCleanup else {
      // Releasing it ends it, which needs no room on the stack.
      discard()
      return nil
    }
    do {
      let element = try call(.close)
      return try closed(hasYielded: element != nil)
    } catch is GeneratorExit {
      return nil
    }
  }

  /// Returns the result of closing a body that has yielded or ended.
  @inlinable
  func closed(hasYielded: Bool) throws -> Return? {
    if hasYielded { throw GeneratorError.ignoredExit(origin) }
    if let failure = takeFailureOfClosing() { throw failure }
    return returned
  }

  /// Closes a call frame that is suspended and whose last reference is released.
  @usableFromInline @inline(never)
  func dropCalled() {
    guard Releases.begin() else {
      // Another core owns the frame until it is closed: this core is being released.
      let heir = TypedCore(
        frame: CallFrame.take(from: &body), hasCleanup: true, origin: origin)
      heir.phase = .live
      return Releases.postpone([heir])
    }
    do {
      let element = try call(.close)
      complain(hasYielded: element != nil)
    } catch {
      failure = Held(error)
      complain(hasYielded: false)
    }
    Releases.end()
  }
}

extension GeneratorCore {
  /// Closes the generators that this body delegates to, the last of the chain first: see
  /// ``ChainClosing``.
  ///
  /// - Returns: The error of closing the next body of the chain, to be thrown in this body in place
  ///   of `GeneratorExit`.
  @usableFromInline
  final func closeDelegates(
    discarding discard: (UnsafeMutableRawPointer) -> Void
  ) -> (any Error)? {
    guard var closing = Link(self).beginClosing() else { return nil }
    var pending: (any Error)? = closing.obstacle.map {
      GeneratorError.alreadyExecuting($0.core.origin)
    }
    while let core = closing.beginTurn()?.core {
      let slot = withPlace(of: pending) { cco_resume(core.context!, $0, UInt(CCO_THROW)).value }
      if slot == nil { core.settle() }
      closing.endTurn()
      if let slot { discard(slot) }
      pending = core.errorOfClosing(hasYielded: slot != nil)
    }
    return pending
  }

  /// Returns the error that closing this body raises in the body that delegates to it.
  private final func errorOfClosing(hasYielded: Bool) -> (any Error)? {
    hasYielded ? GeneratorError.ignoredExit(origin) : takeFailureOfClosing()
  }

  /// Resumes the body with an error; `nil` stands for `GeneratorExit`.
  @usableFromInline
  final func resumeThrowing(_ error: (any Error)?) -> UnsafeMutableRawPointer? {
    withPlace(of: error) { resumeInChain(UInt(CCO_THROW), $0) }
  }

  /// Closes a suspended body whose last reference is released.
  ///
  /// The caller gets no error: see ``UnraisableError``. No body delegates to it, since that body
  /// would hold a reference.
  @inline(__always)
  final func drop() {
    guard delegate == nil && Releases.isOutermost else { return dropUncommonly() }
    unwindDropped()
  }

  @inline(never)
  private final func dropUncommonly() {
    Releases.onOtherStack {
      if delegate == nil { return unwindDropped() }
      let slot = resumeThrowing(closeDelegates { _ in })
      if slot != nil || !failure.isEmpty { complain(hasYielded: slot != nil) }
    }
  }

  @inline(__always)
  private final func unwindDropped() {
    entry = nil
    let slot = cco_resume_to_close(context!).value
    if slot == nil { settle() }
    if slot != nil || !failure.isEmpty { complain(hasYielded: slot != nil) }
  }

  @inline(never)
  final func complain(hasYielded: Bool) {
    if hasYielded { fatalError("\(GeneratorError.ignoredExit(origin)) while it was dropped") }
    if let failure = takeFailureOfClosing() {
      UnraisableError.hook(UnraisableError(error: failure, origin: origin))
    }
  }
}
