public import Generators

/// The state that the readers share: the source, and the elements that were taken and not yet returned.
///
/// No access to its properties lasts while other code runs: elements are moved into the store and out of it.
@usableFromInline
final class DistributionState<Base: FallibleIterator>: PulledSource {
  @exclusivity(unchecked) @usableFromInline
  package var source: Base?

  @exclusivity(unchecked) @usableFromInline
  package var hasEnded = false

  /// The elements that are stored for each reader; `nil` for a reader that has left.
  @exclusivity(unchecked) @usableFromInline
  var stored: [DistributionQueue<Base.Element>?]

  /// The reader whose element is the next of the source.
  @exclusivity(unchecked) @usableFromInline
  var turn = 0

  @inlinable
  init(_ source: Base, count: Int) {
    stored = Array(repeating: DistributionQueue(), count: count)
    self.source = source
  }

  @inlinable
  func next(for index: Int) throws(Base.Failure) -> Base.Element? {
    if let element = stored[index]?.popFirst() { return element }
    while let element = try pull() {
      let turn = turn
      self.turn = turn + 1 == stored.count ? 0 : turn + 1
      if turn == index { return element }
      stored[turn]?.append(element)
    }
    return nil
  }

  @inlinable
  deinit {}

  @inlinable
  func leave(_ index: Int) {
    // Moved out first, because the release of its elements may use a reader.
    let left = stored[index].take()
    withExtendedLifetime(left) {}
  }
}

/// A reader's place among the others.
///
/// The release of the reader empties it.
@usableFromInline
final class DistributionPlace<Base: FallibleIterator> {
  @usableFromInline let state: DistributionState<Base>
  @usableFromInline let index: Int

  @inlinable
  init(state: DistributionState<Base>, index: Int) {
    self.state = state
    self.index = index
  }

  @inlinable
  deinit { state.leave(index) }

  /// Makes `count` places for a source.
  @inlinable
  static func places(_ count: Int, in source: Base) -> [DistributionPlace] {
    guard count > 0 else {
      fatalError("the number of readers must be positive, and is \(count)")
    }
    requireRoom(
      for: count, of: DistributionQueue<Base.Element>?.self, in: "an array of readers")
    let state = DistributionState(source, count: count)
    return (0..<count).map { DistributionPlace(state: state, index: $0) }
  }

  @inlinable
  func next() throws(Base.Failure) -> Base.Element? { try state.next(for: index) }
}

/// The elements that are stored for one reader, first in, first out.
@usableFromInline
struct DistributionQueue<Element> {
  @usableFromInline var slots: [Element?] = []
  /// The place of the next element; those before it were returned.
  @usableFromInline var head = 0

  @inlinable
  init() {}

  @inlinable
  mutating func append(_ element: Element) { slots.append(.some(element)) }

  @inlinable
  mutating func popFirst() -> Element? {
    guard head < slots.count else { return nil }
    let element = slots[head].take()
    head += 1
    if head == slots.count {
      // Doesn't keep the room for many elements after a single need.
      slots.removeAll(keepingCapacity: slots.capacity <= 32)
      head = 0
    } else if head >= 32, head * 2 >= slots.count {
      // Rare enough that each element is moved less than once on average.
      slots.removeSubrange(..<head)
      head = 0
    }
    return element
  }
}
