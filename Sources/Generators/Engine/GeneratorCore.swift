public import CCoroutine

/// What every generator is underneath, whatever it yields: a body with a stack of its own, its
/// state, and its place in a chain of delegations.
///
/// Every resumption goes through `cco_resume`, either in the fast path of
/// ``TypedCore/resume(sending:)`` or in ``resumeSlowly(_:_:)``.
///
/// A chain: while the body of *outer* waits in `yield(from: inner)`, `outer.delegate` is inner and
/// `inner.delegator` is outer. The first of a chain, its *head*, has in `entry` the context of the
/// last, so that an element of the last takes one switch to the head's consumer however long the
/// chain is. Any other member can still be used directly; that takes the slow path, which sets the
/// head's `entry` right again.
///
/// The properties are not checked for exclusive access: each access is an instantaneous load or
/// store, and one thread at a time uses a generator, since it is not `Sendable`.
@usableFromInline
class GeneratorCore {
  /// The context to resume, while that is all there is to a resumption.
  ///
  /// That is while the body is suspended and the head of its chain. `nil` sends each use to the
  /// slow path.
  @exclusivity(unchecked) @usableFromInline
  final var entry: UnsafeMutablePointer<cco_context>?

  /// The context at the top of this body's own stack, from the first resumption to the end.
  @exclusivity(unchecked)
  final var context: UnsafeMutablePointer<cco_context>?

  /// The one whose body waits in `yield(from: self)`.
  ///
  /// Its frame keeps `self` alive, and `self` ends or is detached before that frame goes on, so
  /// neither this reference nor ``delegate`` can outlive its object.
  @exclusivity(unchecked)
  final var delegator: Link?

  /// Whom this body delegates to; its frame, in `yield(from:)`, owns it.
  @exclusivity(unchecked)
  final var delegate: Link?

  /// The body until it is started.
  @exclusivity(unchecked) @usableFromInline
  final var body: Body?

  /// The error that left the body, until the resumer takes it.
  @exclusivity(unchecked)
  final var failure: (any Error)?

  /// What left the body was ``GeneratorExit/shared``; ``failure`` is `nil` then.
  @exclusivity(unchecked)
  final var hasExited = false

  @usableFromInline
  enum Phase: UInt8 { case created, live, closed }

  @exclusivity(unchecked) @usableFromInline
  final var phase: Phase = .created

  /// Resumed by somebody else than its delegator, or being closed.
  @exclusivity(unchecked) @usableFromInline
  final var isDirect = false

  /// The head of a chain of which a later member is being used directly: `entry` is `nil` though
  /// it does not run.
  @exclusivity(unchecked)
  final var isOvertaken = false

  /// Wraps a sequence and has no stack.
  @usableFromInline final let isStackless: Bool

  final let stackSize: Int
  @usableFromInline final let origin: GeneratorOrigin

  @usableFromInline
  init(stackSize: Int, isStackless: Bool, origin: GeneratorOrigin) {
    self.stackSize = stackSize
    self.isStackless = isStackless
    self.origin = origin
  }

  /// Control arrives on the body's stack: called by C.
  ///
  /// No reference to the object may stay here while the body runs: it would lie on the body's
  /// stack and keep the generator alive for as long as it is suspended.
  private static let enter: @convention(c) (UnsafeMutablePointer<cco_context>?) -> Void = {
    let context = $0.unsafelyUnwrapped
    do {
      try takeBody(context).run(YieldPoint(context: context))
    } catch {
      fail(context, error)
    }
  }

  // Not inlined, so that what the closure captures is released when it has returned.
  @inline(never)
  private static func takeBody(_ context: UnsafeMutablePointer<cco_context>) -> Body {
    Link(of: context).borrowed { $0.body.take().unsafelyUnwrapped }
  }

  @inline(never)
  private static func fail(
    _ context: UnsafeMutablePointer<cco_context>, _ error: consuming any Error
  ) {
    var failure = GeneratorExit.drop(error)
    Link(of: context).borrowed {
      $0.hasExited = failure == nil
      swap(&$0.failure, &failure)
    }
  }

  /// What to resume in the fast path after all: a body that was not started gets its stack.
  @usableFromInline @inline(never)
  final func started() -> UnsafeMutablePointer<cco_context>? {
    guard phase == .created, !isStackless else { return nil }
    acquireStack()
    return context
  }

  /// Gives the body a stack.
  final func acquireStack() {
    let object = Unmanaged.passUnretained(self).toOpaque()
    guard let context = cco_acquire(stackSize, object, Self.enter) else {
      trapWithoutStack(errno: currentErrno())
    }
    self.context = context
    phase = .live
  }

  /// Gives the stack back: the body has ended.
  @usableFromInline
  final func settle() {
    let context = self.context!
    self.context = nil
    entry = nil
    phase = .closed
    cco_release(context)
  }

  /// The error that left the body, once.
  @usableFromInline
  final func takeFailure() -> (any Error)? {
    if hasExited {
      hasExited = false
      return GeneratorExit.shared
    }
    return failure.take()
  }

  /// The error that left the body, once, unless it is what closing makes of a body.
  @usableFromInline
  final func takeFailureOfClosing() -> (any Error)? {
    hasExited = false
    if failure == nil { return nil }
    return failure is GeneratorExit ? nil : failure.take()
  }
}
