// Delegates of `yield(from:)` in a body that is sent values, or that may fail (PEP 380). A delegate receives each
// message for the body that waits for it. That body continues when the delegate has returned.

/// The target of a delegation of a compiled body.
public protocol _Delegate<Element, Input, Failure> {
  /// The type of the elements.
  associatedtype Element
  /// The type of the values that the waiting body is sent.
  associatedtype Input
  /// The type of the value that the delegate returns.
  associatedtype Return
  /// The type of the errors that the waiting body throws.
  associatedtype Failure: Error

  /// Starts or resumes the delegate with a message for the body that waits.
  ///
  /// No call follows the end.
  mutating func _forward(
    _ message: consuming _Message<Input, Failure>
  ) throws(Failure) -> _Step<Element, Return>
}

/// The elements and the result of a delegate, in the types that the body knows.
@_documentation(visibility: private)
@frozen
public struct _Forwarded<Element, Return> {
  /// A stand-in for an element.
  @inlinable
  public var element: Element { fatalError("the witness of a type has no value") }
  /// A stand-in for the value that the delegate returns.
  @inlinable
  public var result: Return { fatalError("the witness of a type has no value") }
}

/// Stands for the elements and the result of a delegate.
@inlinable
public func _forwarded<Base: _Delegate>(
  _ delegate: Base
) -> _Forwarded<Base.Element, Base.Return> {
  fatalError("the witness of a type has no value")
}

extension _Witness {
  /// Forwards a message to the delegate in a slot.
  @inlinable @inline(__always)
  public func forward<Element, Return, Slot: _SlotProtocol>(
    _ slot: inout Slot, _ message: _Message<Slot.Value.Input, Slot.Value.Failure>
  ) throws(Slot.Value.Failure) -> _Step<Element, Return>
  where Value == _Forwarded<Element, Return>, Slot.Value: _Delegate {
    retyped(try slot.value._forward(message), as: _Step<Element, Return>.self)
  }
}

/// The elements of a sequence: values are ignored, and errors are thrown in the body that waits.
@frozen
public struct _SequenceDelegate<Iterator: IteratorProtocol, Input, Failure: Error>: _Delegate {
  @usableFromInline var iterator: Iterator

  @inlinable @inline(__always)
  init(_ iterator: Iterator) { self.iterator = iterator }

  /// Starts or resumes the delegate with a message for the body that waits.
  @inlinable
  public mutating func _forward(
    _ message: consuming _Message<Input, Failure>
  ) throws(Failure) -> _Step<Iterator.Element, Void> {
    if case .raise(let error) = message { throw error }
    guard let element = iterator.next() else { return .returned(()) }
    return .yielded(element)
  }
}

extension _SequenceDelegate: Sendable where Iterator: Sendable {}

/// Returns the delegate for a sequence, in a body that receives messages of a type.
@inlinable @inline(__always)
public func _delegate<Source: Sequence, Input, Failure: Error>(
  _ source: Source, _: _Message<Input, Failure>.Type
) -> _SequenceDelegate<Source.Iterator, Input, Failure> {
  _SequenceDelegate(source.makeIterator())
}

#if !hasFeature(Embedded)
  /// A coroutine as a delegate, which receives values, errors and closing.
  @frozen
  public struct _CoroutineDelegate<Base: CompiledCoroutine>: _Delegate {
    @usableFromInline var base: Base

    /// Creates a delegate.
    @inlinable @inline(__always)
    public init(_ base: Base) { self.base = base }

    /// Starts or resumes the delegate with a message for the body that waits.
    @inlinable
    public mutating func _forward(
      _ message: consuming _Message<Base.Input, any Error>
    ) throws -> _Step<Base.Element, Base.Return> {
      let element: Base.Element?
      switch message {
      case .send(let value):
        guard base._isSuspended else { return try parted() }
        element = try base._resume(.send(value))
      case .start:
        switch base.state {
        case .created: element = try base._resume(.start)
        case .closed: return try parted()
        case .running: throw GeneratorError(.alreadyExecuting, base._origin)
        case .suspended:
          guard let nothing = nothing(as: Base.Input.self) else {
            throw GeneratorError(.alreadyStarted, base._origin)
          }
          element = try base._resume(.send(nothing))
        }
      case .raise(let error):
        if error is GeneratorExit {
          _ = try base.close()
          throw error
        }
        element = try base.throw(error)
      }
      if let element { return .yielded(element) }
      guard let result = base.returnValue else { return try parted() }
      return .returned(result)
    }

    /// Returns the result of a delegate that other code has ended, not the body that delegates to it.
    @inlinable @inline(never)
    func parted() throws -> _Step<Base.Element, Base.Return> {
      if base.state == .running { throw GeneratorError(.alreadyExecuting, base._origin) }
      guard Base.Return.self == Void.self else { throw GeneratorError(.closed, base._origin) }
      return .returned(() as! Base.Return)
    }
  }

  extension _CoroutineDelegate: Sendable where Base: Sendable {}

  /// A delegate that ignores the values that its body is sent.
  @frozen
  public struct _DeafDelegate<Base: _Delegate, Input>: _Delegate
  where Base.Input == Void, Base.Failure == any Error {
    @usableFromInline var base: Base

    /// Creates a delegate.
    @inlinable @inline(__always)
    public init(_ base: Base) { self.base = base }

    /// Starts or resumes the delegate with a message for the body that waits.
    @inlinable
    public mutating func _forward(
      _ message: consuming _Message<Input, any Error>
    ) throws -> _Step<Base.Element, Base.Return> {
      switch message {
      case .start: try base._forward(.start)
      case .send: try base._forward(.send(()))
      case .raise(let error): try base._forward(.raise(error))
      }
    }
  }

  extension _DeafDelegate: Sendable where Base: Sendable {}

  /// Returns the delegate for a coroutine, in a body that is sent values of the same type.
  @inlinable @inline(__always)
  public func _delegate<Base: CompiledCoroutine>(
    _ base: Base, _: _Message<Base.Input, any Error>.Type
  ) -> _CoroutineDelegate<Base> {
    _CoroutineDelegate(base)
  }

  /// Returns the delegate for a coroutine that takes nothing, in a body that is sent values.
  @_disfavoredOverload
  @inlinable @inline(__always)
  public func _delegate<Base: CompiledCoroutine, Input>(
    _ base: Base, _: _Message<Input, any Error>.Type
  ) -> _DeafDelegate<_CoroutineDelegate<Base>, Input> where Base.Input == Void {
    _DeafDelegate(_CoroutineDelegate(base))
  }
#endif
