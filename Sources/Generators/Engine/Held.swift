public import CCoroutine

/// A strong reference, or none, that its owner must take out before it is destroyed.
///
/// A generator has references that are mostly `nil` at its end. As properties of type `Reference?`
/// they would be released there all the same, each by a call of the runtime.
///
/// Sound, since an optional of a class, or of an error, is one word, and that word is all that this
/// stores: it is moved in and out, and never copied.
@usableFromInline
struct Held<Reference>: ~Copyable {
  @usableFromInline var word: UnsafeMutableRawPointer?

  /// Creates an empty place.
  @inlinable @inline(__always)
  init() {}

  /// Creates a place that holds `reference`.
  @inlinable @inline(__always)
  init(_ reference: Reference) {
    self.init()
    access { $0 = reference }
  }

  /// Creates a place that holds the reference of which C owns the bits.
  init(owned word: UnsafeMutableRawPointer) { self.word = word }

  @inlinable @inline(__always)
  var isEmpty: Bool { word == nil }

  /// Calls `body` with the place.
  @inlinable @inline(__always)
  mutating func access<Result>(
    _ body: (inout Reference?) throws -> Result
  ) rethrows -> Result {
    try _withUnprotectedUnsafeMutablePointer(to: &word) {
      try $0.withMemoryRebound(to: Reference?.self, capacity: 1) { try body(&$0.pointee) }
    }
  }

  /// Moves the reference out.
  @inlinable @inline(__always)
  mutating func take() -> Reference? { access { $0.take() } }
}

/// The closure of a body, or none, that its owner must take out before it is destroyed: see ``Held``.
///
/// Sound, since a closure consists of these two words, and so does a struct of a closure. The
/// function is Swift's, although its type says C: only C calls it, as Swift calls a closure.
@usableFromInline
struct HeldBody: ~Copyable {
  @usableFromInline var function: (@convention(c) (UnsafeMutablePointer<cco_context>?) -> Void)?
  /// The closure's captures, of which this owns a reference.
  @usableFromInline var captures: UnsafeMutableRawPointer?

  /// Creates an empty place.
  @inlinable @inline(__always)
  init() {}

  @inlinable @inline(__always)
  var isEmpty: Bool { function == nil }

  /// Moves the closure out.
  @inlinable
  mutating func take() -> Body? {
    if isEmpty { return nil }
    return withUnsafeMutablePointer(to: &self) {
      let place = UnsafeMutableRawPointer($0)
      let body = place.assumingMemoryBound(to: Body.self).move()
      place.initializeMemory(as: Self.self, to: Self())
      return body
    }
  }
}
