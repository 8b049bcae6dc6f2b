// The step of a machine with generic slots is generic, and so is the step of what runs a recursive machine. Where the
// compiler doesn't know the machine's type, as in another module or behind `any Sequence`, the generic step looks up
// the types of the body's iterators for each element, which took 100 times as long. So what a call returns keeps a
// pointer to the step as it was specialized where the type is known: in the function that returns it.
//
// There is a type for each kind of step. In one type with the function as its parameter, each function would be
// converted to the calling convention of an unknown type, by a context.

/// A pointer to a machine's step, in one word that needs no release.
@_documentation(visibility: private)
@frozen
public struct _SpecializedStep<Machine: _Machine>: BitwiseCopyable, Sendable {
  @usableFromInline typealias Function = (inout Machine) -> Machine._Yielded?

  /// Zero if the function has a context, as without optimization.
  @usableFromInline let pointer: UInt

  /// Takes the pointer to the step.
  ///
  /// Sound, since a function is its two words, which is checked.
  @inlinable @inline(__always)
  init() {
    checkSize(of: Function.self)
    let function: Function = { $0._step() }
    pointer = pointerToCode(unsafeBitCast(function, to: FunctionWords.self))
  }

  /// Calls the step.
  ///
  /// Sound, since the pointer is of a function of this type that has no context.
  @inlinable
  func callAsFunction(_ machine: inout Machine) -> Machine._Yielded? {
    guard pointer != 0 else { return machine._step() }
    return unsafeBitCast((code: pointer, context: 0) as FunctionWords, to: Function.self)(&machine)
  }
}

/// A pointer to the step of a machine that is resumed with messages.
@_documentation(visibility: private)
@frozen
public struct _SpecializedResumption<Machine: _ResumableMachine>: BitwiseCopyable, Sendable {
  @usableFromInline typealias Message = _Message<Machine._Input, Machine._Failure>
  @usableFromInline typealias Function =
    (inout Machine, consuming Message) throws(Machine._Failure) -> _Step<
      Machine._Yielded, Machine._Returned
    >

  @usableFromInline let pointer: UInt

  /// Takes the pointer to the step.
  ///
  /// Sound, as in ``_SpecializedStep``.
  @inlinable @inline(__always)
  init() {
    checkSize(of: Function.self)
    let function: Function = { (machine, message) throws(Machine._Failure) in
      try machine._resume(message)
    }
    pointer = pointerToCode(unsafeBitCast(function, to: FunctionWords.self))
  }

  /// Calls the step.
  ///
  /// Sound, as in ``_SpecializedStep``.
  @inlinable
  func callAsFunction(
    _ machine: inout Machine, _ message: consuming Message
  ) throws(Machine._Failure) -> _Step<Machine._Yielded, Machine._Returned> {
    guard pointer != 0 else { return try machine._resume(message) }
    let words: FunctionWords = (code: pointer, context: 0)
    return try unsafeBitCast(words, to: Function.self)(&machine, message)
  }
}

#if !hasFeature(Embedded)
  /// A pointer to the step of a machine whose body awaits.
  @_documentation(visibility: private)
  @frozen
  public struct _SpecializedAsyncStep<Machine: _AsyncMachine>: BitwiseCopyable, Sendable {
    @usableFromInline typealias Function =
      (inout Machine, isolated (any Actor)?) async throws(Machine._Failure) -> Machine._Yielded?

    @usableFromInline let pointer: UInt

    /// Takes the pointer to the step.
    ///
    /// Sound, as in ``_SpecializedStep``.
    @inlinable @inline(__always)
    init() {
      checkSize(of: Function.self)
      let function: Function = {
        (machine, isolation: isolated (any Actor)?) async throws(Machine._Failure) in
        try await machine._step(isolation: isolation)
      }
      pointer = pointerToCode(unsafeBitCast(function, to: FunctionWords.self))
    }

    /// Calls the step.
    ///
    /// Sound, as in ``_SpecializedStep``.
    @inlinable
    func callAsFunction(
      _ machine: inout Machine, isolation: isolated (any Actor)?
    ) async throws(Machine._Failure) -> Machine._Yielded? {
      guard pointer != 0 else { return try await machine._step(isolation: isolation) }
      let words: FunctionWords = (code: pointer, context: 0)
      return try await unsafeBitCast(words, to: Function.self)(&machine, isolation)
    }
  }

  /// An async machine with generic slots, with the pointer to its step.
  @_documentation(visibility: private)
  @frozen
  public struct _SpecializedAsyncMachine<Base: _AsyncMachine>: _AsyncMachine {
    @usableFromInline var base: Base
    @usableFromInline let step: _SpecializedAsyncStep<Base>

    @inlinable @inline(__always)
    init(_ base: Base, _ step: _SpecializedAsyncStep<Base>) {
      self.base = base
      self.step = step
    }

    @inlinable @inline(__always)
    public mutating func _step(
      isolation: isolated (any Actor)?
    ) async throws(Base._Failure) -> Base._Yielded? {
      _isConcrete(Base.self)
        ? try await base._step(isolation: isolation)
        : try await step(&base, isolation: isolation)
    }

    @inlinable
    public mutating func _end() { base._end() }

    @inlinable
    public static var _origin: GeneratorOrigin? { Base._origin }
  }

  extension _SpecializedAsyncMachine: Sendable where Base: Sendable {}

  /// The recipe of an async machine with generic slots.
  @_documentation(visibility: private)
  @frozen
  public struct _SpecializedAsyncRecipe<Base: _AsyncRecipe>: _AsyncRecipe {
    @usableFromInline let base: Base
    @usableFromInline let step: _SpecializedAsyncStep<Base._Made>

    @inlinable @inline(__always)
    public init(_ base: Base) {
      self.base = base
      step = _SpecializedAsyncStep()
    }

    @inlinable @inline(__always)
    public func _make() -> _SpecializedAsyncMachine<Base._Made> {
      _SpecializedAsyncMachine(base._make(), step)
    }
  }

  extension _SpecializedAsyncRecipe: Sendable where Base: Sendable {}
#endif

/// The two words of a function value: a pointer to its code, and one to its context.
@usableFromInline
typealias FunctionWords = (code: UInt, context: UInt)

/// Stops the program if a function isn't two words.
///
/// The language doesn't promise it, but all of Swift's ABIs have it. Without it, a bit cast would take other bytes for
/// a pointer. The sizes are constants when a machine's code is compiled, so the check costs nothing.
@inlinable @inline(__always)
func checkSize<Function>(of type: Function.Type) {
  precondition(
    MemoryLayout<Function>.size == MemoryLayout<FunctionWords>.size, "a function isn't two words")
}

/// Returns the pointer to a function's code, or zero if the function has a context.
@inlinable @inline(__always)
func pointerToCode(_ words: FunctionWords) -> UInt { words.context == 0 ? words.code : 0 }
