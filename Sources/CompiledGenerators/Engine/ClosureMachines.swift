// Machines whose step is a closure, where the language lets no type be declared for a body's state. Each is its own
// recipe: it starts with its slots, which are empty.

/// The state of a body: the place where it continues, and a tuple of its variables.
@_documentation(visibility: private)
@frozen
public struct _ClosureState<Values> {
  public var _pc = 0
  public var _v: Values

  @inlinable @inline(__always)
  public init(_ values: Values) { _v = values }
}

@_documentation(visibility: private)
@frozen
public struct _ClosureMachine<Values, Yielded>: _DeferringMachine, _Recipe {
  @usableFromInline var state: _ClosureState<Values>
  @usableFromInline let step: (inout _ClosureState<Values>) -> Yielded?
  @usableFromInline let defers: ((inout _ClosureState<Values>) -> Void)?

  @inlinable @inline(__always)
  public init(
    _ state: _ClosureState<Values>, _ step: @escaping (inout _ClosureState<Values>) -> Yielded?,
    _ defers: ((inout _ClosureState<Values>) -> Void)? = nil
  ) {
    self.state = state
    self.step = step
    self.defers = defers
  }

  @inlinable @inline(__always)
  public func _make() -> Self { self }

  @inlinable @inline(__always)
  public mutating func _step() -> Yielded? { step(&state) }

  @inlinable
  public mutating func _runDefers() { defers?(&state) }
}

@_documentation(visibility: private)
@frozen
public struct _RecursiveClosureMachine<Values, _Yielded>: _RecursiveMachine {
  public typealias _Failure = Never
  public typealias _Other = _ErasedElements<_Yielded, Never>
  public typealias Step = (inout _ClosureState<Values>) -> _RecursiveStep<Self, _Yielded, _Other>
  /// The step of a part of a large body.
  public typealias Part =
    (inout _ClosureState<Values>) -> _Part<_RecursiveStep<Self, _Yielded, _Other>>

  @usableFromInline var state: _ClosureState<Values>
  @usableFromInline let step: Step
  @usableFromInline let defers: ((inout _ClosureState<Values>) -> Void)?

  @inlinable @inline(__always)
  public init(
    _ state: _ClosureState<Values>, _ step: @escaping Step,
    _ defers: ((inout _ClosureState<Values>) -> Void)? = nil
  ) {
    self.state = state
    self.step = step
    self.defers = defers
  }

  @inlinable @inline(__always)
  public mutating func _step(throwing error: Never?) -> _RecursiveStep<Self, _Yielded, _Other> {
    step(&state)
  }

  @inlinable
  public mutating func _runDefers() { defers?(&state) }
}

// The makers below are methods of the state. If they were functions, the compiler would add an error about their
// generic parameters to each mistake in the body. Their closures mention members without `self.`, as the body does.

extension _ClosureState {
  @inlinable @inline(__always)
  public func _closure<Result>(
    @_implicitSelfCapture _ body: @escaping (inout Self) -> Result
  ) -> (inout Self) -> Result { body }

  @inlinable @inline(__always)
  public func _machine<Yielded>(
    _ step: @escaping (inout Self) -> Yielded?, _ defers: ((inout Self) -> Void)? = nil
  ) -> _ClosureMachine<Values, Yielded> { _ClosureMachine(self, step, defers) }

  @inlinable @inline(__always)
  public func _recursiveClosure<Yielded>(
    _: Yielded.Type,
    @_implicitSelfCapture _ body: @escaping _RecursiveClosureMachine<Values, Yielded>.Step
  ) -> _RecursiveClosureMachine<Values, Yielded>.Step { body }

  @inlinable @inline(__always)
  public func _recursivePart<Yielded>(
    _: Yielded.Type,
    @_implicitSelfCapture _ body: @escaping _RecursiveClosureMachine<Values, Yielded>.Part
  ) -> _RecursiveClosureMachine<Values, Yielded>.Part { body }

  @inlinable @inline(__always)
  public func _recursiveMachine<Yielded>(
    _ step: @escaping _RecursiveClosureMachine<Values, Yielded>.Step,
    _ defers: ((inout Self) -> Void)? = nil
  ) -> _RecursiveClosureMachine<Values, Yielded> { _RecursiveClosureMachine(self, step, defers) }
}

