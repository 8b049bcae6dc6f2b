internal import CCoroutine

extension GeneratorCore {
  /// Closes whom this body delegates to, the last of the chain first, each as PEP 380 has it.
  ///
  /// - Returns: the error that closing the one that it delegated to has raised, to be thrown in
  ///   this body in place of `GeneratorExit`.
  @usableFromInline
  final func closeDelegates(
    discarding discard: (UnsafeMutableRawPointer) -> Void
  ) -> (any Error)? {
    guard delegate != nil else { return nil }
    isDirect = true  // it runs, for those that are being closed
    var core = innermost.core
    var pending: (any Error)? = core.obstacle
    if let inner = core.delegate { core.detach(inner.core) }
    while core !== self {
      let outer = core.delegator!.core
      let slot = core.resumeThrowing(pending)
      // What is released from here on may run code of a `deinit`, which must find the rest of the
      // chain running.
      head.borrowed {
        $0.entry = nil
        $0.isOvertaken = true
      }
      outer.detach(core)
      if let slot {
        discard(slot)
        pending = GeneratorError.ignoredExit(core.origin)
      } else {
        pending = core.takeFailureOfClosing()
      }
      core = outer
    }
    isDirect = false
    isOvertaken = false
    return pending
  }

  /// Resumes the body with an error; `nil` stands for `GeneratorExit`.
  @usableFromInline
  final func resumeThrowing(_ error: (any Error)?) -> UnsafeMutableRawPointer? {
    if error == nil { return resumeSlowly(UInt(CCO_THROW), nil) }
    var error = error
    return withUnsafeMutablePointer(to: &error) {
      resumeSlowly(UInt(CCO_THROW), UnsafeMutableRawPointer($0))
    }
  }

  /// Ends the delegation to `inner`, which becomes the head of what is left of its chain.
  final func detach(_ inner: GeneratorCore) {
    if let delegate, delegate.isLink(to: inner) { self.delegate = nil }
    guard let delegator = inner.delegator, delegator.isLink(to: self) else { return }
    inner.delegator = nil
    inner.context?.pointee.waiter = nil
    if inner.phase == .live && !inner.isDirect {
      inner.entry = inner.innermost.context
    }
  }

  /// Closes a suspended body whose last reference is gone.
  ///
  /// No error can leave from here: see ``UnraisableError``. Nobody delegates to it, since who does
  /// holds a reference.
  @inline(__always)
  final func drop() {
    let slot: UnsafeMutableRawPointer?
    if delegate == nil {
      entry = nil
      slot = cco_resume_to_close(context!).value
      if slot == nil { settle() }
    } else {
      slot = resumeThrowing(closeDelegates { _ in })
    }
    if slot != nil || failure != nil { complain(hasYielded: slot != nil) }
  }

  @inline(never)
  private final func complain(hasYielded: Bool) {
    if hasYielded { fatalError("\(GeneratorError.ignoredExit(origin)) while it was dropped") }
    if let failure = takeFailureOfClosing() {
      UnraisableError.hook(UnraisableError(error: failure, origin: origin))
    }
  }
}
