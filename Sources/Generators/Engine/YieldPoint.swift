public import CCoroutine

/// A body's side of the switch.
///
/// Sound because ``Yield``, which holds it, cannot leave the body: the context is that of the
/// running body and lives for as long as it runs.
@usableFromInline
struct YieldPoint {
  @usableFromInline let context: UnsafeMutablePointer<cco_context>

  init(context: UnsafeMutablePointer<cco_context>) { self.context = context }

  /// Hands out `element` and waits for what is sent for it.
  @inlinable @inline(__always)
  func suspend<Element, Input>(
    yielding element: consuming Element, awaiting: Input.Type
  ) throws -> Input {
    let value = try suspend(yielding: element)
    if Input.self == Void.self { return unsafeBitCast((), to: Input.self) }
    // Only a consumer with this very `Input` can resume this body with a message to go on.
    return Slot<Input>.take(from: value.unsafelyUnwrapped)
  }

  /// Hands out `element` and gives the place of what is sent for it, to be left or taken at once.
  @inlinable @inline(__always) @discardableResult
  func suspend<Element>(yielding element: consuming Element) throws -> UnsafeMutableRawPointer? {
    let message = Slot.with(element) { cco_suspend(context, $0) }
    if message.message != UInt(CCO_SEND) { throw Self.takeError(message.value) }
    return message.value
  }

  /// The error that was thrown in; with no place, the one of closing.
  @usableFromInline @inline(never)
  static func takeError(_ place: UnsafeMutableRawPointer?) -> any Error {
    guard let place else { return GeneratorExit.take() }
    return place.assumingMemoryBound(to: (any Error)?.self).pointee.take()!
  }
}
