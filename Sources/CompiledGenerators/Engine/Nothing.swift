#if !hasFeature(Embedded)
  /// `Optional`, for code that doesn't know the wrapped type.
  @usableFromInline
  protocol OptionalValue {
    var isNone: Bool { get }
  }

  extension Optional: OptionalValue {
    @usableFromInline var isNone: Bool { self == nil }
  }

  /// Returns whether a value stands for Python's `None`: `()`, or `nil`.
  @inlinable
  func isNothing<Value>(_ value: Value) -> Bool {
    if Value.self == Void.self { return true }
    // The type is checked first: a nil in an `Any` is a value like any other.
    guard Value.self is any OptionalValue.Type else { return false }
    return (value as? any OptionalValue)?.isNone ?? false
  }

  /// Returns the value of a type that stands for Python's `None`, if there is one.
  @inlinable
  func nothing<Value>(as type: Value.Type) -> Value? {
    if Value.self == Void.self { return .some(() as! Value) }
    guard let type = type as? any ExpressibleByNilLiteral.Type else { return nil }
    return .some(type.init(nilLiteral: ()) as! Value)
  }
#endif
