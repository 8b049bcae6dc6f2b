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
  /// A reader that goes frees what only it was yet to take. The source is let go of when it has
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
  public func tee(_ count: Int = 2) -> [TeeReader<Self>] {
    guard count >= 0 else { fatalError("the count of readers must not be negative") }
    requireRoom(for: count, of: TeeReader<Self>.self, in: "an array of readers")
    let buffer = TeeBuffer(base: self, readers: count)
    return (0..<count).map { _ in TeeReader(state: TeePosition(buffer)) }
  }
}

/// One of several readers of a sequence: see ``Swift/Sequence/tee(_:)``.
///
/// A reader is a reference and its own iterator: `for` takes what is left of it, and a copy is another
/// name for the same reader.
public struct TeeReader<Base: Sequence>: SinglePassSequence {
  @usableFromInline let state: TeePosition<Base>

  @inlinable
  init(state: TeePosition<Base>) { self.state = state }

  /// The next element for this reader, or `nil` after the last.
  ///
  /// - Returns: the element, taken from the source if no other reader has been here.
  /// - Complexity: amortised O(1), and at most one element of the source.
  @inlinable
  public func next() -> Base.Element? { state.next() }
}

extension TeeReader: LazySequenceProtocol where Base: LazySequenceProtocol {}
