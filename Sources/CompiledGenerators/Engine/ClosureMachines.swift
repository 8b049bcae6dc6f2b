// Machines whose step is a closure, where the language lets no type be declared for a body's state. Each is its own
// recipe: what it starts with are its slots, which are empty.

/// The state of a body: where it goes on, and a tuple of its variables.
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

@inlinable @inline(__always)
public func _recursiveClosure<Values, Yielded>(
  _ state: _ClosureState<Values>, _: Yielded.Type,
  _ body: @escaping _RecursiveClosureMachine<Values, Yielded>.Step
) -> _RecursiveClosureMachine<Values, Yielded>.Step { body }

@inlinable @inline(__always)
public func _recursivePart<Values, Yielded>(
  _ state: _ClosureState<Values>, _: Yielded.Type,
  _ body: @escaping _RecursiveClosureMachine<Values, Yielded>.Part
) -> _RecursiveClosureMachine<Values, Yielded>.Part { body }

#if !hasFeature(Embedded)
  // The closures here throw any error as far as their types say, because the compiler of Swift 6.3 crashes when it
  // adapts a closure to a generic type of errors. The macro declares each with the failure of its body.

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
      (inout _ClosureState<Values>, isolated (any Actor)?) async throws -> Yielded?

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
        return try await step(&state, isolation)
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

  @inlinable @inline(__always)
  public func _resumableClosure<Values, Input, Failure: Error, Result>(
    _ state: _ClosureState<Values>, _ message: _Message<Input, Failure>.Type,
    _ body: @escaping (inout _ClosureState<Values>, _Message<Input, Failure>) throws -> Result
  ) -> (inout _ClosureState<Values>, _Message<Input, Failure>) throws -> Result { body }

  @inlinable @inline(__always)
  public func _asyncClosure<Values, Result>(
    _ state: _ClosureState<Values>,
    _ body: @escaping (inout _ClosureState<Values>, isolated (any Actor)?) async throws -> Result
  ) -> (inout _ClosureState<Values>, isolated (any Actor)?) async throws -> Result { body }
#endif

@inlinable @inline(__always)
public func _closure<Values, Result>(
  _ state: _ClosureState<Values>, _ body: @escaping (inout _ClosureState<Values>) -> Result
) -> (inout _ClosureState<Values>) -> Result { body }
