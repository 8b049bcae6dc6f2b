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
  /// The context to resume, while that is all there is to a resumption: started, not ended, not
  /// running, the head of its chain. `nil` sends each use to the slow path.
  @exclusivity(unchecked) @usableFromInline
  final var entry: UnsafeMutablePointer<cco_context>?

  /// The context at the top of this body's own stack, from the first resumption to the end.
  @exclusivity(unchecked)
  final var context: UnsafeMutablePointer<cco_context>?

  /// Whose body waits in `yield(from: self)`. Its frame keeps `self` alive, and `self` ends or is
  /// detached before that frame goes on, so neither reference can outlive its object.
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
  init(body: Body?, stackSize: Int, isStackless: Bool, origin: GeneratorOrigin) {
    self.body = body
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
    let isShared = GeneratorExit.isShared(error)
    var failure = isShared ? nil : Optional(error)
    Link(of: context).borrowed {
      $0.hasExited = isShared
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

/// A reference that is not counted: counting is atomic and would be most of the cost of making,
/// delegating to and ending a generator. ``GeneratorCore/delegator`` says why it is safe.
@usableFromInline
struct Link {
  private let reference: Unmanaged<GeneratorCore>

  init(_ core: GeneratorCore) { reference = .passUnretained(core) }

  /// The core whose stack `context` lies on.
  init(of context: UnsafeMutablePointer<cco_context>) {
    reference = .fromOpaque(context.pointee.object)
  }

  @inline(__always)
  func borrowed<Result>(_ body: (GeneratorCore) -> Result) -> Result {
    reference._withUnsafeGuaranteedRef { body($0) }
  }

  var core: GeneratorCore { reference.takeUnretainedValue() }
  var context: UnsafeMutablePointer<cco_context>? { borrowed { $0.context } }

  func isLink(to core: GeneratorCore) -> Bool {
    reference.toOpaque() == Unmanaged.passUnretained(core).toOpaque()
  }
}

// MARK: - State

extension GeneratorCore {
  /// Whether the body, or the one that it delegates to, runs on behalf of this generator.
  @usableFromInline
  final var isRunning: Bool {
    if isDirect { return true }
    if let delegator { return delegator.borrowed { $0.isRunning } }
    return phase == .live && entry == nil && !isOvertaken && !isStackless
  }

  final var state: GeneratorState {
    switch phase {
    case .created: .created
    case .closed: .closed
    case .live: isRunning ? .running : .suspended
    }
  }

  /// The first of the chain.
  final var head: Link {
    var link = Link(self)
    while let next = link.borrowed({ $0.delegator }) { link = next }
    return link
  }

  /// The last of the chain that can be resumed.
  ///
  /// One that was closed directly can't: the one before it finds that out. Neither can one that
  /// runs, used directly by somebody whose call has not returned: see ``obstacle``.
  final var innermost: Link {
    var link = Link(self)
    while let next = link.borrowed({ $0.delegate }),
      next.borrowed({ $0.phase != .closed && !$0.isDirect })
    {
      link = next
    }
    return link
  }

  /// What the innermost of a chain must be resumed with because whom it delegates to is running.
  final var obstacle: GeneratorError? {
    guard let delegate else { return nil }
    return delegate.borrowed { $0.isDirect ? .alreadyExecuting($0.origin) : nil }
  }
}

// MARK: - Resumption

extension GeneratorCore {
  /// Resumes a body that is started or not, is suspended, and has a place in a chain or none.
  ///
  /// - Returns: the place of the yielded element, an `Optional` to be taken before anything else
  ///   happens; `nil` where the body has ended, and left its error in ``failure``.
  @usableFromInline @inline(never)
  final func resumeSlowly(
    _ message: UInt, _ value: UnsafeMutableRawPointer?
  ) -> UnsafeMutableRawPointer? {
    if phase == .created { acquireStack() }
    if delegate == nil { return resume(context!, message, value) }
    let target = innermost
    guard let obstacle = target.borrowed({ $0.obstacle }) else {
      return resume(target.context!, message, value)
    }
    var error: (any Error)? = obstacle
    return withUnsafeMutablePointer(to: &error) {
      resume(target.context!, UInt(CCO_THROW), UnsafeMutableRawPointer($0))
    }
  }

  @inline(__always)
  private final func resume(
    _ target: UnsafeMutablePointer<cco_context>, _ message: UInt, _ value: UnsafeMutableRawPointer?
  ) -> UnsafeMutableRawPointer? {
    if delegator != nil {
      isDirect = true
      context!.pointee.waiter = nil
      head.borrowed {
        $0.entry = nil
        $0.isOvertaken = true
      }
    } else {
      entry = nil
      isOvertaken = false
    }
    let arrival = cco_resume(target, value, message)
    isDirect = false
    if let delegator {
      context!.pointee.waiter = delegator.context
      // The chain is another now, and only its head knows where it ends.
      head.borrowed {
        $0.isOvertaken = false
        $0.entry = arrival.peer ?? delegator.context
      }
    } else {
      entry = arrival.peer
    }
    if arrival.peer == nil { settle() }
    return arrival.value
  }
}

// MARK: - Closing

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
      if let slot = core.resumeThrowing(pending) {
        discard(slot)
        pending = GeneratorError.ignoredExit(core.origin)
      } else {
        pending = core.takeFailureOfClosing()
      }
      outer.detach(core)
      core = outer
    }
    isDirect = false
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

  /// Closes a suspended body whose last reference is gone. No error can leave from here.
  @inline(__always)
  final func drop() {
    let slot = delegate == nil ? resume(context!, UInt(CCO_THROW), nil) : resumeDelegatingForExit()
    if slot != nil || failure != nil { complain(hasYielded: slot != nil) }
  }

  @inline(never)
  private final func resumeDelegatingForExit() -> UnsafeMutableRawPointer? {
    resumeThrowing(closeDelegates { _ in })
  }

  @inline(never)
  private final func complain(hasYielded: Bool) {
    if hasYielded { fatalError("\(GeneratorError.ignoredExit(origin)) while it was dropped") }
    if let failure = takeFailureOfClosing() {
      UnraisableError.hook(UnraisableError(error: failure, origin: origin))
    }
  }
}

