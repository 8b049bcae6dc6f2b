/// A source that several readers, or one with a memory, ask for its elements one at a time.
///
/// The properties are not checked for exclusive access, which would cost many times what an element
/// costs. It is sound since no access lasts while other code runs: the iterator is taken out while it
/// is asked, and who asks meanwhile, from inside of the source, meets a trap. So must subclasses do:
/// no access to their properties may be open while the source runs or an element is released.
@usableFromInline
class PulledSource<Base: Sequence> {
  /// The base until the first element is asked for.
  @exclusivity(unchecked) @usableFromInline
  final var base: Base?

  /// `nil` before the first element, after the last, and while the source is asked.
  @exclusivity(unchecked) @usableFromInline
  final var iterator: Base.Iterator?

  @exclusivity(unchecked) @usableFromInline
  final var isAsked = false

  @inlinable
  init(base: Base) { self.base = base }

  @inlinable
  deinit {}

  /// The next element of the source, which is let go of at its end.
  @inlinable @inline(__always)
  final func pull() -> Base.Element? {
    guard var source = iterator.take() ?? start() else { return nil }
    isAsked = true
    let element = source.next()
    isAsked = false
    if element != nil { iterator = source }
    return element
  }

  @inlinable
  final func start() -> Base.Iterator? {
    guard !isAsked else {
      fatalError("an element was asked for from inside of the source that is to give it")
    }
    guard let base = base.take() else { return nil }
    isAsked = true
    defer { isAsked = false }
    return base.makeIterator()
  }
}
