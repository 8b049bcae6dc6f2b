public import Generators

/// The state that the readers of `tee(_:)` share: the source, and the elements that some of them have taken
/// and others haven't.
@usableFromInline
final class TeeBuffer<Base: FallibleIterator>: PulledSource {
  @exclusivity(unchecked) @usableFromInline
  package var source: Base?

  @exclusivity(unchecked) @usableFromInline
  package var hasEnded = false

  @exclusivity(unchecked) @usableFromInline
  var queue: TeeQueue<Base.Element>

  @inlinable
  init(_ source: Base, readers: Int) {
    queue = TeeQueue(readers: readers)
    self.source = source
  }

  @inlinable
  deinit {}

  /// Returns the element for a reader that has taken `position` others.
  @inlinable
  func element(at position: Int) throws(Base.Failure) -> Base.Element? {
    if let element = queue.element(at: position) { return element }
    guard let element = try pull() else { return nil }
    // Readers may have been released while the source ran. The remaining ones are all behind this one.
    queue.append(element, for: queue.readers - 1)
    return element
  }

  /// Removes a reader that has taken `position` elements.
  @inlinable
  func leave(at position: Int) {
    queue.leave(at: position)
    // One at a time, because the release of an element may run code that reads on.
    while queue.popUnwanted() != nil {}
  }
}

/// The position of one reader.
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
