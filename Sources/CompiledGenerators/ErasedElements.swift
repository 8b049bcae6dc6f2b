/// The elements of any kind of iterator, for a delegation by name that turns out not to be recursive.
///
/// A value: a copy goes on alone.
@frozen public struct ErasedElements<Element, Failure: Error> {
  @usableFromInline var box: ElementsBox<Element, Failure>

  @inlinable
  init(_ base: some IteratorProtocol<Element>) {
    box = IteratorBox(base)
  }

  /// Makes elements of a source that is a reference.
  ///
  /// - Parameter next: Returns the source's next element, or `nil` after the last one. Copies of the
  ///   elements call the same function.
  @inlinable
  public init(_ next: @escaping () throws(Failure) -> Element?) {
    box = FunctionBox(next)
  }

  /// Returns the next element, or `nil` after the last one.
  @inlinable
  public mutating func next() throws(Failure) -> Element? {
    if !isKnownUniquelyReferenced(&box) { box = box.copy() }
    return try box.next()
  }
}

@usableFromInline
class ElementsBox<Element, Failure: Error> {
  @inlinable init() {}
  @usableFromInline func next() throws(Failure) -> Element? { fatalError("overridden") }
  @usableFromInline func copy() -> ElementsBox { fatalError("overridden") }
}

@usableFromInline
final class IteratorBox<Base: IteratorProtocol, Failure: Error>:
  ElementsBox<Base.Element, Failure>
{
  @usableFromInline var base: Base

  @inlinable
  init(_ base: Base) {
    self.base = base
    super.init()
  }

  @inlinable
  override func next() throws(Failure) -> Base.Element? { base.next() }

  @inlinable
  override func copy() -> ElementsBox<Base.Element, Failure> { IteratorBox(base) }
}

@usableFromInline
final class FunctionBox<Element, Failure: Error>: ElementsBox<Element, Failure> {
  @usableFromInline let function: () throws(Failure) -> Element?

  @inlinable
  init(_ function: @escaping () throws(Failure) -> Element?) {
    self.function = function
    super.init()
  }

  @inlinable
  override func next() throws(Failure) -> Element? { try function() }

  @inlinable
  override func copy() -> ElementsBox<Element, Failure> { self }
}
