import Generators

/// A source of elements that a body has lent to its consumer, which takes them without resuming the body.
///
/// It is used by the side that has the turn, as the fields of ``AsyncDriver``.
@usableFromInline
class LentSource<Element> {
  init() {}

  @usableFromInline
  func next() throws -> Element? { nil }
}

/// A lent iterator.
final class LentIterator<Base: IteratorProtocol>: LentSource<Base.Element> {
  private var base: Base
  init(_ base: Base) { self.base = base }
  override func next() -> Base.Element? { base.next() }
}

/// A lent source that may fail.
final class LentThrowingSource<Base: ThrowingSource>: LentSource<Base.Element> {
  private let base: Base
  init(_ base: Base) { self.base = base }
  override func next() throws -> Base.Element? { try base.next() }
}
