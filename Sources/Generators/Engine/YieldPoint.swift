public import CCoroutine

/// A body's side of the switch.
///
/// Sound because ``Yield``, which holds it, cannot leave the body: the context is that of the
/// running body and lives for as long as it runs.
@usableFromInline
struct YieldPoint {
  @usableFromInline let context: UnsafeMutablePointer<cco_context>

  init(context: UnsafeMutablePointer<cco_context>) { self.context = context }

  /// Passes `element` to the consumer and waits for the value that is sent for it.
  @inlinable @inline(__always)
  func suspend<Element, Input>(
    yielding element: consuming Element, awaiting: Input.Type
  ) throws -> Input {
    let value = try suspend(yielding: element)
    if Input.self == Void.self { return unsafeBitCast((), to: Input.self) }
    // Only a consumer with the same `Input` can resume this body with a message to continue.
    return Slot<Input>.take(from: value.unsafelyUnwrapped)
  }

  /// Passes `element` to the consumer and returns the place of the value that is sent for it, which
  /// the caller must take or leave at once.
  @inlinable @inline(__always) @discardableResult
  func suspend<Element>(yielding element: consuming Element) throws -> UnsafeMutableRawPointer? {
    let message = Slot.with(element) { cco_suspend(context, $0) }
    if message.message != UInt(CCO_SEND) { throw takeError(message.value) }
    return message.value
  }
}

/// Returns the error that was thrown into a body; if there is no place, the error of closing.
///
/// Not a method of a type, which would be called through a thunk that drops the type.
@usableFromInline @inline(never)
func takeError(_ place: UnsafeMutableRawPointer?) -> any Error {
  guard let place else { return GeneratorExit.take() }
  return place.assumingMemoryBound(to: (any Error)?.self).pointee.take()!
}