extension GeneratorExit {
  /// The one that closing throws: to allocate an error for each generator that is closed would be
  /// a good part of its cost.
  @usableFromInline static let shared: any Error = GeneratorExit()

  /// Whether `error` is the shared one: a dynamic cast takes longer than to make a generator.
  static func isShared(_ error: borrowing any Error) -> Bool {
    // An `any Error` is one reference; both stay alive during the comparison. Without the `as` the
    // error itself would be cast, opened.
    unsafeBitCast(copy error as any Error, to: UnsafeRawPointer.self)
      == unsafeBitCast(shared as any Error, to: UnsafeRawPointer.self)
  }
}

/// A struct around the closure: straight in an `Optional`, a closure has the calling convention of
/// a generic one, for which each generator would allocate an adapter. For the same reason a body
/// gives back nothing rather than a `Return`.
@usableFromInline
struct Body {
  @usableFromInline let run: (YieldPoint) throws -> Void

  /// A body that takes a ``Yield``, as one that takes the only field of it.
  ///
  /// Sound since the two are called alike: the layout of a `Yield`, one pointer, does not depend
  /// on its type parameters, so that it is passed as its field is. What is cast are structs that
  /// hold the closures, since a cast of closures would put an adapter around each.
  @inlinable @inline(__always)
  init<Element, Input>(_ run: @escaping (Yield<Element, Input>) throws -> Void) {
    self = unsafeBitCast(TypedBody(run: run), to: Body.self)
  }
}

@usableFromInline
struct TypedBody<Element, Input> {
  @usableFromInline let run: (Yield<Element, Input>) throws -> Void

  @inlinable
  init(run: @escaping (Yield<Element, Input>) throws -> Void) { self.run = run }
}
