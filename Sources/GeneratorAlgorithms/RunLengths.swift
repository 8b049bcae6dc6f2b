public import Generators

// `runLengths()`, and its inverse in ExpandingRunLengths.swift.

extension Sequence where Element: Equatable {
  /// Returns the runs of equal neighbours, each as a pair of its first element and its length.
  ///
  /// To find the end of a run, takes the first element of the next one and holds it. The counterpart of
  /// `run_length.encode` in more-itertools; `expandingRunLengths()` is the inverse.
  ///
  /// ```swift
  /// let runs = Generator("aaabcc").runLengths()
  /// print(runs.map { "\($0.element)\($0.count)" })  // ["a3", "b1", "c2"]
  /// ```
  ///
  /// An empty sequence has no runs. Works on an infinite sequence, as long as each run is finite.
  ///
  /// - Returns: The runs, found one at a time.
  /// - Complexity: O(1); each run takes as many elements as it has, and holds one.
  @inlinable
  public func runLengths() -> RunLengthsSequence<Self> { RunLengthsSequence(base: self) }
}

extension ThrowingSource where Element: Equatable {
  /// Returns the runs of equal neighbours, each as a pair of its first element and its length.
  ///
  /// Behaves like `runLengths()` of a sequence. A run that an error interrupts is lost.
  ///
  /// ```swift
  /// let runs = ThrowingGenerator("aaabcc").runLengths()
  /// print(try runs.map { "\($0.element)\($0.count)" }.collect())  // ["a3", "b1", "c2"]
  /// ```
  ///
  /// - Returns: A source of the runs.
  /// - Complexity: Linear in the length of a run; one element is held.
  @_disfavoredOverload
  @inlinable
  public func runLengths() -> some ThrowingSource<(element: Element, count: Int), Failure> {
    IteratedSource(RunLengthsIterator(base: SourceIterator(self)))
  }
}

/// The runs of equal neighbours in a sequence: more-itertools' `run_length.encode`.
///
/// See `runLengths()` of `Sequence`.
public struct RunLengthsSequence<Base: Sequence>: Sequence where Base.Element: Equatable {
  @usableFromInline let base: Base

  @inlinable
  init(base: Base) { self.base = base }

  /// An iterator over the runs.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var elements: RunLengthsIterator<IteratorAdapter<Base.Iterator, Never>>

    @inlinable
    init(_ elements: RunLengthsIterator<IteratorAdapter<Base.Iterator, Never>>) {
      self.elements = elements
    }

    /// Returns the next run, or `nil` after the last.
    ///
    /// - Returns: The first element of the run and its length; `nil` permanently at the end of the source.
    /// - Complexity: Linear in the length of the run, as many elements of the source.
    @inlinable
    public mutating func next() -> (element: Base.Element, count: Int)? { elements.next() }
  }

  /// Returns an iterator over the runs, of a new pass over the source.
  ///
  /// - Returns: The iterator, which hasn't taken any elements.
  @inlinable
  public func makeIterator() -> Iterator {
    Iterator(RunLengthsIterator(base: IteratorAdapter(base.makeIterator())))
  }
}

@usableFromInline
struct RunLengthsIterator<Base: FallibleIterator>: FallibleIterator where Base.Element: Equatable {
  @usableFromInline var base: Base?
  /// The first element of the next run.
  @usableFromInline var pending: Base.Element?

  @inlinable
  init(base: Base) { self.base = base }

  @inlinable @inline(__always)
  mutating func next() throws(Base.Failure) -> (element: Base.Element, count: Int)? {
    guard base != nil else { return nil }
    var next = pending.take()
    if next == nil { next = try base!.next() }
    guard let first = next else {
      base = nil
      return nil
    }
    var count = 1
    while let element = try base!.next() {
      guard element == first else {
        pending = .some(element)
        return (first, count)
      }
      count += 1
    }
    base = nil
    return (first, count)
  }

  @inlinable
  func abandon() { base?.abandon() }
}

extension RunLengthsSequence: LazySequenceProtocol where Base: LazySequenceProtocol {}
extension RunLengthsSequence: Sendable where Base: Sendable {}
