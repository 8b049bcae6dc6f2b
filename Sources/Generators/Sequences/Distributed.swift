// `distributed(over:)`: the elements dealt out to several readers.

extension Sequence {
  /// So many readers, to whom the elements are dealt out in turn.
  ///
  /// A reader that is asked takes elements until its own comes up; those that it meets on the way
  /// are stored for the others, and none for a reader that was let go of. more-itertools'
  /// `distribute`.
  ///
  /// ```swift
  /// let hands = Generator(1...7).distributed(over: 3)
  /// print(hands.map { Array($0) })  // [[1, 4, 7], [2, 5], [3, 6]]
  /// ```
  ///
  /// The readers are references, and each is its own iterator. Nothing is taken before the first
  /// is asked. Readers of what is too short are empty. It works on what has no end. It is a trap to
  /// ask a reader from inside of the source.
  ///
  /// - Parameter count: how many readers.
  /// - Returns: the readers, in the order in which they get elements.
  /// - Precondition: `count` is positive.
  /// - Complexity: O(`count`); an element that is not stored takes up to `count` of the source.
  ///   Held is what was met and not read by living readers: for each as many elements as the one
  ///   farthest ahead is ahead of it.
  @inlinable
  public func distributed(over count: Int) -> [DistributedReader<Self>] {
    guard count > 0 else {
      fatalError("the number of readers must be positive, and is \(count)")
    }
    requireRoom(
      for: count, of: DistributionQueue<Element>?.self, in: "an array of readers")
    let state = DistributionState(base: self, count: count)
    return (0..<count).map { DistributedReader(state: state, index: $0) }
  }
}

/// One of several readers, to whom the elements of a sequence are dealt out in turn.
///
/// See `distributed(over:)` of `Sequence`. A reader is a reference and its own iterator; a copy is
/// another name for the same reader.
public struct DistributedReader<Base: Sequence>: SinglePassSequence {
  @usableFromInline let place: DistributionPlace<Base>

  @inlinable
  init(state: DistributionState<Base>, index: Int) {
    place = DistributionPlace(state: state, index: index)
  }

  /// The next element for this reader, or `nil` after its last.
  ///
  /// - Returns: the element; `nil` for ever when the source has no more for this reader.
  /// - Complexity: O(1) if it was stored; else as many elements of the source as there are readers,
  ///   at most.
  @inlinable
  public func next() -> Base.Element? { place.state.next(for: place.index) }
}
