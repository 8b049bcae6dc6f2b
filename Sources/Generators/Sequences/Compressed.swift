// `compressed(by:)`: the elements that another sequence selects.

extension Sequence {
  /// The elements beside which `selectors` has `true`.
  ///
  /// An element and its selector are taken together, the element first, until one is found that is
  /// selected; it ends when either ends. Python's `itertools.compress`.
  ///
  /// ```swift
  /// let g = Generator("ABCDEF")
  /// print(String(g.compressed(by: [true, false, true, false, true, true])))  // ACEF
  /// ```
  ///
  /// It works on what has no end. When the selectors end first, one more element was taken.
  ///
  /// When its iterator is dropped, the source that was opened last is closed first: `selectors`, then this
  /// sequence.
  ///
  /// - Parameter selectors: whether an element is given.
  /// - Returns: the elements that are selected, found one at a time.
  /// - Complexity: O(1); each element is linear in the number that is left out before it, and none
  ///   is held.
  @inlinable
  public func compressed<Selectors: Sequence<Bool>>(
    by selectors: Selectors
  ) -> CompressedSequence<Self, Selectors> {
    CompressedSequence(base: self, selectors: selectors)
  }
}

/// The elements that another sequence selects: Python's `itertools.compress`.
///
/// See `compressed(by:)` of `Sequence`.
public struct CompressedSequence<Base: Sequence, Selectors: Sequence<Bool>>: Sequence {
  // Last first: fields are released in this order, and the source opened last is closed first.
  @usableFromInline let selectors: Selectors
  @usableFromInline let base: Base

  @inlinable
  init(base: Base, selectors: Selectors) {
    self.base = base
    self.selectors = selectors
  }

  /// Finds the elements, each when it is asked for.
  public struct Iterator: IteratorProtocol {
    // Last first: fields are released in this order, and the source opened last is closed first.
    @usableFromInline var selectors: Selectors.Iterator?
    @usableFromInline var base: Base.Iterator?

    @inlinable
    init(base: Base.Iterator, selectors: Selectors.Iterator) {
      self.base = base
      self.selectors = selectors
    }

    /// The next element that is selected, or `nil` after the last.
    ///
    /// - Returns: the element; `nil` for ever when either source has no more.
    /// - Complexity: linear in the number of elements that are left out before it.
    @inlinable
    public mutating func next() -> Base.Element? {
      while let element = base?.next(), let isSelected = selectors?.next() {
        if isSelected { return element }
      }
      selectors = nil
      base = nil
      return nil
    }
  }

  /// Makes an iterator over the elements, of a new pass over both sources.
  ///
  /// - Returns: the iterator, which has taken nothing.
  @inlinable
  public func makeIterator() -> Iterator {
    Iterator(base: base.makeIterator(), selectors: selectors.makeIterator())
  }
}

extension CompressedSequence: LazySequenceProtocol where Base: LazySequenceProtocol {}
extension CompressedSequence: Sendable where Base: Sendable, Selectors: Sendable {}
