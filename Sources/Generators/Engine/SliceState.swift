/// The position of a slice, in one place for all that refer to it.
@usableFromInline
final class SliceState<Base: Sequence>: PulledSource<Base> {
  @exclusivity(unchecked) @usableFromInline
  var toSkip: Int

  /// How many elements the slice has left; `nil` for all.
  @exclusivity(unchecked) @usableFromInline
  var remaining: Int?

  /// How many elements to leave out between two.
  @usableFromInline
  let gap: Int

  @inlinable
  init(base: Base, toSkip: Int, remaining: Int?, gap: Int) {
    self.toSkip = toSkip
    self.remaining = remaining
    self.gap = gap
    super.init(base: base)
  }

  @inlinable
  deinit {}

  @inlinable @inline(__always)
  func next() -> Base.Element? {
    // Asked again after each element that is left out, whose release may run code that asks.
    while remaining != 0 {
      if toSkip > 0 {
        toSkip -= 1
        if pull() == nil { break }
        continue
      }
      guard let element = pull() else { break }
      if let remaining { self.remaining = remaining - 1 }
      toSkip = gap
      return element
    }
    remaining = 0
    finish()
    return nil
  }
}
