// The frame of a sequence. It ignores values that are sent to it, and rethrows errors.

extension CallFrame where Return == Void {
  /// Creates the frame of the elements that a closure sets; it leaves `nil` at the end.
  @inlinable
  init(pulling next: @escaping (inout Element?) throws -> Void) {
    // `inout`, since a result of a generic type would make the compiler wrap the closure.
    self.init { message, element, _ in
      switch message {
      case .send: try next(&element)
      case .raise(let error): throw error
      case .close: break
      }
    }
  }

  @inlinable
  init<Base: Sequence<Element>>(_ base: Base) {
    let iteration = Iteration(base)
    self.init { message, element, _ in
      switch message {
      case .send: iteration.next(&element)
      case .raise(let error): throw error
      case .close: break
      }
    }
  }
}

/// A sequence and, from the first element on, its iterator.
///
/// No other code can use the iterator while it runs, because the generator is running then. A check
/// of each access would cost more than most iterators do. A variable that the closure captures
/// would be checked. If its type is opaque, the optimizer of Swift 6.3 crashes.
@usableFromInline
final class Iteration<Base: Sequence> {
  /// Kept only until the first element: otherwise the head of a lazy list would keep all its
  /// elements alive.
  @usableFromInline @exclusivity(unchecked) var base: Base?
  @usableFromInline @exclusivity(unchecked) var iterator: Base.Iterator?

  @inlinable
  init(_ base: Base) { self.base = base }

  @inlinable
  func next(_ element: inout Base.Element?) {
    if iterator == nil { iterator = base.take()!.makeIterator() }
    element = iterator!.next()
  }
}
