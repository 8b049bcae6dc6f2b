/// Where a slice stands, in one place for all that refer to it.
///
/// The properties are not checked for exclusive access, which would cost many times what an element
/// costs. It is sound since no access lasts while other code runs: the iterator is taken out while it
/// is asked. Who uses the slice meanwhile, from inside of its source, finds it at its end.
@usableFromInline
final class SliceState<Base: Sequence> {
  /// The base until the first element is asked for.
  @exclusivity(unchecked) @usableFromInline
  var base: Base?

  @exclusivity(unchecked) @usableFromInline
  var iterator: Base.Iterator?

  @exclusivity(unchecked) @usableFromInline
  var toSkip: Int

  /// How many are left to give; `nil` for all.
  @exclusivity(unchecked) @usableFromInline
  var remaining: Int?

  /// How many to leave out between two.
  @usableFromInline
  let gap: Int

  @inlinable
  init(base: Base, toSkip: Int, remaining: Int?, gap: Int) {
    self.base = base
    self.toSkip = toSkip
    self.remaining = remaining
    self.gap = gap
  }

  @inlinable @inline(__always)
  func next() -> Base.Element? {
    if remaining == 0 {
      finish()
      return nil
    }
    if let base {
      self.base = nil
      iterator = base.makeIterator()
    }
    while toSkip > 0 {
      toSkip -= 1
      if pull() == nil {
        finish()
        return nil
      }
    }
    guard let element = pull() else {
      finish()
      return nil
    }
    if let remaining { self.remaining = remaining - 1 }
    toSkip = gap
    return element
  }

  @inlinable @inline(__always)
  func pull() -> Base.Element? {
    guard var source = iterator.take() else { return nil }
    let element = source.next()
    iterator = source
    return element
  }

  /// Lets go of the source, which closes a generator to which nothing else refers.
  @inlinable
  func finish() {
    base = nil
    iterator = nil
    toSkip = 0
    remaining = 0
  }
}
