/// A source whose elements come from an iterator: what an operation on a source returns.
///
/// The properties are not checked for exclusive access, which would cost more than an element does. Sound,
/// since only the call that has set `state` to `running` uses the iterator until it has returned: a call
/// from inside of it is refused, and it is not released meanwhile, because the outer call refers to it.
@usableFromInline
package final class IteratedSource<Iterator: FallibleIterator>: ThrowingSource {
  @usableFromInline
  enum State { case suspended, running, ended }

  /// `nil` after the end.
  @exclusivity(unchecked) @usableFromInline
  final var iterator: Iterator?

  @exclusivity(unchecked) @usableFromInline
  final var state = State.suspended

  @inlinable
  package init(_ iterator: Iterator) { self.iterator = iterator }

  @inlinable
  deinit {}

  @inlinable @inline(__always)
  package func next() throws(Iterator.Failure) -> Iterator.Element? {
    guard state == .suspended else { return try refuse() }
    state = .running
    do throws(Iterator.Failure) {
      if let element = try iterator?.next() {
        state = .suspended
        return .some(element)
      }
    } catch {
      let iterator = end()
      iterator?.abandon()
      throw error
    }
    _ = end()
    return nil
  }

  /// Makes this the end, and returns the iterator to be released.
  ///
  /// The state is set first: the release may run code that asks for an element.
  @inlinable
  func end() -> Iterator? {
    state = .ended
    return iterator.take()
  }

  @inlinable
  func refuse() throws(Iterator.Failure) -> Iterator.Element? {
    if state == .ended { return nil }
    throw alreadyExecuting(Iterator.Failure.self)
  }

  @inlinable
  package func abandon() {
    guard state == .suspended else { return }
    let iterator = end()
    iterator?.abandon()
  }
}

/// Returns the error for an element that is asked for from inside of its own source.
///
/// Traps if `Failure` can't hold it. CPython raises "generator already executing".
@inlinable
package func alreadyExecuting<Failure: Error>(_ type: Failure.Type) -> Failure {
  if let error = GeneratorError.alreadyExecuting as? Failure { return error }
  fatalError("an element was asked for from inside of the source that is to give it")
}
