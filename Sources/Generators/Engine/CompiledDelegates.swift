public import CompiledGenerators

// The delegates of a compiled body that aren't compiled coroutines. They follow PEP 380, as ``YieldPoint`` does for
// a body with a stack.

/// A coroutine of the engine, which receives values, errors and closing.
@frozen
public struct _EngineDelegate<Element, Input, Return>: _Delegate {
  @usableFromInline let core: TypedCore<Element, Input, Return>

  @inlinable
  init(_ core: TypedCore<Element, Input, Return>) { self.core = core }

  /// Begins or continues the delegation, with a message to the waiting body.
  @inlinable
  public mutating func _forward(
    _ message: consuming _Message<Input, any Error>
  ) throws -> _Step<Element, Return> {
    let element: Element?
    switch message {
    case .send(let value):
      // Other code may have ended it since.
      if core.phase == .closed { return .returned(try core.valueOfClosed()) }
      element = try core.resume(passing: value)
    case .start:
      guard try core.admits(.resume) else { return .returned(try core.valueOfClosed()) }
      if core.phase == .created || Input.self == Void.self {
        element = try core.resume(sending: nil)
      } else {
        guard let nothing = nothing(as: Input.self) else {
          throw GeneratorError.alreadyStarted(core.origin)
        }
        element = try core.resume(passing: nothing)
      }
    case .raise(let error):
      if error is GeneratorExit {
        _ = try core.close()
        throw error
      }
      element = try core.resume(throwing: error)
    }
    if let element { return .yielded(element) }
    return .returned(try core.valueOfEnded())
  }
}

/// A source that may fail, which receives errors if it takes them.
@frozen
public struct _SourceDelegate<Base: ThrowingSource, Input, Failure: Error>: _Delegate {
  @usableFromInline let base: Base

  @inlinable
  init(_ base: Base) { self.base = base }

  /// Begins or continues the delegation, with a message to the waiting body.
  @inlinable
  public mutating func _forward(
    _ message: consuming _Message<Input, Failure>
  ) throws(Failure) -> _Step<Base.Element, Void> {
    do {
      let element: Base.Element?
      if case .raise(let error) = message {
        guard Base._takesErrors else { throw asAnyError(error) }
        element = try base._raise(asAnyError(error))
        if error is GeneratorExit {
          if element != nil { throw GeneratorError.ignoredExit }
          throw asAnyError(error)
        }
      } else {
        element = try base.nextErasingFailure()
      }
      guard let element else { return .returned(()) }
      return .yielded(element)
    } catch {
      // An error of the source is a `Failure` by the overloads below. Any other error is the one that came in.
      throw error as! Failure
    }
  }
}

/// Returns the delegate for a coroutine of the engine, from a compiled body that is sent values of the same type.
@inlinable
public func _delegate<Element, Input, Return>(
  _ base: Coroutine<Element, Input, Return>, _: _Message<Input, any Error>.Type
) -> _EngineDelegate<Element, Input, Return> {
  _EngineDelegate(base.core)
}

/// Returns the delegate for a coroutine of the engine that takes nothing.
@_disfavoredOverload
@inlinable
public func _delegate<Element, Input, Return>(
  _ base: Coroutine<Element, Void, Return>, _: _Message<Input, any Error>.Type
) -> _DeafDelegate<_EngineDelegate<Element, Void, Return>, Input> {
  _DeafDelegate(_EngineDelegate(base.core))
}

/// Returns the delegate for a generator of the engine.
@inlinable
public func _delegate<Element, Input>(
  _ base: Generator<Element>, _: _Message<Input, any Error>.Type
) -> _DeafDelegate<_EngineDelegate<Element, Void, Void>, Input> {
  _DeafDelegate(_EngineDelegate(base.core))
}

/// Returns the delegate for a source that throws the errors that the body throws.
@_disfavoredOverload
@inlinable
public func _delegate<Base: ThrowingSource, Input>(
  _ base: Base, _: _Message<Input, Base.Failure>.Type
) -> _SourceDelegate<Base, Input, Base.Failure> {
  _SourceDelegate(base)
}

/// Returns the delegate for a source that may fail, from a body that may throw any error.
@_disfavoredOverload
@inlinable
public func _delegate<Base: ThrowingSource, Input>(
  _ base: Base, _: _Message<Input, any Error>.Type, _: Void = ()
) -> _SourceDelegate<Base, Input, any Error> {
  _SourceDelegate(base)
}
