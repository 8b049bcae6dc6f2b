/// A closure that yields, in a struct.
///
/// Straight in an `Optional`, a closure has the calling convention of a generic one, for which each
/// generator would allocate an adapter. For the same reason a body gives back nothing rather than a
/// `Return`.
@usableFromInline
struct Body {
  @usableFromInline let run: (YieldPoint) throws -> Void
}

/// A body that takes a ``Yield``, in place of one that takes the only field of it.
///
/// Sound since the two are called alike: the layout of a `Yield`, one pointer, does not depend on its
/// type parameters, so that it is passed as its field is. What stands in for one another are structs
/// that hold the closures, since a cast of closures would put an adapter around each.
@usableFromInline
struct TypedBody<Element, Input> {
  @usableFromInline let run: (Yield<Element, Input>) throws -> Void

  @inlinable
  init(run: @escaping (Yield<Element, Input>) throws -> Void) { self.run = run }

  /// Moves it to where a ``Body`` is expected and none is: a cast of the value would count references.
  @inlinable @inline(__always)
  consuming func move(to place: UnsafeMutablePointer<Body?>) {
    UnsafeMutableRawPointer(place).initializeMemory(as: Self.self, to: self)
  }
}

/// The elements of a wrapped sequence, in a struct for the same reason.
@usableFromInline
struct Source<Element> {
  @usableFromInline let next: (inout Element?) -> Void

  @inlinable
  init<Base: Sequence<Element>>(_ base: Base) {
    var iterator: Base.Iterator?
    // `inout`, since the result of a closure of a generic type is adapted too.
    next = { element in
      if iterator == nil { iterator = base.makeIterator() }
      element = iterator!.next()
    }
  }
}

/// What a body returned.
@usableFromInline
final class Box<Value> {
  @usableFromInline let value: Value

  @inlinable
  init(_ value: Value) { self.value = value }
}
