public import Generators

// `distributed(over:)`: the elements dealt out to several readers.

extension Sequence {
  /// So many readers, to whom the elements are dealt out in turn.
  ///
  /// A reader that is asked takes elements until its own comes up; those that it meets on the way
  /// are stored for the others, and none for a reader that was released. more-itertools'
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
  public func distributed(over count: Int) -> [DistributedSequence<Self>] {
    DistributionPlace.places(count, in: SequenceIterator(self)).map {
      DistributedSequence(place: $0)
    }
  }
}

/// One of several readers, to whom the elements of a sequence are dealt out in turn.
///
/// See `distributed(over:)` of `Sequence`. A reader is a reference and its own iterator; a copy is
/// another name for the same reader.
public struct DistributedSequence<Base: Sequence>: SinglePassSequence {
  @usableFromInline let place: DistributionPlace<SequenceIterator<Base, Never>>

  @inlinable
  init(place: DistributionPlace<SequenceIterator<Base, Never>>) { self.place = place }

  /// The next element for this reader, or `nil` after its last.
  ///
  /// - Returns: the element; `nil` permanently when the source has no more for this reader.
  /// - Complexity: O(1) if it was stored; else as many elements of the source as there are readers,
  ///   at most.
  @inlinable
  public func next() -> Base.Element? { place.next() }
}

extension ThrowingSource {
  /// Returns readers among which the elements are dealt out in turn: more-itertools' `distribute`.
  ///
  /// As `distributed(over:)` of a sequence. An error is thrown by the reader that meets it, and closes the
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
/// It is a reference: a copy is another name for the same reader.
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
