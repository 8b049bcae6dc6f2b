internal import CCoroutine

extension GeneratorExit {
  /// The one that closing throws: to allocate an error for each generator that is closed would be
  /// a good part of its cost.
  @usableFromInline static let shared: any Error = GeneratorExit()

  /// The bits of ``shared``, where the runtime counts no references to it; otherwise 0.
  ///
  /// Counting is atomic, and the rest of a good part. An error is one reference. Where it is to an
  /// object that nothing can destroy, it may be copied and forgotten as the number that it is.
  private static let uncounted: UInt = {
    // The `as` keeps the error from being opened.
    let bits = unsafeBitCast(shared as any Error, to: UInt.self)
    return cco_immortalize(UnsafeMutableRawPointer(bitPattern: bits)) != 0 ? bits : 0
  }()

  /// ``shared``, to be thrown.
  static func take() -> any Error {
    let bits = uncounted
    guard bits != 0 else { return shared }
    return withUnsafeTemporaryAllocation(of: (any Error).self, capacity: 1) {
      UnsafeMutableRawPointer($0.baseAddress!).storeBytes(of: bits, as: UInt.self)
      return $0.moveElement(from: 0)
    }
  }

  /// Whether `error` is ``shared``, which it lets go of; otherwise gives it back.
  ///
  /// By identity, since a dynamic cast takes longer than to make a generator.
  static func drop(_ error: consuming any Error) -> (any Error)? {
    var error: (any Error)? = consume error
    return withUnsafeMutablePointer(to: &error) { place in
      let raw = UnsafeMutableRawPointer(place)
      if raw.load(as: UInt.self) == uncounted {
        // Written over, and so forgotten: see ``uncounted``.
        raw.initializeMemory(as: (any Error)?.self, to: nil)
        return nil
      }
      return isShared(place.pointee!) ? nil : place.pointee.take()
    }
  }

  private static func isShared(_ error: any Error) -> Bool {
    unsafeBitCast(error as any Error, to: UInt.self)
      == unsafeBitCast(shared as any Error, to: UInt.self)
  }
}
