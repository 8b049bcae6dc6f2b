internal import CCoroutine

extension GeneratorExit {
  /// The error that closing throws.
  ///
  /// Allocating an error for each generator that is closed would be a large part of the cost of
  /// closing.
  @usableFromInline package static let shared: any Error = GeneratorExit()

  /// The bits of ``shared`` if the runtime counts no references to it; otherwise 0.
  ///
  /// Counting references to it is atomic, and would be the rest of that cost. An error is one
  /// reference. If nothing can destroy the object, the reference may be copied and discarded like a
  /// number. After the first use, `cco_exit_bits` returns the bits, too.
  private static let uncounted: UInt = {
    // The `as` keeps the compiler from opening the error.
    let bits = unsafeBitCast(shared as any Error, to: UInt.self)
    guard cco_immortalize(UnsafeMutableRawPointer(bitPattern: bits)) != 0 else { return 0 }
    cco_set_exit_bits(bits)
    return bits
  }()

  /// Returns ``shared``, to be thrown.
  static func take() -> any Error {
    let known = cco_exit_bits()
    let bits = known != 0 ? known : uncounted
    guard bits != 0 else { return shared }
    // Unprotected, as in ``Slot``: one word is written.
    return _withUnprotectedUnsafeTemporaryAllocation(of: (any Error).self, capacity: 1) {
      UnsafeMutableRawPointer($0.baseAddress!).storeBytes(of: bits, as: UInt.self)
      return $0.moveElement(from: 0)
    }
  }

  /// Returns whether `error` is ``shared``.
  ///
  /// Compares identities, since a dynamic cast takes longer than creating a generator.
  static func isShared(_ error: any Error) -> Bool {
    unsafeBitCast(error as any Error, to: UInt.self)
      == unsafeBitCast(shared as any Error, to: UInt.self)
  }
}
