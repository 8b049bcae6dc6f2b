public import Generators

// `distributed(over:)`: deals the elements out to several readers.

extension Sequence {
  /// Returns a number of readers, among which it deals the elements out in turn.
  ///
  /// A reader takes elements from the source until it meets its own. It stores the elements on the way for
  /// the other readers, except those of released readers. The counterpart of `distribute` in more-itertools.
  ///
  /// ```swift
  /// let hands = Generator(1...7).distributed(over: 3)
  /// print(hands.map { Array($0) })  // [[1, 4, 7], [2, 5], [3, 6]]
  /// ```
  ///
  /// The readers are references, and each is its own iterator. No element is taken before the first request.
  /// If the sequence is too short, the last readers are empty. The sequence may be infinite. A request of a
  /// reader from inside of the source traps.
  ///
  /// - Parameter count: The number of readers.
  /// - Returns: The readers, in the order in which they get elements.
  /// - Precondition: `count` is positive.
  /// - Complexity: O(`count`). A request for an element that isn't stored takes up to `count` elements of the
  ///   source. For each reader that isn't released, as many elements are held as the fastest reader is ahead
  ///   of it.
  @inlinable
  public func distributed(over count: Int) -> [DistributedSequence<Self>] {
    DistributionPlace.places(count, in: SequenceIterator(self)).map {
      DistributedSequence(place: $0)
    }
  }
}

/// One of several readers, among which the elements of a sequence are dealt out in turn.
///
/// See `distributed(over:)` of `Sequence`. A reader is a reference and its own iterator; a copy refers to the
/// same reader.
public struct DistributedSequence<Base: Sequence>: SinglePassSequence {
  @usableFromInline let place: DistributionPlace<SequenceIterator<Base, Never>>

  @inlinable
  init(place: DistributionPlace<SequenceIterator<Base, Never>>) { self.place = place }

  /// Returns the next element for this reader, or `nil` after its last.
  ///
  /// - Returns: The element; `nil` permanently when the source has no more for this reader.
  /// - Complexity: O(1) if it was stored; else as many elements of the source as there are readers,
  ///   at most.
  @inlinable
  public func next() -> Base.Element? { place.next() }
}

extension ThrowingSource {
  /// Returns readers among which the elements are dealt out in turn.
  ///
  /// Behaves like `distributed(over:)` of a sequence. The reader that meets an error throws it and closes the
  /// source. The other readers end after the elements that are stored for them.
  ///
  /// ```swift
  /// let readers = ThrowingGenerator(0..<5).distributed(over: 2)
  /// print(try readers[1].collect(), try readers[0].collect())  // [1, 3] [0, 2, 4]
  /// ```
  ///
  /// - Parameter count: The number of readers.
  /// - Returns: The readers.
  /// - Precondition: `count` is positive.
  /// - Complexity: O(`count`) to make them; amortised O(1) for each element of the source.
  @_disfavoredOverload
  @inlinable
  public func distributed(over count: Int) -> [DistributedSource<Self>] {
    DistributionPlace.places(count, in: SourceIterator(self)).map { DistributedSource(place: $0) }
  }
}

/// One of the readers of a source: see ``Generators/ThrowingSource/distributed(over:)``.
///
/// It is a reference: a copy refers to the same reader.
public struct DistributedSource<Base: ThrowingSource>: ThrowingSource {
  @usableFromInline let place: DistributionPlace<SourceIterator<Base>>

  @inlinable
  init(place: DistributionPlace<SourceIterator<Base>>) { self.place = place }

  /// Returns the next element for this reader, or `nil` after the last.
  ///
  /// - Returns: The element.
  /// - Throws: The error of the source, if no other reader has met it.
  /// - Complexity: Amortised O(1) for each element that is taken from the source.
  @inlinable
  public func next() throws(Base.Failure) -> Base.Element? { try place.next() }

  /// Closes the source for all readers, because an operation on its elements has failed.
  @inlinable
  public func abandon() { place.state.abandon() }
}
