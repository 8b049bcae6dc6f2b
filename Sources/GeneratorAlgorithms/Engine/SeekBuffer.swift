public import Generators

/// The source of a ``SeekableSequence`` or ``SeekableSource``, and its last elements.
@usableFromInline
final class SeekBuffer<Base: FallibleIterator>: PulledSource {
  @exclusivity(unchecked) @usableFromInline
  package var source: Base?

  @exclusivity(unchecked) @usableFromInline
  package var hasEnded = false

  @usableFromInline let window: Int

  @exclusivity(unchecked) @usableFromInline
  var held = Ring<Base.Element>()

  /// The number of elements that were taken from the source.
  @exclusivity(unchecked) @usableFromInline
  var taken = 0

  /// The number of elements before the next one.
  @exclusivity(unchecked) @usableFromInline
  var position = 0

  @inlinable
  init(_ source: Base, window: Int) {
    self.window = window
    self.source = source
  }

  @inlinable
  deinit {}

  @inlinable
  var earliest: Int { taken - held.count }

  @inlinable
  func next() throws(Base.Failure) -> Base.Element? {
    if position < taken {
      defer { position += 1 }
      return held[position - earliest]
    }
    guard let element = try pull() else { return nil }
    // Released last, because its release may run other code.
    let former = held.count == window ? held.popFirst() : nil
    held.append(element)
    taken += 1
    position = taken
    withExtendedLifetime(former) {}
    return element
  }

  @inlinable
  func seek(to target: Int) throws(Base.Failure) {
    guard target >= earliest else {
      fatalError("can't seek to \(target): the earliest element that is still held is \(earliest)")
    }
    position = Swift.min(target, taken)
    while position < target {
      if try next() == nil { break }
    }
  }

  @inlinable
  func seek(by distance: Int) throws(Base.Failure) {
    let (target, overflow) = position.addingReportingOverflow(distance)
    try seek(to: overflow ? (distance < 0 ? .min : .max) : target)
  }
}
