#if !hasFeature(Embedded)
  // As in Witnesses.swift, for async bodies. The closures have an isolated parameter, as the step has: what a body may
  // call with `await`, they may, also in a client whose declarations belong to the main actor by default.

  /// Turns any expression of an async body into one that awaits and may throw.
  ///
  /// So the compiler reports an expression that lacks its `await` or `try` once, in the step.
  @inlinable
  nonisolated(nonsending)
    public func _awaited<Value>(_ value: Value) async throws -> Value
  { value }

  /// Returns an argument of `yield` that stands behind an `await`, whether or not it awaits.
  @inlinable @inline(__always)
  nonisolated(nonsending)
    public func _awaiting<Value>(_ value: Value) async -> Value
  { value }

  /// Returns an argument of `yield` that stands behind `try await`, whether or not it throws or awaits.
  @inlinable @inline(__always)
  nonisolated(nonsending)
    public func _awaiting<Value, Failure: Error>(
      _ value: Value, as failure: Failure.Type
    ) async throws(Failure) -> Value
  { value }

  /// Returns the delegate of `try await yield(from:)`.
  ///
  /// The call throws errors of the elements' type, so that the compiler infers the type of a caught error from it.
  @inlinable @inline(__always)
  nonisolated(nonsending)
    public func _delegating<Base: AsyncSequence>(_ base: Base) async throws(Base.Failure) -> Base
  { base }

  @_disfavoredOverload
  @inlinable @inline(__always)
  nonisolated(nonsending)
    public func _delegating<Base>(_ base: Base) async -> Base
  { base }

  /// Returns the witness that a closure of a declaration's parameters would return.
  @inlinable @inline(__always)
  public func _inferredAsync<each Parameter, Value>(
    _ expression: (isolated (any Actor)?, repeat each Parameter) throws -> _Witness<Value>
  ) -> _Witness<Value> { _Witness() }

  /// The elements and errors of a `for await` loop over an iterator in a generic slot, in the types that the body
  /// knows.
  @_documentation(visibility: private)
  @frozen
  public struct _AsyncLoop<Element, Failure: Error> {}

  @inlinable
  public func _loop<Iterator: AsyncIteratorProtocol>(
    _ iterator: Iterator
  ) -> _AsyncLoop<Iterator.Element, Iterator.Failure> {
    fatalError("the witness of a type has no value")
  }

  extension _Witness {
    /// Takes the next element of the iterator in a slot.
    @inlinable @inline(__always)
    public func next<Element, Failure: Error, Slot: _SlotProtocol>(
      _ slot: inout Slot, isolation: isolated (any Actor)?
    ) async throws(Failure) -> Element?
    where Value == _AsyncLoop<Element, Failure>, Slot.Value: AsyncIteratorProtocol {
      do {
        return retyped(try await slot.value.next(isolation: isolation), as: Element?.self)
      } catch {
        throw retyped(error, as: Failure.self)
      }
    }
  }

  // MARK: Delegation

  /// Returns the iterator of the delegate of `await yield(from:)` in an async body.
  @inlinable @inline(__always)
  public func _makeAsyncDelegate<Base: AsyncSequence>(
    _ base: Base, _ type: Base.Type? = nil
  ) -> Base.AsyncIterator { base.makeAsyncIterator() }

  @_disfavoredOverload
  @inlinable
  public func _makeAsyncDelegate<Element, Failure: Error>(
    _ base: any AsyncSequence<Element, Failure>
  ) -> _AnyAsyncIterator<Element, Failure> { _AnyAsyncIterator(base.makeAsyncIterator()) }

  /// Makes the delegate that reads a synchronous sequence.
  @_disfavoredOverload
  @inlinable @inline(__always)
  public func _makeAsyncDelegate<Base: Sequence>(_ base: Base) -> _AsyncDelegate<Base.Iterator> {
    _AsyncDelegate(base.makeIterator())
  }

  @_documentation(visibility: private)
  @frozen
  public struct _AsyncDelegate<Base: IteratorProtocol>: AsyncIteratorProtocol {
    @usableFromInline var base: Base

    @inlinable @inline(__always)
    init(_ base: Base) { self.base = base }

    @inlinable @inline(__always)
    public mutating func next(isolation: isolated (any Actor)?) async -> Base.Element? {
      base.next()
    }
  }

  extension _AsyncDelegate: Sendable where Base: Sendable {}

  extension _Witness {
    /// Returns the next element of a delegate, whose errors are the body's.
    @_disfavoredOverload
    @inlinable @inline(__always)
    public func next<Element, Failure: Error, Body: Error, Slot: _SlotProtocol>(
      _ slot: inout Slot, isolation: isolated (any Actor)?, as body: Body.Type
    ) async throws(Failure) -> Element?
    where Value == _AsyncLoop<Element, Failure>, Slot.Value: AsyncIteratorProtocol {
      try await next(&slot, isolation: isolation)
    }

    /// Returns the next element of a delegate that never fails, as a call that may throw.
    ///
    /// So the compiler doesn't warn of the `try` before it in the body.
    @inlinable @inline(__always)
    public func next<Element, Body: Error, Slot: _SlotProtocol>(
      _ slot: inout Slot, isolation: isolated (any Actor)?, as body: Body.Type
    ) async throws(Body) -> Element?
    where Value == _AsyncLoop<Element, Never>, Slot.Value: AsyncIteratorProtocol {
      await next(&slot, isolation: isolation)
    }
  }
#endif
