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

/// The elements of what needs no stack, in a struct for the same reason.
@usableFromInline
struct Source<Element> {
  @usableFromInline let next: (inout Element?) throws -> Void

  /// Whose elements come from a closure; it leaves `nil` where there are no more.
  @inlinable
  init(pulling next: @escaping (inout Element?) throws -> Void) { self.next = next }

  @inlinable
  init<Base: Sequence<Element>>(_ base: Base) {
    let iteration = Iteration(base)
    // `inout`, since the result of a closure of a generic type is adapted too.
    next = { element in iteration.next(&element) }
  }
}

/// A sequence and, from the first element on, its iterator.
///
/// Nobody can come upon the iterator while it runs, since the generator is running then: a check of
/// each access would cost more than most iterators do. A variable that the closure captures would be
/// checked, and of an opaque type it ends the compiler's optimizer (6.3).
@usableFromInline
final class Iteration<Base: Sequence> {
  @usableFromInline let base: Base
  @usableFromInline @exclusivity(unchecked) var iterator: Base.Iterator?

  @inlinable
  init(_ base: Base) { self.base = base }

  @inlinable
  func next(_ element: inout Base.Element?) {
    if iterator == nil { iterator = base.makeIterator() }
    element = iterator!.next()
  }
}

/// What a body returned.
@usableFromInline
final class Box<Value> {
  @usableFromInline let value: Value

  @inlinable
  init(_ value: Value) { self.value = value }
}
