// Every operation is written once, as an iterator over another one that may fail.
//
// A sequence enters through an adapter whose failure is `Never`, and a source through an adapter
// with the source's failure. The result is the iterator of a sequence, or an ``IteratedSource``.

/// An iterator that may fail.
@usableFromInline
package protocol FallibleIterator<Element, Failure> {
  associatedtype Element
  associatedtype Failure: Error

  /// Returns the next element, or `nil` after the last one.
  ///
  /// After it has thrown, only ``abandon()`` is called.
  mutating func next() throws(Failure) -> Element?

  /// Closes the sources after an error, in the order in which they are released.
  func abandon()
}

/// The iterator of a sequence, which never fails.
///
/// `Failure` is `Never` in the operations of sequences. Where a sequence is combined with sources
/// that may fail, it is the failure of those sources.
@usableFromInline
package struct IteratorAdapter<Base: IteratorProtocol, Failure: Error>: FallibleIterator {
  @usableFromInline var base: Base

  @inlinable
  package init(_ base: Base) { self.base = base }

  @inlinable @inline(__always)
  package mutating func next() throws(Failure) -> Base.Element? { base.next() }

  @inlinable
  package func abandon() {}
}

/// A sequence, and from the first element on its iterator.
///
/// The sequence is kept only until then: otherwise the head of a lazy list would keep all its
/// elements alive.
@usableFromInline
package struct SequenceIterator<Base: Sequence, Failure: Error>: FallibleIterator {
  @usableFromInline var base: Base?
  @usableFromInline var iterator: Base.Iterator?

  @inlinable
  package init(_ base: Base) { self.base = base }

  @inlinable @inline(__always)
  package mutating func next() throws(Failure) -> Base.Element? {
    if iterator == nil { iterator = base.take()!.makeIterator() }
    return iterator!.next()
  }

  @inlinable
  package func abandon() {}
}

/// The elements of a source.
@usableFromInline
package struct SourceIterator<Base: ThrowingSource>: FallibleIterator {
  @usableFromInline let base: Lent<Base>

  @inlinable
  package init(_ base: Base) { self.base = Lent(base) }

  @inlinable @inline(__always)
  package mutating func next() throws(Base.Failure) -> Base.Element? {
    try base { (base) throws(Base.Failure) in try base.next() }
  }

  @inlinable
  package func abandon() { base.owner.value.abandon() }
}

extension IteratorAdapter: Sendable where Base: Sendable {}
extension SequenceIterator: Sendable where Base: Sendable, Base.Iterator: Sendable {}
