// A stored property can't be declared with the type that an expression will have, but it can be inferred
// from an initial value. The closures here have the type of an expression of the body. None is ever called.

/// A stand-in for a value of a type while types are inferred.
@_documentation(visibility: private)
@frozen
public struct _Witness<Value>: _Inferable {
  @inlinable @inline(__always)
  public init(_empty: ()) {}

  @inlinable @inline(__always)
  init() {}

  /// A variable's value, of which only the type is used.
  @inlinable
  public var value: Value {
    get { fatalError("the witness of a type has no value") }
    nonmutating set {}
  }

  /// A constant's value, on which overload resolution chooses no mutating method.
  @inlinable
  public var constant: Value { fatalError("the witness of a type has no value") }

  /// Gives an element of an iterator in a generic slot the type that the body knows it by.
  @inlinable @inline(__always)
  public func cast<Inferred>(_ value: Inferred?) -> Value? {
    retyped(value, as: Value?.self)
  }
}

extension _Witness {
  @inlinable @inline(__always)
  public var same: Self { self }
}

extension _Witness where Value: IteratorProtocol {
  @inlinable @inline(__always)
  public var element: _Witness<Value.Element> { _Witness<Value.Element>() }
}

// These are methods, because the compiler reports nothing about a member of a witness whose expression it has refused.
// About a call with such a witness as its argument it reports that it can't infer the type.
extension _Witness {
  /// Returns the slot for a variable that a closure captures.
  @inlinable @inline(__always)
  public func box() -> _Slot<_Box<Value>> { _Slot(_empty: ()) }

  /// Returns the slot for a captured variable that is declared without a value.
  @inlinable @inline(__always)
  public func lateBox() -> _Slot<_LateBox<Value>> { _Slot(_empty: ()) }

  /// Returns the slot for a variable that is declared without a value.
  ///
  /// The slot records whether it is empty, because the compiler can't check that the body sets the variable first.
  @inlinable @inline(__always)
  public func lateSlot() -> _Slot<Value> { _Slot(_empty: ()) }

  /// Returns the slot for any other variable: the first of these that fits its type.
  @_disfavoredOverload
  @inlinable @inline(__always)
  public func slot() -> _Slot<Value> { _Slot(_empty: ()) }
}

extension _Witness where Value: BitwiseCopyable {
  @inlinable @inline(__always)
  public func slot() -> _TrivialSlot<Value> { _TrivialSlot(_empty: ()) }
}

extension _Witness where Value: _Emptiable {
  @inlinable @inline(__always)
  public func slot() -> _PlainSlot<Value> { _PlainSlot(_empty: ()) }
}

extension _Witness where Value: _Emptiable & BitwiseCopyable {
  @inlinable @inline(__always)
  public func slot() -> _TrivialSlot<Value> { _TrivialSlot(_empty: ()) }
}

@inlinable @inline(__always)
public func _witness<Value, Failure: Error>(
  _ expression: () throws(Failure) -> Value
) -> _Witness<Value> { _Witness() }

/// A stand-in for a value that can't be copied, for which there is no slot.
@_documentation(visibility: private)
@frozen
public struct _NoncopyableWitness<Value: ~Copyable>: _Inferable {
  @inlinable @inline(__always)
  public init(_empty: ()) {}

  public var value: Value {
    get { fatalError("the witness of a type has no value") }
    nonmutating set {}
  }

  public var constant: Value {
    borrowing get { fatalError("the witness of a type has no value") }
  }

  @available(
    *, unavailable,
    message: "a generator's variables must be copyable, since the generator can be copied"
  )
  public func slot() -> _NoncopyableSlot<Value> { _NoncopyableSlot(_empty: ()) }

  @available(
    *, unavailable,
    message: "a generator's variables must be copyable, since the generator can be copied"
  )
  public func box() -> _NoncopyableSlot<Value> { _NoncopyableSlot(_empty: ()) }

  @available(
    *, unavailable,
    message: "a generator's variables must be copyable, since the generator can be copied"
  )
  public func lateBox() -> _NoncopyableSlot<Value> { _NoncopyableSlot(_empty: ()) }

  @available(
    *, unavailable,
    message: "a generator's variables must be copyable, since the generator can be copied"
  )
  public func lateSlot() -> _NoncopyableSlot<Value> { _NoncopyableSlot(_empty: ()) }
}

@_documentation(visibility: private)
@frozen
public struct _NoncopyableSlot<Value: ~Copyable>: _Inferable {
  @inlinable
  public init(_empty: ()) {}

  public var value: Value {
    get { fatalError("the witness of a type has no value") }
    set { fatalError("the witness of a type has no value") }
  }

  public mutating func _take() -> Value { value }
}

@_disfavoredOverload @inlinable @inline(__always)
public func _witness<Value: ~Copyable, Failure: Error>(
  _ expression: () throws(Failure) -> Value
) -> _NoncopyableWitness<Value> { _NoncopyableWitness(_empty: ()) }

#if !hasFeature(Embedded)
  @inlinable @inline(__always)
  public func _witness<Value>(
    _ expression: () async throws -> Value
  ) -> _Witness<Value> { _Witness() }

  @inlinable
  public func _element<Iterator: AsyncIteratorProtocol>(
    _ iterator: Iterator
  ) -> Iterator.Element {
    fatalError("the witness of a type has no value")
  }
#endif

/// Returns the witness that a closure of a declaration's parameters would return.
@inlinable @inline(__always)
public func _inferred<each Parameter, Witness: _Inferable>(
  _ expression: (repeat each Parameter) -> Witness
) -> Witness { Witness(_empty: ()) }

/// Returns an empty slot of the type that a closure of a declaration's parameters would return.
@inlinable @inline(__always)
public func _empty<each Parameter, Slot: _Inferable>(
  _ expression: (repeat each Parameter) -> Slot
) -> Slot { Slot(_empty: ()) }

@inlinable
public func _element<Iterator: IteratorProtocol>(_ iterator: Iterator) -> Iterator.Element {
  fatalError("the witness of a type has no value")
}

@inlinable
public func _value<Value>(of type: Value.Type) -> Value {
  fatalError("the witness of a type has no value")
}

/// Returns an argument of `yield` that stands behind a `try`, whether or not it may throw.
@inlinable @inline(__always)
public func _failing<Value, Failure: Error>(
  _ value: Value, as failure: Failure.Type
) throws(Failure) -> Value { value }

/// The type of a caught error after a `yield` of its clause.
///
/// The compiler inferred the error's own type before, but no slot can be declared with that type. Messages of the
/// compiler have this name.
@_documentation(visibility: private)
public typealias _ErrorKeptAcrossYield = any Error

/// Throws an error again with its own type, which a `throw` statement would make `any Error`.
@inlinable @inline(__always)
public func _thrown<Failure: Error>(_ error: Failure) throws(Failure) -> Never { throw error }
