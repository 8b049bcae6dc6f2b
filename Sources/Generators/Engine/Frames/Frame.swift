// A frame holds the position and the variables of a body between two requests. It takes a message
// and returns a step: an element, the end with the value that the body returned, or an error. A
// frame knows nothing of states and chains, which belong to the protocol (Engine/Protocol).
//
// There are two kinds:
//
// - A *stack frame* is the stack of a body, through CCoroutine. It can suspend by itself, inside of
//   nested calls, so it can join a chain of delegations. If CCoroutine has no switch for a
//   platform, the stack is a thread's. `GeneratorCore` (StackFrame.swift) holds its context.
// - A *call frame* is a closure that is called with each message and returns at each step: an
//   iterator, or a state machine that a compiler has made of a body. It has no stack. A body that
//   delegates to it passes the elements on.
//
// A core has one or the other: `hasCallFrame`.

/// A message that resumes a call frame.
@usableFromInline
enum Message {
  /// Resume; the place is the ``Slot`` of the value that was sent, or `nil` if there is none.
  case send(UnsafeMutableRawPointer?)
  /// Resume, with an error where the body is suspended.
  case raise(any Error)
  /// Close: a body's cleanup runs as for ``GeneratorExit``. A frame without cleanup doesn't receive
  /// it.
  case close
}

/// A body that is resumed by a call, in a struct for the reason of ``Body``.
///
/// It is not copyable, so a call counts no references to the closure's captures.
@usableFromInline
struct CallFrame<Element, Return>: ~Copyable {
  /// Runs the body up to its next step.
  ///
  /// If the body yields, it sets the element. At the end it leaves `nil` there, and may set the
  /// value that the body returned. It throws the error that has left the body. Calls don't overlap,
  /// and no call follows the end.
  @usableFromInline
  typealias Resume = (Message, inout Element?, inout Box<Return>?) throws -> Void

  @usableFromInline let resume: Resume

  @inlinable
  init(resume: @escaping Resume) { self.resume = resume }

  /// Moves the frame into an empty ``HeldBody``.
  ///
  /// A core has either a body that takes a stack or a call frame, and both are structs of a
  /// closure.
  @inlinable @inline(__always)
  consuming func move(to place: UnsafeMutablePointer<HeldBody>) {
    UnsafeMutableRawPointer(place).assumingMemoryBound(to: Self.self).initialize(to: self)
  }

  /// Moves the frame out of the place into which ``move(to:)`` has put it, and leaves the place
  /// empty.
  @inlinable @inline(__always)
  static func take(from place: UnsafeMutablePointer<HeldBody>) -> Self {
    let raw = UnsafeMutableRawPointer(place)
    let frame = raw.assumingMemoryBound(to: Self.self).move()
    raw.initializeMemory(as: HeldBody.self, to: HeldBody())
    return frame
  }
}

extension Coroutine {
  /// Creates a coroutine whose body is resumed by calls.
  ///
  /// - Parameters:
  ///   - frame: The body.
  ///   - hasCleanup: Whether the body must be closed if it is suspended when its last reference is
  ///     released. Otherwise the frame is only released.
  ///   - origin: Where the coroutine is created.
  @inlinable
  init(
    frame: consuming CallFrame<Element, Return>, hasCleanup: Bool = false, origin: GeneratorOrigin
  ) {
    core = TypedCore(frame: frame, hasCleanup: hasCleanup, origin: origin)
  }
}
