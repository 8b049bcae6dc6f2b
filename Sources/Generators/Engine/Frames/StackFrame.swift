public import CCoroutine
internal import GeneratorPlatform

// The frame of a body with a stack, from the first resumption to the end. CCoroutine does the
// switch.

extension GeneratorCore {
  /// Acquires a stack for the body, where C calls it without a Swift frame in between.
  ///
  /// No reference to the object may stay on that stack while the body runs: it would keep the
  /// generator alive for as long as it is suspended.
  ///
  /// Never inlined into a function with a switch, after which the thread may be another.
  @usableFromInline @inline(never) @discardableResult
  final func acquireStack() -> UnsafeMutablePointer<cco_context> {
    let object = Unmanaged.passUnretained(self).toOpaque()
    guard
      let context = cco_acquire_from(
        cco_thread_stacks_here(), stackSize, object, nil, Self.describe)
    else {
      trapWithoutStack(of: stackSize, error: SystemError.last)
    }
    // Moved only now, so that no register has to be saved for it during the call.
    cco_set_entry(context, body.function)
    cco_set_captures(context, body.captures)
    body = HeldBody()
    self.context = context
    phase = .live
    return context
  }

  /// Releases the stack: the body has ended.
  ///
  /// Never inlined into a function with a switch, after which the thread may be another.
  @usableFromInline @inline(never)
  final func settle() {
    let context = self.context!
    self.context = nil
    entry = nil
    phase = .closed
    let failure = cco_failure(context)
    cco_release_to(cco_thread_stacks_here(), context)
    if let failure { keep(failure) }
  }

  /// Keeps the error that left the body and that C has handed over.
  @inline(__always)
  private final func keep(_ error: UnsafeMutableRawPointer) {
    if UInt(bitPattern: error) == cco_exit_bits() {
      hasExited = true  // discarded uncounted: see ``GeneratorExit/take()``
    } else {
      keepCounted(error)
    }
  }

  @inline(never)
  private final func keepCounted(_ error: UnsafeMutableRawPointer) {
    // The property is empty before: a body ends once.
    failure = Held(owned: error)
    if let error = failure.take() {
      if GeneratorExit.isShared(error) { hasExited = true } else { failure = Held(error) }
    }
  }

  /// Describes the generator that overflowed its stack.
  ///
  /// C calls it in the handler of a signal.
  ///
  /// Sound, since the core is alive while its body runs. The code only reads a stored property of a
  /// class that isn't generic, and the bytes of a `StaticString`. It does not allocate or take a
  /// lock. C makes the first call when it takes a stack, so all that the runtime creates at a first
  /// use exists by then.
  static let describe:
    @convention(c) (UnsafeMutableRawPointer?, UnsafeMutablePointer<cco_origin>?) -> Void = {
      let core = Unmanaged<GeneratorCore>.fromOpaque($0.unsafelyUnwrapped)
      let origin = $1.unsafelyUnwrapped
      core._withUnsafeGuaranteedRef {
        let file = $0.origin.file
        if file.hasPointerRepresentation {
          origin.pointee.file = UnsafeRawPointer(file.utf8Start).assumingMemoryBound(
            to: CChar.self)
          origin.pointee.file_length = file.utf8CodeUnitCount
        }
        origin.pointee.line = Int(clamping: $0.origin.lineNumber)
        origin.pointee.stack_size = $0.stackSize
      }
    }
}

/// A closure that yields, in a struct.
///
/// Directly in an `Optional`, a closure would have the calling convention of a generic one, and
/// each generator would allocate an adapter. For the same reason a body returns nothing instead of
/// a `Return`.
@usableFromInline
struct Body {
  @usableFromInline let run: (YieldPoint) throws -> Void
}

/// A body that takes a ``Yield``, stored in place of a ``Body``, which takes the only field of it.
///
/// Sound, since the two are called alike: the layout of a `Yield`, one pointer, does not depend on
/// its type parameters, so it is passed as its field is. The structs that hold the closures are
/// exchanged, because a cast of closures would put an adapter around each.
@usableFromInline
struct TypedBody<Element, Input> {
  @usableFromInline let run: (Yield<Element, Input>) throws -> Void

  @inlinable
  init(run: @escaping (Yield<Element, Input>) throws -> Void) { self.run = run }

  /// Moves the body into an empty ``HeldBody``: a cast of the value would count references.
  @inlinable @inline(__always)
  consuming func move(to place: UnsafeMutablePointer<HeldBody>) {
    UnsafeMutableRawPointer(place).initializeMemory(as: Self.self, to: self)
  }
}

/// The value that a body returned.
@usableFromInline
final class Box<Value> {
  @usableFromInline let value: Value

  @inlinable
  init(_ value: Value) { self.value = value }
}
