internal import CCoroutine

extension YieldPoint {
  /// Delegates to the elements of a sequence that is not a generator, and ignores the values that
  /// are sent.
  @inlinable
  func delegate<Source: Sequence>(toElementsOf source: consuming Source) throws {
    // Not `for`, which keeps its element here while the body is suspended: the consumer must own
    // it. The sequence is consumed, because the head of a lazy list would keep each element that
    // was made.
    var iterator = (consume source).makeIterator()
    while let element = iterator.next() { try suspend(yielding: consume element) }
  }

  /// Delegates to `inner`: the consumer of the running body becomes `inner`'s, until it ends.
  ///
  /// `value` is the ``Slot`` of an `InnerInput` that resumes an `inner` that was started, or `nil`
  /// if it takes nothing.
  @inlinable
  func delegate<Element, InnerInput, Return>(
    to inner: TypedCore<Element, InnerInput, Return>, sending value: UnsafeMutableRawPointer?
  ) throws -> Return {
    switch inner.delegation {
    case .skip: return try inner.valueOfClosed()
    case .refuse(let kind): throw GeneratorError(kind, inner.origin)
    case .relay: return try relay(inner, sending: value)
    case .link:
      return try link(inner, sending: value) ? inner.valueOfEnded() : inner.valueOfClosed()
    }
  }

  /// Makes `inner` the next of the chain and waits for its end.
  ///
  /// - Returns: Whether it ended here. If not, a direct use of `inner` received the value that it
  ///   returned.
  @usableFromInline
  func link(_ inner: GeneratorCore, sending value: UnsafeMutableRawPointer?) throws -> Bool {
    // Not a counted reference: it would lie on the outer body's own stack and keep it alive.
    let outer = Link(of: context)
    if inner.phase == .created { inner.acquireStack() }
    let delegation = outer.beginDelegation(to: Link(inner))
    let target = delegation.target.context!
    let message =
      if let obstacle = delegation.obstacle {
        withPlace(of: GeneratorError.alreadyExecuting(obstacle.core.origin)) {
          cco_delegate(context, target, $0, UInt(CCO_THROW))
        }
      } else {
        cco_delegate(context, target, value, UInt(CCO_SEND))
      }
    outer.endDelegation(to: Link(inner))
    switch message.message {
    case UInt(CCO_RETURNED):
      inner.settle()
      if let failure = inner.takeFailure() { throw failure }
      return true
    case UInt(CCO_THROW):
      throw takeError(message.value)
    default:
      return false
    }
  }

  /// Follows PEP 380 literally: each element goes through this body.
  @usableFromInline
  func relay<Element, InnerInput, Return>(
    _ inner: TypedCore<Element, InnerInput, Return>, sending value: UnsafeMutableRawPointer?
  ) throws -> Return {
    var next = try inner.resume(sending: value)
    while let element = next.take() {
      let sent: UnsafeMutableRawPointer?
      do {
        sent = try suspend(yielding: consume element)
      } catch let exit as GeneratorExit {
        _ = try inner.close()
        throw exit
      } catch {
        next = try inner.resume(throwing: error)
        continue
      }
      // Other code may have ended it since.
      if inner.phase == .closed { return try inner.valueOfClosed() }
      next = try inner.resume(sending: sent)
    }
    return try inner.valueOfEnded()
  }
}

extension TypedCore {
  /// The way in which a body delegates to this generator.
  @usableFromInline
  var delegation: Delegation {
    // A chain has one head, and a call frame can't suspend its caller.
    Delegation(to: state, canBeLinked: !hasCallFrame && delegator == nil)
  }

  /// Returns the value of a delegation to this generator when its body has just returned.
  @inlinable
  func valueOfEnded() throws -> Return {
    if Return.self == Void.self { return unsafeBitCast((), to: Return.self) }
    guard let result = returned else { throw GeneratorError.closed(origin) }
    return result
  }

  /// Returns the value of a delegation to this generator after it was closed: none, as in CPython.
  @inlinable
  func valueOfClosed() throws -> Return {
    if Return.self == Void.self { return unsafeBitCast((), to: Return.self) }
    throw GeneratorError.closed(origin)
  }
}
