public import Generators

/// What the readers of `tee(_:)` share: the source, and the elements that some of
/// them have taken and others have not.
@usableFromInline
final class TeeBuffer<Base: FallibleIterator>: PulledSource {
  @exclusivity(unchecked) @usableFromInline
  package var source: Base?

  @exclusivity(unchecked) @usableFromInline
  package var hasEnded = false

  @exclusivity(unchecked) @usableFromInline
  var elements = Ring<Base.Element>()

  /// For each element, how many readers are yet to take it; the oldest is never at 0.
  @exclusivity(unchecked) @usableFromInline
  var waiting = Ring<Int>()

  /// How many elements came before the oldest that is held.
  @exclusivity(unchecked) @usableFromInline
  var firstPosition = 0

  @exclusivity(unchecked) @usableFromInline
  var readers: Int

  @inlinable
  init(_ source: Base, readers: Int) {
    self.readers = readers
    self.source = source
  }

  @inlinable
  deinit {}

  /// The element for a reader that has taken `position` others.
  @inlinable
  func element(at position: Int) throws(Base.Failure) -> Base.Element? {
    let offset = position - firstPosition
    if offset < elements.count {
      let left = waiting[offset] - 1
      // A reader that took this one took all before it, so an element that no reader waits for is the oldest.
      if left == 0 { return popFirst() }
      waiting[offset] = left
      return elements[offset]
    }
    guard let element = try pull() else { return nil }
    // Readers may have gone while the source ran; those that are left are all behind this one.
    if readers > 1 {
      elements.append(element)
      waiting.append(readers - 1)
    } else {
      firstPosition += 1
    }
    return element
  }

  @inlinable
  func popFirst() -> Base.Element? {
    _ = waiting.popFirst()
    firstPosition += 1
    return elements.popFirst()
  }

  /// A reader goes that has taken `position` elements.
  @inlinable
  func leave(at position: Int) {
    readers -= 1
    for offset in (position - firstPosition)..<elements.count { waiting[offset] -= 1 }
    // One at a time: the end of an element may run code that reads on.
    while elements.count > 0, waiting[0] == 0 { _ = popFirst() }
  }
}

/// Where one reader stands.
@usableFromInline
final class TeePosition<Base: FallibleIterator> {
  @usableFromInline let buffer: TeeBuffer<Base>

  @exclusivity(unchecked) @usableFromInline
  var position = 0

  @inlinable
  init(_ buffer: TeeBuffer<Base>) { self.buffer = buffer }

  @inlinable
  deinit { buffer.leave(at: position) }

  /// Makes `count` readers of a source.
  @inlinable
  static func positions(_ count: Int, in source: Base) -> [TeePosition] {
    guard count >= 0 else { fatalError("the count of readers must not be negative") }
    requireRoom(for: count, of: TeePosition.self, in: "an array of readers")
    let buffer = TeeBuffer(source, readers: count)
    return (0..<count).map { _ in TeePosition(buffer) }
  }

  @inlinable
  func next() throws(Base.Failure) -> Base.Element? {
    guard let element = try buffer.element(at: position) else { return nil }
    position += 1
    return element
  }
}
