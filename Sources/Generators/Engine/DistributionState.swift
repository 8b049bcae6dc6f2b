/// What the readers share: the source, and the elements that were met and not read.
///
/// Of its own properties, too, no access lasts while other code runs: elements are moved into the
/// store and out of it.
@usableFromInline
final class DistributionState<Base: Sequence>: PulledSource<Base> {
  /// What is stored for each reader; `nil` for one that has left.
  @exclusivity(unchecked) @usableFromInline
  var stored: [DistributionQueue<Base.Element>?]

  /// The reader whose element is the next of the source.
  @exclusivity(unchecked) @usableFromInline
  var turn = 0

  @inlinable
  init(base: Base, count: Int) {
    stored = Array(repeating: DistributionQueue(), count: count)
    super.init(base: base)
  }

  @inlinable
  func next(for index: Int) -> Base.Element? {
    if let element = stored[index]?.popFirst() { return element }
    while let element = pull() {
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
    // Moved out before its elements go, which may use a reader.
    let left = stored[index].take()
    withExtendedLifetime(left) {}
  }
}

/// A reader's place among the others, which is empty when nobody refers to the reader.
@usableFromInline
final class DistributionPlace<Base: Sequence> {
  @usableFromInline let state: DistributionState<Base>
  @usableFromInline let index: Int

  @inlinable
  init(state: DistributionState<Base>, index: Int) {
    self.state = state
    self.index = index
  }

  @inlinable
  deinit { state.leave(index) }
}

/// What is stored for one reader, first in, first out.
@usableFromInline
struct DistributionQueue<Element> {
  @usableFromInline var slots: [Element?] = []
  /// Those before it have been given.
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
      // Room for many is not kept when it was needed once.
      slots.removeAll(keepingCapacity: slots.capacity <= 32)
      head = 0
    } else if head >= 32, head * 2 >= slots.count {
      // Rarely enough that each element is moved less than once.
      slots.removeSubrange(..<head)
      head = 0
    }
    return element
  }
}
