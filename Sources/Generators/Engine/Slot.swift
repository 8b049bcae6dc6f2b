/// The place on one side's stack through which a value goes to the other.
///
/// The side that gives owns the place. The other takes the value out, so that it is the only owner,
/// or leaves it there, as a body does that ignores what it is sent; then the giver destroys it.
///
/// A value that needs no destruction lies there as it is, and taking it is a load; one of no size
/// does not, since it need not have a place. Both sides ask the same question of the same type, so
/// they agree on what lies there.
@usableFromInline
enum Slot<Value> {
  @inlinable @inline(__always)
  static var isPlain: Bool { _isPOD(Value.self) && MemoryLayout<Value>.size > 0 }

  /// Calls `body` with the place of `value`.
  ///
  /// Unprotected: only the other side writes there, a single value, and a stack canary would cost a
  /// tenth of the switch.
  @inlinable @inline(__always)
  static func with<Result>(
    _ value: consuming Value, _ body: (UnsafeMutableRawPointer) throws -> Result
  ) rethrows -> Result {
    if isPlain {
      var slot = value
      return try _withUnprotectedUnsafeMutablePointer(to: &slot) {
        try body(UnsafeMutableRawPointer($0))
      }
    }
    var slot: Value? = .some(value)
    return try _withUnprotectedUnsafeMutablePointer(to: &slot) {
      try body(UnsafeMutableRawPointer($0))
    }
  }

  /// Takes the value out of `place`; at most once.
  @inlinable @inline(__always)
  static func take(from place: UnsafeMutableRawPointer) -> Value {
    if isPlain { return place.assumingMemoryBound(to: Value.self).pointee }
    return place.assumingMemoryBound(to: Value?.self).pointee.take().unsafelyUnwrapped
  }
}
