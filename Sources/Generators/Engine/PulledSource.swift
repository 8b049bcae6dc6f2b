/// A source that several readers, or one with a count or a memory, ask for its elements one at a time.
///
/// All operations that are references follow one rule: an operation must not be asked from inside of its own
/// source, just as a generator must not be resumed from inside of its own body. CPython raises "generator
/// already executing" there. Here that is ``GeneratorError/Kind-swift.enum/alreadyExecuting`` if `Failure`
/// can hold it, and a trap otherwise.
///
/// Classes that conform don't have the properties checked for exclusive access, which would cost many times
/// what an element costs. Sound, since no access lasts while other code runs: the iterator is taken out while
/// it is asked. A conforming class does the same with its own properties: no access to them is open while the
/// source or a closure runs or an element is released, and it counts an element when it is there.
@usableFromInline
package protocol PulledSource<Base>: AnyObject {
  associatedtype Base: FallibleIterator

  /// `nil` after the end, and while the source is asked.
  var source: Base? { get set }

  /// Whether no further element may be asked for.
  var hasEnded: Bool { get set }
}

extension PulledSource {
  /// Returns the next element of the source, which is released at its end.
  @inlinable @inline(__always)
  package func pull() throws(Base.Failure) -> Base.Element? {
    guard var source = source.take() else { return try refuse() }
    let element: Base.Element?
    do throws(Base.Failure) {
      element = try source.next()
    } catch {
      hasEnded = true
      source.abandon()
      throw error
    }
    // Before the source is released, which may run code that asks.
    if element == nil { hasEnded = true } else { self.source = source }
    return element
  }

  /// Returns `nil` after the end, and refuses while the source is being asked.
  @inlinable
  package func refuse() throws(Base.Failure) -> Base.Element? {
    if hasEnded { return nil }
    throw alreadyExecuting(Base.Failure.self)
  }

  /// Releases the source before its end, which closes a generator to which nothing else refers.
  @inlinable
  package func finish() {
    hasEnded = true
    _ = source.take()
  }

  /// Closes the source, because an operation on its elements has failed.
  @inlinable
  package func abandon() {
    hasEnded = true
    source.take()?.abandon()
  }
}
