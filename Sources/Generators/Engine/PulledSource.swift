/// A source that several readers, or one with a count or a memory, ask for its elements one at a time.
///
/// All operations that are references follow one rule: to ask an operation from inside of its own
/// source is a trap, as it is to ask a generator from inside of its own body. CPython raises
/// "generator already executing" there. An operation that can throw needs no rule of its own, since
/// it is a generator, which throws ``GeneratorError/alreadyExecuting``.
///
/// The properties are not checked for exclusive access, which would cost many times what an element
/// costs. It is sound since no access lasts while other code runs: the iterator is taken out while
/// it is asked. Subclasses must do the same: no access to their properties may be open while the
/// source or a closure runs or an element is released, and they count an element when it is there.
@usableFromInline
class PulledSource<Base: Sequence> {
  /// The base until the first element is asked for.
  @exclusivity(unchecked) @usableFromInline
  final var base: Base?

  /// `nil` before the first element, after the last, and while the source is asked.
  @exclusivity(unchecked) @usableFromInline
  final var iterator: Base.Iterator?

  /// Whether no further element may be asked for.
  @exclusivity(unchecked) @usableFromInline
  final var hasEnded = false

  @inlinable
  init(base: Base) { self.base = base }

  @inlinable
  deinit {}

  /// Returns the next element of the source, which is released at its end.
  @inlinable @inline(__always)
  final func pull() -> Base.Element? {
    guard var source = iterator.take() ?? start() else { return nil }
    let element = source.next()
    // Before the source is released, which may run code that asks.
    if element == nil { hasEnded = true } else { iterator = source }
    return element
  }

  /// Makes the iterator, or returns `nil` after the end.
  ///
  /// A source that has neither an iterator nor an end is being asked.
  @inlinable
  final func start() -> Base.Iterator? {
    if let base = base.take() { return base.makeIterator() }
    guard hasEnded else {
      fatalError("an element was asked for from inside of the source that is to give it")
    }
    return nil
  }

  /// Releases the source before its end, which closes a generator to which nothing else refers.
  @inlinable
  final func finish() {
    hasEnded = true
    _ = base.take()
    _ = iterator.take()
  }
}
