/// The elements within the bounds of a slice, with one position for all references to it.
@usableFromInline
final class SourceSlice<Base: FallibleIterator>: PulledSource, ThrowingSource {
  @exclusivity(unchecked) @usableFromInline
  package var source: Base?

  @exclusivity(unchecked) @usableFromInline
  package var hasEnded = false

  @exclusivity(unchecked) @usableFromInline
  var toSkip: Int

  /// The number of elements that the slice has left; `nil` for all.
  @exclusivity(unchecked) @usableFromInline
  var remaining: Int?

  /// The number of elements to skip between two of the slice.
  @usableFromInline
  let gap: Int

  @inlinable
  init(_ source: Base, _ bounds: SliceBounds, by step: Int = 1) {
    self.source = source
    toSkip = bounds.lower
    remaining = bounds.count(by: step)
    gap = step - 1
  }

  @inlinable
  deinit {}

  @inlinable @inline(__always)
  func next() throws(Base.Failure) -> Base.Element? {
    // Checked again after each skipped element, whose release may run code that asks for an
    // element.
    while remaining != 0 {
      if toSkip > 0 {
        toSkip -= 1
        if try pull() == nil { break }
        continue
      }
      guard let element = try pull() else { break }
      toSkip = gap
      if let remaining {
        self.remaining = remaining - 1
        if remaining == 1 { finish() }
      }
      return .some(element)
    }
    remaining = 0
    finish()
    return nil
  }
}
