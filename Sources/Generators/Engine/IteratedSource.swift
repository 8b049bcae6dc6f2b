/// A source whose elements come from an iterator: the result of an operation on a source.
///
/// The properties are not checked for exclusive access, because a check would cost more than an
/// element does. Sound, since no access lasts while other code runs: the iterator is taken out
/// while it runs. That also counts no references to the objects that the iterator holds, which
/// would cost several times as much as the operation.
@usableFromInline
package final class IteratedSource<Iterator: FallibleIterator>: ThrowingSource {
  /// `nil` after the end, and while the iterator runs.
  @exclusivity(unchecked) @usableFromInline
  final var iterator: Iterator?

  @exclusivity(unchecked) @usableFromInline
  final var hasEnded = false

  @inlinable
  package init(_ iterator: Iterator) { self.iterator = iterator }

  @inlinable
  deinit {}

  @inlinable @inline(__always)
  package func next() throws(Iterator.Failure) -> Iterator.Element? {
    guard var iterator = iterator.take() else { return try refuse() }
    do throws(Iterator.Failure) {
      if let element = try iterator.next() {
        self.iterator = iterator
        return .some(element)
      }
    } catch {
      hasEnded = true
      iterator.abandon()
      throw error
    }
    // Set before the iterator is released, because the release may run code that asks for an
    // element.
    hasEnded = true
    return nil
  }

  @inlinable
  func refuse() throws(Iterator.Failure) -> Iterator.Element? {
    if hasEnded { return nil }
    throw alreadyExecuting(Iterator.Failure.self)
  }

  @inlinable
  package func abandon() {
    // An iterator that runs is not in the property.
    guard let iterator = iterator.take() else { return }
    hasEnded = true
    iterator.abandon()
  }
}

/// Returns the error for an element that is asked for from inside of its own source.
///
/// Traps if `Failure` can't hold it. CPython raises "generator already executing".
@inlinable
package func alreadyExecuting<Failure: Error>(_ type: Failure.Type) -> Failure {
  if let error = GeneratorError.alreadyExecuting as? Failure { return error }
  fatalError("an element was asked for from inside of its own source")
}
