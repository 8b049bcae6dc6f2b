// The slots in which the state of a machine keeps its variables. Each is empty until the body has set it. A variable
// that is declared with a value is set before a name for it is in scope. One without a value has a slot that knows
// whether it is empty: a body that reads it too early stops the program.

/// An initial value for a property without a type annotation.
@_documentation(visibility: private)
public protocol _Inferable {
  init(_empty: ())
}

/// A stored variable of a machine.
@_documentation(visibility: private)
public protocol _SlotProtocol: _Inferable {
  associatedtype Value
  var value: Value { get set }

  /// Moves the value out. Nothing reads the slot before it is set again.
  mutating func _take() -> Value
}

/// A slot of any type: the optional knows whether there is something to release.
@_documentation(visibility: private)
@frozen
public struct _Slot<Value>: _SlotProtocol {
  @usableFromInline var stored: Value?

  @inlinable @inline(__always)
  public init(_empty: ()) { stored = nil }

  @inlinable
  public var value: Value {
    @inline(__always) get { stored! }
    @inline(__always) _modify { yield &stored! }
    @inline(__always) set { stored = .some(newValue) }
  }

  @inlinable @inline(__always)
  public mutating func _take() -> Value { stored.take()! }
}

extension _Slot: Sendable where Value: Sendable {}

/// A type with an empty value that is free to make, and that a variable may hold for a while.
@_documentation(visibility: private)
public protocol _Emptiable {
  static var _emptyValue: Self { get }
}

extension Optional: _Emptiable {
  @inlinable @inline(__always)
  public static var _emptyValue: Wrapped? { nil }
}

extension Array: _Emptiable {
  @inlinable @inline(__always)
  public static var _emptyValue: [Element] { [] }
}

extension Set: _Emptiable {
  @inlinable @inline(__always)
  public static var _emptyValue: Set<Element> { [] }
}

extension Dictionary: _Emptiable {
  @inlinable @inline(__always)
  public static var _emptyValue: [Key: Value] { [:] }
}

extension String: _Emptiable {
  @inlinable @inline(__always)
  public static var _emptyValue: String { "" }
}

extension IndexingIterator: _Emptiable
where Elements: _Emptiable, Elements.Iterator == IndexingIterator<Elements> {
  @inlinable @inline(__always)
  public static var _emptyValue: Self { Elements._emptyValue.makeIterator() }
}

/// A slot without a flag, for types that have an empty value.
@_documentation(visibility: private)
@frozen
public struct _PlainSlot<Value: _Emptiable>: _SlotProtocol {
  public var value: Value

  @inlinable @inline(__always)
  public init(_empty: ()) { value = Value._emptyValue }

  @inlinable @inline(__always)
  public mutating func _take() -> Value { exchange(&value, with: Value._emptyValue) }
}

extension _PlainSlot: Sendable where Value: Sendable {}

/// A slot without a flag, for types whose values need no release.
///
/// Sound, since a value of a bitwise copyable type is its bytes, and those of an empty slot are never read
/// as a value. But an optional around the slot may find its `nil` in them, as a null pointer. Bytes of ones are no
/// type's `nil`. Where no pointer fits, zeros are none either.
@_documentation(visibility: private)
@frozen
public struct _TrivialSlot<Value: BitwiseCopyable>: BitwiseCopyable, _SlotProtocol {
  public var value: Value

  @inlinable @inline(__always)
  public init(_empty: ()) {
    // Not stack-protected, because protection would spread to each function that starts a generator.
    value = _withUnprotectedUnsafeTemporaryAllocation(
      byteCount: MemoryLayout<Value>.size, alignment: MemoryLayout<Value>.alignment
    ) { bytes in
      let hasPointers = MemoryLayout<Value>.alignment >= MemoryLayout<UnsafeRawPointer>.alignment
      bytes.initializeMemory(as: UInt8.self, repeating: hasPointers ? 1 : 0)
      return bytes.load(as: Value.self)
    }
  }

  @inlinable @inline(__always)
  public func _take() -> Value { value }
}

extension _TrivialSlot: Sendable where Value: Sendable {}

/// Returns the value of a constant that is declared without one, so that code can't change its slot.
@inlinable @inline(__always)
public func _constant<Value>(_ value: Value) -> Value { value }

/// Returns a value under another type, which must be the same one.
///
/// The macro has two types inferred from one expression, in two places. Overload resolution may choose otherwise in the
/// second, for example where a variable is a constant in one of them. Sound, since the types are compared. In
/// specialized code that costs nothing.
@inlinable @inline(__always)
func retyped<Value, Inferred>(_ value: Value, as type: Inferred.Type) -> Inferred {
  if Value.self != Inferred.self { trapForTypes() }
  return unsafeBitCast(value, to: type)
}

@usableFromInline @inline(never)
func trapForTypes() -> Never {
  fatalError("an expression of a compiled generator has two types")
}

extension _SlotProtocol {
  /// The value of a generic slot in the type that the body knows it by.
  @inlinable
  public subscript<Inferred>(as witness: _Witness<Inferred>) -> Inferred {
    @inline(__always) get { retyped(value, as: Inferred.self) }
    @inline(__always) _modify {
      var taken = retyped(_take(), as: Inferred.self)
      defer { _set(taken) }
      yield &taken
    }
    @inline(__always) set { _set(newValue) }
  }

  /// The box in a generic slot.
  @inlinable
  public subscript<Inferred>(box witness: _Witness<Inferred>) -> _Box<Inferred> {
    @inline(__always) get { retyped(value, as: _Box<Inferred>.self) }
  }

  /// Moves the value of a generic slot out. Nothing reads the slot before it is set again.
  @inlinable @inline(__always)
  public mutating func _take<Inferred>(as witness: _Witness<Inferred>) -> Inferred {
    retyped(_take(), as: Inferred.self)
  }

  /// Sets a slot whose type was inferred apart from the value's.
  @inlinable @inline(__always)
  public mutating func _set<Inferred>(_ newValue: Inferred) {
    value = retyped(newValue, as: Value.self)
  }
}

/// A variable that a closure of the body captures, and may change.
@_documentation(visibility: private)
public final class _Box<Value> {
  public var value: Value

  @inlinable
  public init(_ value: Value) { self.value = value }
}

/// The box of a variable that is declared without a value.
///
/// The body sets it before it reads it.
@_documentation(visibility: private)
public final class _LateBox<Value> {
  @usableFromInline var stored: Value?

  @inlinable
  public init() {}

  @inlinable
  public var value: Value {
    get { stored! }
    _modify { yield &stored! }
    set { stored = .some(newValue) }
  }
}
