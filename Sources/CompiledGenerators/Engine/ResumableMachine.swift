// A body that may fail, or that is sent values, is compiled to a machine: a struct of the variables that live
// across a `yield`, with a function that runs the body from one `yield` to the next. The expansion of the
// macro uses the types here. They are public only for that, hence the underscores.

/// A message that resumes a machine.
@frozen
public enum _Message<Input, Failure: Error> {
  /// Begin.
  case start
  /// Continue with a value for the `yield`.
  case send(Input)
  /// Continue with an error that the `yield` throws.
  case raise(Failure)

  @inlinable @inline(__always)
  var isStart: Bool {
    if case .start = self { true } else { false }
  }

  /// Returns the value, or throws the error, with which a machine was resumed at a `yield`.
  @inlinable @inline(__always)
  public func _input() throws(Failure) -> Input {
    switch self {
    case .send(let input): return input
    case .raise(let error): throw error
    case .start: fatalError("a compiled body was started twice")
    }
  }
}

/// The reason why a machine stops running, unless it throws.
@frozen
public enum _Step<Element, Return> {
  /// The body has yielded an element.
  case yielded(Element)
  /// The body has ended, and returned a value.
  case returned(Return)
}

/// Stands for the result of a step at a place that the body never reaches, and traps.
@inlinable @inline(never)
public func _unreachable<Result>() -> Result {
  fatalError("a compiled coroutine was resumed after its end")
}

/// A body of straight-line code as a state machine.
///
/// The names begin with underscores, so that `Element` means in a machine what it means around it.
public protocol _ResumableMachine {
  /// The type of the elements that the body yields.
  associatedtype _Yielded
  /// The type of the values that the body is sent.
  associatedtype _Input
  /// The type of the value that the body returns.
  associatedtype _Returned
  /// The type of the errors that leave the body.
  associatedtype _Failure: Error

  /// The place where the body continues: 0 before the start, -1 after the end, otherwise a number for a `yield`.
  var _pc: Int { get set }

  /// The place where the body is written, for messages.
  var _origin: GeneratorOrigin { get }

  /// Whether a `yield` lies in the scope of a `defer`, or in a `do` with a `catch`, so that a body which is closed
  /// there has something to run.
  var _hasCleanup: Bool { get }

  /// Runs the body up to its next `yield` or its end.
  ///
  /// The message is ignored at the start. An error that leaves the body has run the `defer` blocks on its way. No
  /// call follows the end, and calls don't overlap.
  mutating func _resume(
    _ message: consuming _Message<_Input, _Failure>
  ) throws(_Failure) -> _Step<_Yielded, _Returned>

  /// Runs the `defer` blocks that are pending at the `yield` where the body is suspended.
  ///
  /// It serves a body whose `Failure` can't hold the error that closes it.
  mutating func _unwind()
}

extension _ResumableMachine {
  /// Whether closing has something to run; `false` for a body without a `defer` and a `catch`.
  @inlinable
  public var _hasCleanup: Bool { false }

  /// Runs nothing.
  @inlinable
  public mutating func _unwind() {}

  /// Whether the machine is suspended at a `yield`.
  @inlinable @inline(__always)
  var isSuspended: Bool { _pc > 0 }

  @inlinable
  var state: GeneratorState { _pc > 0 ? .suspended : _pc == 0 ? .created : .closed }
}
