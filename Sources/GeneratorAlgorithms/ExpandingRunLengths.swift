public import Generators

// `expandingRunLengths()`, the inverse of `runLengths()`.

extension Sequence {
  /// Returns each element as often as its count says: the inverse of `runLengths()`.
  ///
  /// Takes a run when its first element is requested. The counterpart of `run_length.decode` in
  /// more-itertools.
  ///
  /// ```swift
  /// let runs = Generator("aaabcc").runLengths()
  /// print(String(runs.expandingRunLengths()))  // aaabcc
  /// ```
  ///
  /// A run of length 0 has no elements. The sequence may be infinite.
  ///
  /// - Returns: The elements, taken one run at a time.
  /// - Precondition: No count is negative. The request that meets a negative count traps.
  /// - Complexity: O(1); each element is O(1) beyond the runs of the length 0, and one is held.
  @inlinable
  public func expandingRunLengths<Unit>() -> ExpandedRunLengthsSequence<Self, Unit>
  where Element == (element: Unit, count: Int) {
    ExpandedRunLengthsSequence(base: self)
  }

  /// Returns each element as often as the number beside it says.
  ///
  /// Behaves like the other `expandingRunLengths()`, for pairs without labels, such as those of `zip`.
  ///
  /// ```swift
  /// print(String(zip("abc", [3, 0, 1]).expandingRunLengths()))  // aaac
  /// ```
  ///
  /// - Returns: The elements, taken one run at a time.
  /// - Precondition: No count is negative. The request that meets a negative count traps.
  /// - Complexity: O(1); each element is O(1) beyond the runs of the length 0, and one is held.
  @inlinable
  public func expandingRunLengths<Unit>() -> ExpandedRunLengthsSequence<
    LazyMapSequence<Self, (element: Unit, count: Int)>, Unit
  > where Element == (Unit, Int) {
    lazy.map { (element: $0.0, count: $0.1) }.expandingRunLengths()
  }
}

extension ThrowingSource {
  /// Returns the elements of runs, each as often as its run is long: the inverse of `runLengths()`.
  ///
  /// Behaves like `expandingRunLengths()` of a sequence.
  ///
  /// ```swift
  /// let runs = ThrowingGenerator("aab").runLengths()
  /// print(try runs.expandingRunLengths().collect())  // ["a", "a", "b"]
  /// ```
  ///
  /// A run with a negative length traps.
  ///
  /// - Returns: A source of the elements.
  /// - Complexity: O(1) for an element, and for each run of length 0 before it.
  @_disfavoredOverload
  @inlinable
  public func expandingRunLengths<Unit>() -> some ThrowingSource<Unit, Failure>
  where Element == (element: Unit, count: Int) {
    IteratedSource(ExpandedRunLengthsIterator(base: SourceIterator(self)))
  }

  /// Returns the elements of runs whose pairs have no labels.
  ///
  /// ```swift
  /// let letters = ThrowingGenerator([("a", 2), ("b", 1)]).expandingRunLengths()
  /// print(try letters.collect())  // ["a", "a", "b"]
  /// ```
  ///
  /// - Returns: A source of the elements.
  /// - Complexity: O(1) for an element, and for each run of length 0 before it.
  @_disfavoredOverload
  @inlinable
  public func expandingRunLengths<Unit>() -> some ThrowingSource<Unit, Failure>
  where Element == (Unit, Int) {
    IteratedSource(
      ExpandedRunLengthsIterator(base: LabellingIterator(base: SourceIterator(self))))
  }
}

/// An iterator that adds the labels to the pairs of runs.
@usableFromInline
struct LabellingIterator<Base: FallibleIterator, Unit>: FallibleIterator
where Base.Element == (Unit, Int) {
  @usableFromInline var base: Base

  @inlinable
  init(base: Base) { self.base = base }

  @inlinable @inline(__always)
  mutating func next() throws(Base.Failure) -> (element: Unit, count: Int)? {
    guard let (element, count) = try base.next() else { return nil }
    return (element, count)
  }

  @inlinable
  func abandon() { base.abandon() }
}

/// The elements of the runs in a sequence: more-itertools' `run_length.decode`.
///
/// See `expandingRunLengths()` of `Sequence`.
public struct ExpandedRunLengthsSequence<Base: Sequence, Element>: Sequence
where Base.Element == (element: Element, count: Int) {
  @usableFromInline let base: Base

  @inlinable
  init(base: Base) { self.base = base }

  /// An iterator over the elements.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var elements:
      ExpandedRunLengthsIterator<IteratorAdapter<Base.Iterator, Never>, Element>

    @inlinable
    init(_ elements: ExpandedRunLengthsIterator<IteratorAdapter<Base.Iterator, Never>, Element>) {
      self.elements = elements
    }

    /// Returns the next element, or `nil` after the last.
    ///
    /// - Returns: The element; `nil` permanently when the source has no more runs.
    /// - Complexity: O(1) beyond the runs of the length 0.
    @inlinable
    public mutating func next() -> Element? { elements.next() }
  }

  /// Returns an iterator over the elements, of a new pass over the source.
  ///
  /// - Returns: The iterator, which hasn't taken any elements.
  @inlinable
  public func makeIterator() -> Iterator {
    Iterator(ExpandedRunLengthsIterator(base: IteratorAdapter(base.makeIterator())))
  }
}

@usableFromInline
struct ExpandedRunLengthsIterator<Base: FallibleIterator, Element>: FallibleIterator
where Base.Element == (element: Element, count: Int) {
  @usableFromInline var base: Base?
  @usableFromInline var run: (element: Element, count: Int)?

  @inlinable
  init(base: Base) { self.base = base }

  @inlinable @inline(__always)
  mutating func next() throws(Base.Failure) -> Element? {
    while true {
      if let (element, count) = run {
        // The last element of a run is moved out, not kept until the next run begins.
        run = count == 1 ? nil : (element, count - 1)
        return element
      }
      guard let (element, count) = try base?.next() else {
        base = nil
        return nil
      }
      guard count >= 0 else {
        fatalError("the count of a run must not be negative, and is \(count)")
      }
      if count > 0 { run = (element, count) }
    }
  }

  @inlinable
  func abandon() { base?.abandon() }
}

extension ExpandedRunLengthsSequence: LazySequenceProtocol where Base: LazySequenceProtocol {}
extension ExpandedRunLengthsSequence: Sendable where Base: Sendable {}
