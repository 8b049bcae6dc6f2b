internal import CCoroutine

// Resumptions through CCoroutine that the fast path doesn't handle.

extension GeneratorCore {
  @usableFromInline
  final var state: GeneratorState { Link(self).state }

  /// Resumes the innermost body of the chain that this generator heads.
  ///
  /// The generator is suspended, or was not started.
  ///
  /// - Parameters:
  ///   - message: `CCO_SEND` or `CCO_THROW`.
  ///   - value: The ``Slot`` of the value that is sent, or the place of the error that is thrown.
  /// - Returns: The ``Slot`` of the yielded element, to be taken before anything else
  ///   happens; `nil` where the body has ended, and left its error in ``failure``.
  @usableFromInline @inline(never)
  final func resumeInChain(
    _ message: UInt, _ value: UnsafeMutableRawPointer?
  ) -> UnsafeMutableRawPointer? {
    if phase == .created { acquireStack() }
    let resumption = Link(self).beginResumption()
    #if DEBUG
      let locals = taskLocals()
    #endif
    let arrival = resumption.target.context!.resume(
      message, value, insteadThrowing: resumption.obstacle)
    #if DEBUG
      if arrival.value != nil && taskLocals() != locals { trapInTaskLocal(arrival.peer) }
    #endif
    if arrival.value == nil {
      Link(self).endResumption(at: nil)
      settle()
    } else {
      Link(self).endResumption(at: Link(of: arrival.peer))
    }
    return arrival.value
  }
}

extension UnsafeMutablePointer<cco_context> {
  /// Resumes a body.
  ///
  /// If the generator that the body waits for runs, the body gets an error in place of the message.
  func resume(
    _ message: UInt, _ value: UnsafeMutableRawPointer?, insteadThrowing obstacle: Link?
  ) -> cco_arrival {
    guard let obstacle else { return cco_resume(self, value, message) }
    return withPlace(of: GeneratorError.alreadyExecuting(obstacle.core.origin)) {
      cco_resume(self, $0, UInt(CCO_THROW))
    }
  }
}

/// Calls `body` with the place of an error that a resumed body takes.
///
/// No place stands for ``GeneratorExit``.
///
/// Sound, since a body takes the error when it is resumed, before control returns here.
func withPlace<Result>(
  of error: (any Error)?, _ body: (UnsafeMutableRawPointer?) -> Result
) -> Result {
  guard error != nil else { return body(nil) }
  var error = error
  return withUnsafeMutablePointer(to: &error) { body(UnsafeMutableRawPointer($0)) }
}
