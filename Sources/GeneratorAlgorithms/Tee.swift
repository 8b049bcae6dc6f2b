public import Generators

extension Sequence {
  /// Returns several independent readers of this sequence, which is read only once.
  ///
  /// Takes an element from the source when the first reader requests it, and holds it until the last reader
  /// has taken it. Other code must not take elements from the source, because the readers would miss these.
  ///
  /// ```swift
  /// let naturals = Generator { yield in for n in 0... { try yield(n) } }
  /// let readers = naturals.tee(2)
  /// print(Array(readers[0].prefix(3)))  // [0, 1, 2]
  /// print(Array(readers[1].prefix(2)))  // [0, 1]
  /// print(readers[0].next()!)           // 3
  /// ```
  ///
  /// The release of a reader releases the elements that only this reader had yet to take. The source is
  /// released at its end, or with the last reader. The readers aren't `Sendable`: send all of them together
  /// or none.
  ///
  /// A request for a new element from inside of the source traps, where CPython raises a `RuntimeError`. The
  /// counterpart of Python's `itertools.tee`.
  ///
  /// - Parameter count: The number of readers.
  /// - Returns: The readers, which all begin with the first element.
  /// - Precondition: `count` isn't negative.
  /// - Complexity: O(`count`) to make them. Amortised O(1) for each element of each reader. The elements
  ///   between the slowest reader and the fastest one are held, even if the fastest one is released.
  @inlinable
  public func tee(_ count: Int = 2) -> [TeeSequence<Self>] {
    TeePosition.positions(count, in: SequenceIterator(self)).map { TeeSequence(state: $0) }
  }
}

/// One of several readers of a sequence: see ``Swift/Sequence/tee(_:)``.
///
/// A reader is a reference and its own iterator: `for` takes its remaining elements, and a copy refers to the
/// same reader.
public struct TeeSequence<Base: Sequence>: SinglePassSequence {
  @usableFromInline let state: TeePosition<SequenceIterator<Base, Never>>

  @inlinable
  init(state: TeePosition<SequenceIterator<Base, Never>>) { self.state = state }

  /// Returns the next element for this reader, or `nil` after the last.
  ///
  /// - Returns: The element, taken from the source if no other reader has been here.
  /// - Complexity: Amortised O(1), and at most one element of the source.
  @inlinable
  public func next() -> Base.Element? { state.next() }
}

extension TeeSequence: LazySequenceProtocol where Base: LazySequenceProtocol {}

extension ThrowingSource {
  /// Returns several independent readers of this source, as Python's `itertools.tee` does.
  ///
  /// Behaves like `tee(_:)` of a sequence. The reader that meets an error first throws it and closes the
  /// source. The other readers end after the elements before it.
  ///
  /// ```swift
  /// let readers = ThrowingGenerator(0...).tee(2)
  /// print(try readers[0].prefix(3).collect())  // [0, 1, 2]
  /// print(try readers[1].prefix(2).collect())  // [0, 1]
  /// ```
  ///
  /// - Parameter count: The number of readers.
  /// - Returns: The readers, which all begin with the next element.
  /// - Precondition: `count` isn't negative.
  /// - Complexity: O(`count`) to make them; amortised O(1) for an element of a reader. Elements are held
  ///   until all readers have taken them.
  @_disfavoredOverload
  @inlinable
  public func tee(_ count: Int = 2) -> [TeeSource<Self>] {
    TeePosition.positions(count, in: SourceIterator(self)).map { TeeSource(state: $0) }
  }
}

/// One of several readers of a source: see ``Generators/ThrowingSource/tee(_:)``.
///
/// It is a reference: a copy refers to the same reader.
public struct TeeSource<Base: ThrowingSource>: ThrowingSource {
  @usableFromInline let state: TeePosition<SourceIterator<Base>>

  @inlinable
  init(state: TeePosition<SourceIterator<Base>>) { self.state = state }

  /// Returns the next element for this reader, or `nil` after the last.
  ///
  /// - Returns: The element, taken from the source if no other reader has been here.
  /// - Throws: The error of the source, if no other reader has met it.
  /// - Complexity: Amortised O(1), and at most one element of the source.
  @inlinable
  public func next() throws(Base.Failure) -> Base.Element? { try state.next() }

  /// Closes the source for all readers, because an operation on its elements has failed.
  @inlinable
  public func abandon() { state.buffer.abandon() }
}