#if !hasFeature(Embedded)
  // By their types, the closures here throw any error, because the compiler of Swift 6.3 crashes when it
  // adapts a closure to a generic type of errors. The macro declares a function in each with the failure of its body.

  @_documentation(visibility: private)
  @frozen
  public struct _ResumableClosureMachine<
    Values, _Input, _Failure: Error, _Yielded, _Returned
  >: _ResumableMachine {
    public typealias Step =
      (inout _ClosureState<Values>, _Message<_Input, _Failure>) throws -> _Step<
        _Yielded, _Returned
      >

    @usableFromInline var state: _ClosureState<Values>
    @usableFromInline let step: Step
    @usableFromInline let defers: ((inout _ClosureState<Values>) -> Void)?
    public let _hasCleanup: Bool
    public let _origin: GeneratorOrigin

    @inlinable @inline(__always)
    public init(
      _ state: _ClosureState<Values>, _ step: @escaping Step,
      _ defers: ((inout _ClosureState<Values>) -> Void)? = nil, hasCleanup: Bool,
      _ origin: GeneratorOrigin
    ) {
      self.state = state
      self.step = step
      self.defers = defers
      _hasCleanup = hasCleanup
      _origin = origin
    }

    @inlinable
    public var _pc: Int {
      get { state._pc }
      set { state._pc = newValue }
    }

    @inlinable @inline(__always)
    public mutating func _resume(
      _ message: consuming _Message<_Input, _Failure>
    ) throws(_Failure) -> _Step<_Yielded, _Returned> {
      do {
        return try step(&state, message)
      } catch {
        throw error as! _Failure
      }
    }

    @inlinable
    public mutating func _unwind() { defers?(&state) }
  }

  @_documentation(visibility: private)
  @frozen
  public struct _AsyncClosureMachine<Values, Failure: Error, Yielded>: _AsyncMachine, _AsyncRecipe {
    public typealias Step =
      nonisolated(nonsending) (inout _ClosureState<Values>) async throws -> Yielded?

    @usableFromInline var state: _ClosureState<Values>
    @usableFromInline let empty: _ClosureState<Values>
    @usableFromInline let step: Step
    @usableFromInline let defers: ((inout _ClosureState<Values>) -> Void)?

    @inlinable @inline(__always)
    public init(
      _ state: _ClosureState<Values>, _ step: @escaping Step,
      _ defers: ((inout _ClosureState<Values>) -> Void)? = nil, failure: Failure.Type
    ) {
      self.state = state
      empty = state
      self.step = step
      self.defers = defers
    }

    @inlinable @inline(__always)
    public func _make() -> Self { self }

    @inlinable @inline(__always)
    public mutating func _step(
      isolation: isolated (any Actor)?
    ) async throws(Failure) -> Yielded? {
      do {
        return try await step(&state)
      } catch {
        state._pc = -1
        throw error as! Failure
      }
    }

    @inlinable
    public mutating func _end() {
      defers?(&state)
      state = empty
      state._pc = -1
    }
  }

  extension _ClosureState {
    @inlinable @inline(__always)
    public func _resumableClosure<Input, Failure: Error, Result>(
      _ message: _Message<Input, Failure>.Type,
      @_implicitSelfCapture _ body:
        @escaping (inout Self, _Message<Input, Failure>) throws -> Result
    ) -> (inout Self, _Message<Input, Failure>) throws -> Result { body }

    @inlinable @inline(__always)
    public func _resumableMachine<Input, Failure: Error, Yielded, Returned>(
      _ step: @escaping (inout Self, _Message<Input, Failure>) throws -> _Step<Yielded, Returned>,
      _ defers: ((inout Self) -> Void)? = nil, hasCleanup: Bool, _ origin: GeneratorOrigin
    ) -> _ResumableClosureMachine<Values, Input, Failure, Yielded, Returned> {
      _ResumableClosureMachine(self, step, defers, hasCleanup: hasCleanup, origin)
    }

    /// Returns the step of a body that awaits.
    ///
    /// It is isolated as its caller is, so it may capture what isn't `Sendable`. A closure with an `isolated` parameter
    /// may not. Swift 6.3 makes a closure `nonisolated` whatever its type says, without a warning, if it has a capture
    /// list or captures the `self` of an actor's isolated method.
    @inlinable @inline(__always)
    public func _asyncClosure<Result>(
      @_implicitSelfCapture _ body:
        nonisolated(nonsending) @escaping (inout Self) async throws -> Result
    ) -> nonisolated(nonsending) (inout Self) async throws -> Result { body }

    /// Returns the step of a body that awaits and may capture the actor that its function is isolated to.
    @inlinable @inline(__always)
    public func _isolatedClosure<Result>(
      @_implicitSelfCapture _ body:
        @escaping (inout Self, isolated (any Actor)?) async throws -> Result
    ) -> nonisolated(nonsending) (inout Self) async throws -> Result {
      { state async throws -> Result in try await body(&state, #isolation) }
    }

    @inlinable @inline(__always)
    public func _asyncMachine<Failure: Error, Yielded>(
      _ step: nonisolated(nonsending) @escaping (inout Self) async throws -> Yielded?,
      _ defers: ((inout Self) -> Void)? = nil, failure: Failure.Type
    ) -> _AsyncClosureMachine<Values, Failure, Yielded> {
      _AsyncClosureMachine(self, step, defers, failure: failure)
    }
  }
#endif
