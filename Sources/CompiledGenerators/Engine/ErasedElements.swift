/// The elements of any kind of iterator, for a delegation by name that turns out not to be recursive.
///
/// It is a value: a copy continues by itself.
@frozen public struct _ErasedElements<Element, Failure: Error> {
  @usableFromInline var box: ElementsBox<Element, Failure>

  @inlinable
  init<Base: IteratorProtocol<Element>>(_ base: Base) {
    box = Self.box(of: base)
  }

  /// Creates elements of a source that is a reference.
  ///
  /// - Parameter next: Returns the source's next element, or `nil` after the last one. Copies of the
  ///   elements call the same function.
  @inlinable
  public init(_ next: @escaping () throws(Failure) -> Element?) {
    box = Self.box(of: next)
  }

  /// Returns the next element, or `nil` after the last one.
  @inlinable
  public mutating func next() throws(Failure) -> Element? {
    if !isKnownUniquelyReferenced(&box) { box = box.copy() }
    return try box.next()
  }

  @inlinable
  static func box<Base: IteratorProtocol<Element>>(
    of base: Base
  ) -> ElementsBox<Element, Failure> {
    var base = base
    return ElementsBox(
      next: { () throws(Failure) in base.next() }, copy: { Self.box(of: base) })
  }

  @inlinable
  static func box(
    of next: @escaping () throws(Failure) -> Element?
  ) -> ElementsBox<Element, Failure> {
    ElementsBox(next: next, copy: { Self.box(of: next) })
  }
}

/// An iterator of any type.
///
/// Its methods are closures, which are specialized for the type where the box is made. Methods of a generic
/// subclass would not be.
@usableFromInline
final class ElementsBox<Element, Failure: Error> {
  @usableFromInline let next: () throws(Failure) -> Element?
  @usableFromInline let copy: () -> ElementsBox

  @inlinable
  init(next: @escaping () throws(Failure) -> Element?, copy: @escaping () -> ElementsBox) {
    self.next = next
    self.copy = copy
  }
}
