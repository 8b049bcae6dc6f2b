public import Generators

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

extension ThrowingSource {
  /// Returns the elements that another source selects: Python's `itertools.compress`.
  ///
  /// As `compressed(by:)` of a sequence. An error of either closes both.
  ///
  /// ```swift
  /// let letters = ThrowingGenerator("abc").compressed(by: ThrowingGenerator([true, false, true]))
  /// print(try letters.collect())  // ["a", "c"]
  /// ```
  ///
  /// - Parameter selectors: Whether to keep each element.
  /// - Returns: A source of the elements that are kept.
  /// - Complexity: O(1) for each element that is taken.
  @_disfavoredOverload
  @inlinable
  public func compressed<Selectors: ThrowingSource<Bool, Failure>>(
    by selectors: Selectors
  ) -> some ThrowingSource<Element, Failure> {
    IteratedSource(CompressedIterator(SourceIterator(self), selectors: SourceIterator(selectors)))
  }

  /// Returns the elements that a sequence selects: Python's `itertools.compress`.
  ///
  /// As `compressed(by:)` of a sequence.
  ///
  /// ```swift
  /// let letters = ThrowingGenerator("abc").compressed(by: [true, false, true])
  /// print(try letters.collect())  // ["a", "c"]
  /// ```
  ///
  /// - Parameter selectors: Whether to keep each element.
  /// - Returns: A source of the elements that are kept.
  /// - Complexity: O(1) for each element that is taken.
  @_disfavoredOverload
  @inlinable
  public func compressed<Selectors: Sequence<Bool>>(
    by selectors: Selectors
  ) -> some ThrowingSource<Element, Failure> {
    IteratedSource(
      CompressedIterator(
        SourceIterator(self), selectors: SequenceIterator<Selectors, Failure>(selectors)))
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
    @usableFromInline var elements:
      CompressedIterator<
        IteratorAdapter<Base.Iterator, Never>, IteratorAdapter<Selectors.Iterator, Never>
      >

    @inlinable
    init(
      _ elements: CompressedIterator<
        IteratorAdapter<Base.Iterator, Never>, IteratorAdapter<Selectors.Iterator, Never>
      >
    ) { self.elements = elements }

    /// The next element that is selected, or `nil` after the last.
    ///
    /// - Returns: the element; `nil` permanently when either source has no more.
    /// - Complexity: linear in the number of elements that are left out before it.
    @inlinable
    public mutating func next() -> Base.Element? { elements.next() }
  }

  /// Makes an iterator over the elements, of a new pass over both sources.
  ///
  /// - Returns: the iterator, which has taken nothing.
  @inlinable
  public func makeIterator() -> Iterator {
    Iterator(
      CompressedIterator(
        IteratorAdapter(base.makeIterator()), selectors: IteratorAdapter(selectors.makeIterator())))
  }
}

@usableFromInline
struct CompressedIterator<Base: FallibleIterator, Selectors: FallibleIterator>: FallibleIterator
where Selectors.Element == Bool, Selectors.Failure == Base.Failure {
  // Last first: fields are released in this order, and the source opened last is closed first.
  @usableFromInline var selectors: Selectors?
  @usableFromInline var base: Base?

  @inlinable
  init(_ base: Base, selectors: Selectors) {
    self.base = base
    self.selectors = selectors
  }

  @inlinable @inline(__always)
  mutating func next() throws(Base.Failure) -> Base.Element? {
    while let element = try base?.next(), let isSelected = try selectors?.next() {
      if isSelected { return .some(element) }
    }
    selectors = nil
    base = nil
    return nil
  }

  @inlinable
  func abandon() {
    selectors?.abandon()
    base?.abandon()
  }
}

extension CompressedSequence: LazySequenceProtocol where Base: LazySequenceProtocol {}
extension CompressedSequence: Sendable where Base: Sendable, Selectors: Sendable {}
