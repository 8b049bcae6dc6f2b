/// The source of a ``SeekableSequence``, and the last elements that it gave.
@usableFromInline
final class SeekBuffer<Base: Sequence>: PulledSource<Base> {
  @usableFromInline let window: Int

  @exclusivity(unchecked) @usableFromInline
  var held = Ring<Base.Element>()

  /// How many elements were taken from the source.
  @exclusivity(unchecked) @usableFromInline
  var taken = 0

  /// How many elements come before the one that is next.
  @exclusivity(unchecked) @usableFromInline
  var position = 0

  @inlinable
  init(base: Base, window: Int) {
    self.window = window
    super.init(base: base)
  }

  @inlinable
  deinit {}

  @inlinable
  var earliest: Int { taken - held.count }

  @inlinable
  func next() -> Base.Element? {
    if position < taken {
      defer { position += 1 }
      return held[position - earliest]
    }
    guard let element = pull() else { return nil }
    // Let go of when all is in its place, for its end may run code.
    let former = held.count == window ? held.popFirst() : nil
    held.append(element)
    taken += 1
    position = taken
    withExtendedLifetime(former) {}
    return element
  }

  @inlinable
  func seek(to target: Int) {
    guard target >= earliest else {
      fatalError("can't seek to \(target): the earliest element that is still held is \(earliest)")
    }
    position = Swift.min(target, taken)
    while position < target, next() != nil {}
  }
}
