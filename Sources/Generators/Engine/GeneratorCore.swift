public import CCoroutine

/// The base of every generator, for any type of elements: its state, its position in a chain of
/// delegations, and the stack of its body.
///
/// The protocol decides what a request does (`GeneratorState.reaction(to:)`), and ``ChainMember``
/// what it does in a chain. This class keeps their fields, and its extensions carry out their
/// decisions with the frames.
///
/// A resumption is `cco_resume`, either in the fast path of ``TypedCore/resume(sending:)`` or in
/// ``resumeInChain(_:_:)``, or the call of a ``CallFrame``.
///
/// The properties are not checked for exclusive access: each access is an instantaneous load or
/// store, and one thread at a time uses a generator, since it is not `Sendable`.
@usableFromInline
class GeneratorCore {
  /// The context to resume, if a resumption needs nothing else.
  ///
  /// It is set while the body is suspended and the head of its chain. `nil` sends each use to the
  /// slow path. ``ChainMember`` describes this field and those up to ``isIdle``.
  @exclusivity(unchecked) @usableFromInline
  final var entry: UnsafeMutablePointer<cco_context>?

  /// The context at the top of this body's own stack, from the first resumption to the end.
  @exclusivity(unchecked) @usableFromInline
  final var context: UnsafeMutablePointer<cco_context>?

  /// The generator whose body waits in `yield(from: self)`.
  ///
  /// That body keeps `self` alive, and `self` ends or is detached before that body continues. So
  /// neither this reference nor ``delegate`` can outlive its object.
  @exclusivity(unchecked)
  final var delegator: Link?

  /// The generator that this body waits for in `yield(from:)`.
  ///
  /// The body holds a reference to it.
  @exclusivity(unchecked) @usableFromInline
  final var delegate: Link?

  /// The body until it is started; or the call frame until it has ended, except while it runs.
  @exclusivity(unchecked) @usableFromInline
  final var body = HeldBody()

  /// The error that left the body, until the resumer takes it.
  @exclusivity(unchecked)
  final var failure = Held<any Error>()

  /// Whether ``GeneratorExit/shared`` has left the body; ``failure`` is empty then.
  @exclusivity(unchecked)
  final var hasExited = false

  @usableFromInline
  enum Phase: UInt8 { case created, live, closed }

  @exclusivity(unchecked) @usableFromInline
  final var phase: Phase = .created

  @exclusivity(unchecked) @usableFromInline
  final var isDirect = false

  @exclusivity(unchecked) @usableFromInline
  final var isIdle = false

  #if DEBUG
    /// Whether the body is that of a scheduler's task, which waits where a generator yields.
    @exclusivity(unchecked)
    final var isTask = false
  #endif

  /// Whether ``body`` is a ``CallFrame``, which needs no stack.
  @usableFromInline final let hasCallFrame: Bool

  /// Whether a call frame must be closed if it is suspended when its last reference is released.
  @usableFromInline final let hasCleanup: Bool

  /// The least size of the body's stack, in bytes; 0 for a call frame.
  @usableFromInline final let stackSize: Int

  /// The part of its consumer's stack where a call frame has room.
  @exclusivity(unchecked) @usableFromInline
  final var room = StackRoom()

  @usableFromInline final let origin: GeneratorOrigin

  /// Creates a generator whose body takes a stack of at least `stackSize` bytes.
  @usableFromInline
  init(stackSize: Int, origin: GeneratorOrigin) {
    self.stackSize = stackSize
    self.origin = origin
    hasCallFrame = false
    hasCleanup = false
  }

  /// Creates a generator with a call frame.
  @usableFromInline
  init(hasCleanup: Bool, origin: GeneratorOrigin) {
    self.origin = origin
    self.hasCleanup = hasCleanup
    hasCallFrame = true
    stackSize = 0
    isIdle = true
  }

  /// Returns the error that left the body, once.
  @usableFromInline
  final func takeFailure() -> (any Error)? {
    if hasExited {
      hasExited = false
      return GeneratorExit.shared
    }
    return failure.take()
  }

  /// Returns the error that left the body, once, unless it is a ``GeneratorExit``.
  @usableFromInline
  final func takeFailureOfClosing() -> (any Error)? {
    hasExited = false
    guard let failure = failure.take() else { return nil }
    return failure is GeneratorExit ? nil : failure
  }
}
