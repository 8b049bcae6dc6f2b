public import Generators

extension Sequence {
  /// Several independent readers of this sequence, which is read only once.
  ///
  /// An element is taken from the source when the first reader asks for it, and is held until the
  /// last has taken it. Nothing else may take from the source meanwhile: the readers would miss it.
  ///
  /// ```swift
  /// let naturals = Generator { yield in for n in 0... { try yield(n) } }
  /// let readers = naturals.tee(2)
  /// print(Array(readers[0].prefix(3)))  // [0, 1, 2]
  /// print(Array(readers[1].prefix(2)))  // [0, 1]
  /// print(readers[0].next()!)           // 3
  /// ```
  ///
  /// A reader that goes frees what only it was yet to take. The source is released when it has
  /// ended, or when all readers are gone. A reader can be sent elsewhere only with all the others.
  ///
  /// It is a trap to ask a reader for a new element from inside of the source, where CPython raises
  /// a `RuntimeError`. Python's `itertools.tee`.
  ///
  /// - Parameter count: how many readers.
  /// - Returns: the readers, which all begin with the first element.
  /// - Precondition: `count` is not negative.
  /// - Complexity: O(`count`) to make them. Amortised O(1) for each element of each reader, one
  ///   element taken for those that ask first. As many elements are held as there are between the
  ///   slowest reader that lives and the fastest that did.
  @inlinable
  public func tee(_ count: Int = 2) -> [TeeSequence<Self>] {
    TeePosition.positions(count, in: SequenceIterator(self)).map { TeeSequence(state: $0) }
  }
}

/// One of several readers of a sequence: see ``Swift/Sequence/tee(_:)``.
///
/// A reader is a reference and its own iterator: `for` takes what is left of it, and a copy is another
/// name for the same reader.
public struct TeeSequence<Base: Sequence>: SinglePassSequence {
  @usableFromInline let state: TeePosition<SequenceIterator<Base, Never>>

  @inlinable
  init(state: TeePosition<SequenceIterator<Base, Never>>) { self.state = state }

  /// The next element for this reader, or `nil` after the last.
  ///
  /// - Returns: the element, taken from the source if no other reader has been here.
  /// - Complexity: amortised O(1), and at most one element of the source.
  @inlinable
  public func next() -> Base.Element? { state.next() }
}

extension TeeSequence: LazySequenceProtocol where Base: LazySequenceProtocol {}

extension ThrowingSource {
  /// Returns several independent readers of this source: Python's `itertools.tee`.
  ///
  /// As `tee(_:)` of a sequence. An error is thrown by the reader that meets it first, and closes the source.
  /// The other readers end after the elements before it.
  ///
  /// ```swift
  /// let readers = ThrowingGenerator(0...).tee(2)
  /// print(try readers[0].prefix(3).collect())  // [0, 1, 2]
  /// print(try readers[1].prefix(2).collect())  // [0, 1]
  /// ```
  ///
  /// - Parameter count: The number of readers.
  /// - Returns: The readers, which all begin with the next element.
  /// - Precondition: `count` is not negative.
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
/// It is a reference: a copy is another name for the same reader.
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
