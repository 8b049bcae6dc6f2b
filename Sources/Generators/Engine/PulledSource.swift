/// A source that is read one element at a time, by several readers or by one with a count or a
/// memory.
///
/// All operations that are references follow one rule: an operation must not be asked for an
/// element from inside of its own source, as a generator must not be resumed from inside of its own
/// body. CPython raises "generator already executing". This library throws
/// ``GeneratorError/Kind-swift.enum/alreadyExecuting`` if `Failure` can hold it, and traps
/// otherwise.
///
/// The properties of conforming classes are not checked for exclusive access, because a check would
/// cost many times as much as an element. Sound, since no access lasts while other code runs: the
/// iterator is taken out while it runs. A conforming class treats its own properties in the same
/// way. It has no open access to them while the source or a closure runs, or while an element is
/// released. It counts an element after it has received it.
@usableFromInline
package protocol PulledSource<Base>: AnyObject {
  associatedtype Base: FallibleIterator

  /// `nil` after the end, and while the source runs.
  var source: Base? { get set }

  /// Whether the source must not be asked for another element.
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
    // Set before the source is released, because the release may run code that asks for an element.
    if element == nil { hasEnded = true } else { self.source = source }
    return element
  }

  /// Returns `nil` after the end, and refuses while the source runs.
  @inlinable
  package func refuse() throws(Base.Failure) -> Base.Element? {
    if hasEnded { return nil }
    throw alreadyExecuting(Base.Failure.self)
  }

  /// Releases the source before its end, which closes a generator if nothing else refers to it.
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
