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
  final unowned(unsafe) var delegator: GeneratorCore?

  /// Whom this body delegates to; its frame, in `yield(from:)`, owns it.
  @exclusivity(unchecked)
  final unowned(unsafe) var delegate: GeneratorCore?

  /// The error that left the body, until the resumer takes it.
  @exclusivity(unchecked)
  final var failure: (any Error)?

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

  /// Runs the body, on its own stack. Must hold no reference to the object while it does: one
  /// that lies on the body's stack would keep the generator alive for as long as it is suspended.
  class func run(_ object: UnsafeMutableRawPointer) {
    fatalError("a core without a body was started")
  }

  static func unretained(_ object: UnsafeMutableRawPointer) -> GeneratorCore {
    Unmanaged<GeneratorCore>.fromOpaque(object).takeUnretainedValue()
  }

  @inline(never)
  private static func dynamicType(_ object: UnsafeMutableRawPointer) -> GeneratorCore.Type {
    type(of: unretained(object))
  }

  /// Control arrives on the body's stack: called by C.
  private static let enter: @convention(c) (UnsafeMutableRawPointer?) -> Void = { object in
    dynamicType(object!).run(object!)
  }

  /// The body has ended: called by C for the context that goes on, or null for the resumer.
  private static let finish:
    @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutablePointer<cco_context>? = { object in
      let core = unretained(object!)
      return core.isDirect ? nil : core.delegator?.context
    }

  /// Gives the body a stack.
  final func acquireStack() {
    let object = Unmanaged.passUnretained(self).toOpaque()
    guard let context = cco_acquire(stackSize, object, Self.enter, Self.finish) else {
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

  @usableFromInline
  final func takeFailure() -> (any Error)? {
    let failure = self.failure
    self.failure = nil
    return failure
  }
}

// MARK: - State

extension GeneratorCore {
  /// Whether the body, or the one that it delegates to, runs on behalf of this generator.
  @usableFromInline
  final var isRunning: Bool {
    var core = self
    while true {
      if core.isDirect { return true }
      guard let delegator = core.delegator else { break }
      core = delegator
    }
    return core.phase == .live && core.entry == nil && !core.isOvertaken && !core.isStackless
  }

  final var state: GeneratorState {
    switch phase {
    case .created: .created
    case .closed: .closed
    case .live: isRunning ? .running : .suspended
    }
  }

  /// The first of the chain.
  final var head: GeneratorCore {
    var core = self
    while let delegator = core.delegator { core = delegator }
    return core
  }

  /// The last of the chain that can be resumed, and the error that it must be resumed with where
  /// the one after it is running, used directly by somebody whose call has not returned.
  ///
  /// Where the one after it was closed directly, the last that can be resumed finds that out.
  final func innermost() -> (core: GeneratorCore, obstacle: GeneratorError?) {
    var core = self
    while let inner = core.delegate, inner.phase != .closed {
      if inner.isDirect { return (core, .alreadyExecuting(inner.origin)) }
      core = inner
    }
    return (core, nil)
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
    let (target, obstacle) = innermost()
    if let obstacle {
      var error: (any Error)? = obstacle
      return withUnsafeMutablePointer(to: &error) {
        resume(target, UInt(CCO_THROW), UnsafeMutableRawPointer($0))
      }
    }
    return resume(target, message, value)
  }

  private final func resume(
    _ target: GeneratorCore, _ message: UInt, _ value: UnsafeMutableRawPointer?
  ) -> UnsafeMutableRawPointer? {
    if delegator != nil {
      isDirect = true
      let head = self.head
      head.entry = nil
      head.isOvertaken = true
    } else {
      entry = nil
      isOvertaken = false
    }
    let arrival = cco_resume(target.context!, value, message)
    isDirect = false
    if let delegator {
      // The chain is another now, and only its head knows where it ends.
      let head = self.head
      head.isOvertaken = false
      head.entry = arrival.peer ?? delegator.context
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
  /// - Returns: what this body is to be resumed with: `GeneratorExit`, or the error that closing
  ///   the one that it delegated to has raised.
  @usableFromInline
  final func closeDelegates(
    discarding discard: (UnsafeMutableRawPointer) -> Void
  ) -> any Error {
    guard delegate != nil else { return GeneratorExit() }
    isDirect = true  // it runs, for those that are being closed
    var (core, obstacle) = innermost()
    var pending: any Error = obstacle ?? GeneratorExit()
    if let inner = core.delegate { core.detach(inner) }
    while core !== self {
      let outer = core.delegator!
      if let slot = core.resumeThrowing(pending) {
        discard(slot)
        pending = GeneratorError.ignoredExit(core.origin)
      } else if let failure = core.takeFailure(), !(failure is GeneratorExit) {
        pending = failure
      } else {
        pending = GeneratorExit()
      }
      outer.detach(core)
      core = outer
    }
    isDirect = false
    return pending
  }

  @usableFromInline
  final func resumeThrowing(_ error: any Error) -> UnsafeMutableRawPointer? {
    var error: (any Error)? = error
    return withUnsafeMutablePointer(to: &error) {
      resumeSlowly(UInt(CCO_THROW), UnsafeMutableRawPointer($0))
    }
  }

  /// Ends the delegation to `inner`, which becomes the head of what is left of its chain.
  final func detach(_ inner: GeneratorCore) {
    if delegate === inner { delegate = nil }
    guard inner.delegator === self else { return }
    inner.delegator = nil
    if inner.phase == .live && !inner.isDirect {
      inner.entry = inner.innermost().core.context
    }
  }

  /// Closes a suspended body whose last reference is gone. No error can leave from here.
  @usableFromInline @inline(never)
  final func drop() {
    let pending = closeDelegates { _ in }
    if resumeThrowing(pending) != nil {
      fatalError("\(GeneratorError.ignoredExit(origin)) while it was dropped")
    }
    if let failure = takeFailure(), !(failure is GeneratorExit) {
      UnraisableError.hook(UnraisableError(error: failure, origin: origin))
    }
  }
}
