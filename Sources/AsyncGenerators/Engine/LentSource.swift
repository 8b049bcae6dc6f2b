public import Generators

/// A source that a body has lent to its consumer.
///
/// Only the consumer uses it until the body continues, because the consumer's elements may share state with
/// later ones.
///
/// It consists of closures, because the compiler specializes a closure for the type of the source, but not
/// the methods of a generic class.
@usableFromInline
struct LentSource<Element> {
  @usableFromInline let next: () throws -> Element?
  /// Throws an error into the source, which may continue with an element.
  @usableFromInline let `throw`: (any Error) throws -> Element?
  @usableFromInline let close: () throws -> Void

  @inlinable
  init(
    next: @escaping () throws -> Element?, throw: @escaping (any Error) throws -> Element?,
    close: @escaping () throws -> Void
  ) {
    self.next = next
    self.throw = `throw`
    self.close = close
  }

  @inlinable
  init(_ source: consuming some Sequence<Element>) {
    let source = source
    if let generator = source as? Generator<Element> {
      self.init(
        next: { generator.next() }, throw: { try generator.throw($0) }, close: generator.close)
    } else {
      var iterator = source.makeIterator()
      self.init(next: { iterator.next() }, throw: { throw $0 }, close: {})
    }
  }

  @inlinable
  init<Source: ThrowingSource>(throwing source: consuming Source)
  where Source.Element == Element {
    let source = source
    if let generator = source as? ThrowingGenerator<Element> {
      self.init(
        next: { try generator.next() }, throw: { try generator.throw($0) },
        close: { try generator.close() })
    } else {
      self.init(
        next: { try source.next() },
        throw: {
          source.abandon()
          throw $0
        }, close: source.abandon)
    }
  }
}
