/// The place on the sender's stack through which a value goes to the receiver.
///
/// The sender owns the place. The receiver takes the value out and is then its only owner. Or it
/// leaves the value there, as a body does that ignores the values that it is sent. Then the sender
/// destroys it.
///
/// A value that needs no destruction is stored directly, and taking it is a load. A value of size
/// zero is not, since it need not have a place. Both sides decide by the same type, so they agree.
@usableFromInline
enum Slot<Value> {
  @inlinable @inline(__always)
  static var isPlain: Bool { _isPOD(Value.self) && MemoryLayout<Value>.size > 0 }

  /// Calls `body` with the place of `value`.
  ///
  /// Unprotected: only the receiver writes there, a single value, and a stack canary would cost a
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

  /// Takes the value out of `place`, at most once.
  @inlinable @inline(__always)
  static func take(from place: UnsafeMutableRawPointer) -> Value {
    if isPlain { return place.assumingMemoryBound(to: Value.self).pointee }
    return place.assumingMemoryBound(to: Value?.self).pointee.take().unsafelyUnwrapped
  }
}
