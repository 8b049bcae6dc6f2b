// Values that are passed into a body.

extension TypedCore {
  /// Resumes the body, with `value` for the `yield` where it is suspended.
  @inlinable @inline(__always)
  func resume(passing value: consuming Input) throws -> Element? {
    if entry == nil && phase == .created && !Self.isNothing(value) { _ = try admits(.send) }
    return try Slot.with(value) { try resume(sending: $0) }
  }

  /// Returns whether a value stands for Python's `None`: `()`, or `nil`.
  @inlinable
  static func isNothing(_ value: borrowing Input) -> Bool {
    if Input.self == Void.self { return true }
    // The type is checked first: a nil in an `Any` is a value like any other.
    guard Input.self is any OptionalValue.Type else { return false }
    return (copy value as? any OptionalValue)?.isNone ?? false
  }
}

extension YieldPoint {
  /// Delegates to `inner` and resumes it with `value` if it waits for one.
  @inlinable
  func delegate<Element, Input, Return>(
    to inner: TypedCore<Element, Input, Return>, passing value: consuming Input
  ) throws -> Return {
    if inner.phase == .live { return try Slot.with(value) { try delegate(to: inner, sending: $0) } }
    // The value isn't used, so it is released before the delegation.
    _ = consume value
    return try delegate(to: inner, sending: nil)
  }
}

/// `Optional`, for code that does not know its type parameter.
@usableFromInline
protocol OptionalValue {
  var isNone: Bool { get }
}

extension Optional: OptionalValue {
  @usableFromInline var isNone: Bool { self == nil }
}

/// Returns whether a value stands for Python's `None`: `()`, or `nil`.
package func isNothing<Value>(_ value: borrowing Value) -> Bool {
  TypedCore<Never, Value, Never>.isNothing(value)
}

/// Returns the value that stands for Python's `None`, if a type that isn't `Void` has one.
@usableFromInline
package func nothing<Value>(as type: Value.Type) -> Value? {
  guard let type = type as? any ExpressibleByNilLiteral.Type else { return nil }
  return .some(type.init(nilLiteral: ()) as! Value)
}
