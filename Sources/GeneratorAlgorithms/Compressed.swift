public import Generators

// `compressed(by:)`: the elements that another sequence selects.

extension Sequence {
  /// Returns the elements at whose positions `selectors` has `true`.
  ///
  /// Takes an element and its selector together, the element first, until an element is selected. Ends when
  /// either sequence ends. The counterpart of Python's `itertools.compress`.
  ///
  /// ```swift
  /// let g = Generator("ABCDEF")
  /// print(String(g.compressed(by: [true, false, true, false, true, true])))  // ACEF
  /// ```
  ///
  /// The sequences may be infinite. If the selectors end first, one more element was taken.
  ///
  /// The release of the iterator closes the sequences in reverse order of their opening: `selectors`, then
  /// this one.
  ///
  /// - Parameter selectors: Whether to keep each element.
  /// - Returns: The selected elements, found one at a time.
  /// - Complexity: O(1); each element is linear in the number of skipped elements before it, and none is
  ///   held.
  @inlinable
  public func compressed<Selectors: Sequence<Bool>>(
    by selectors: Selectors
  ) -> CompressedSequence<Self, Selectors> {
    CompressedSequence(base: self, selectors: selectors)
  }
}

extension ThrowingSource {
  /// Returns the elements that another source selects, as Python's `itertools.compress` does.
  ///
  /// Behaves like `compressed(by:)` of a sequence. An error of either closes both.
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

  /// Returns the elements that a sequence selects, as Python's `itertools.compress` does.
  ///
  /// Behaves like `compressed(by:)` of a sequence.
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

  /// An iterator over the elements.
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

    /// Returns the next element that is selected, or `nil` after the last.
    ///
    /// - Returns: The element; `nil` permanently when either source has no more.
    /// - Complexity: Linear in the number of skipped elements before it.
    @inlinable
    public mutating func next() -> Base.Element? { elements.next() }
  }

  /// Returns an iterator over the elements, of a new pass over both sources.
  ///
  /// - Returns: The iterator, which hasn't taken any elements.
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
