public import Generators

// `splitBefore(where:)`. Not `split(before:)`, because a call of that with a trailing closure would be one of
// the standard library's `split(whereSeparator:)`. The same holds for the other splits.

extension Sequence {
  /// Returns the elements in arrays, each of which begins with an element that satisfies a predicate.
  ///
  /// Every element is in an array, and no array is empty. The first array begins with the first element. To
  /// find the end of an array, takes the first element of the next one and holds it. The counterpart of
  /// `split_before` in more-itertools.
  ///
  /// ```swift
  /// let log = Generator(["# one", "a", "b", "# two", "c"])
  /// let parts = log.splitBefore { $0.hasPrefix("#") }
  /// print(Array(parts))  // [["# one", "a", "b"], ["# two", "c"]]
  /// ```
  ///
  /// An empty sequence has no arrays. Works on an infinite sequence, as long as each array is finite.
  ///
  /// - Parameters:
  ///   - maxSplits: The number of splits, at most. The array after the last split has the rest.
  ///   - predicate: Whether an array begins with an element. Not called after the last split.
  /// - Returns: The arrays, made one at a time.
  /// - Precondition: `maxSplits` isn't negative.
  /// - Complexity: O(1); each array is linear in its length; one more element is taken and held.
  @inlinable
  public func splitBefore(
    maxSplits: Int = .max, where predicate: @escaping (Element) -> Bool
  ) -> SplitBeforeSequence<Self> {
    SplitBeforeSequence(base: self, maxSplits: maxSplits, predicate: predicate)
  }
}

extension ThrowingSource {
  /// Returns the elements in arrays, split before those that satisfy a predicate.
  ///
  /// Behaves like `splitBefore(maxSplits:where:)` of a sequence. The elements of a part that an error
  /// interrupts are lost.
  ///
  /// ```swift
  /// let parts = ThrowingGenerator([1, 0, 2, 3, 0]).splitBefore { $0 == 0 }
  /// print(try parts.collect())  // [[1], [0, 2, 3], [0]]
  /// ```
  ///
  /// - Parameters:
  ///   - maxSplits: The number of splits, at most.
  ///   - predicate: Whether to split there.
  /// - Returns: A source of the arrays.
  /// - Precondition: `maxSplits` isn't negative.
  /// - Complexity: Linear in the length of a part.
  @_disfavoredOverload
  @inlinable
  public func splitBefore(
    maxSplits: Int = .max, where predicate: @escaping (Element) throws(Failure) -> Bool
  ) -> some ThrowingSource<[Element], Failure> {
    IteratedSource(
      SplitBeforeIterator(
        base: SourceIterator(self), maxSplits: checked(maxSplits: maxSplits), predicate: predicate))
  }
}

/// The elements of a sequence in arrays that begin where a predicate says.
///
/// See `splitBefore(maxSplits:where:)` of `Sequence`.
public struct SplitBeforeSequence<Base: Sequence>: Sequence {
  @usableFromInline let base: Base
  @usableFromInline let maxSplits: Int
  @usableFromInline let predicate: (Base.Element) -> Bool

  @inlinable
  init(base: Base, maxSplits: Int, predicate: @escaping (Base.Element) -> Bool) {
    self.base = base
    self.maxSplits = checked(maxSplits: maxSplits)
    self.predicate = predicate
  }

  /// An iterator over the arrays.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var elements: SplitBeforeIterator<IteratorAdapter<Base.Iterator, Never>>

    @inlinable
    init(_ elements: SplitBeforeIterator<IteratorAdapter<Base.Iterator, Never>>) {
      self.elements = elements
    }

    /// Returns the next array, or `nil` after the last.
    ///
    /// - Returns: The array; `nil` permanently at the end of the source.
    /// - Complexity: Linear in the length of the array, as many elements of the source.
    @inlinable
    public mutating func next() -> [Base.Element]? { elements.next() }
  }

  /// Returns an iterator over the arrays, of a new pass over the source.
  ///
  /// - Returns: The iterator, which hasn't taken any elements.
  @inlinable
  public func makeIterator() -> Iterator {
    Iterator(
      SplitBeforeIterator(
        base: IteratorAdapter(base.makeIterator()), maxSplits: maxSplits, predicate: predicate))
  }
}

@usableFromInline
struct SplitBeforeIterator<Base: FallibleIterator>: FallibleIterator {
  @usableFromInline var base: Base?
  @usableFromInline var splitsLeft: Int
  @usableFromInline let predicate: (Base.Element) throws(Base.Failure) -> Bool
  /// The first element of the next array.
  @usableFromInline var pending: Base.Element?

  @inlinable
  init(base: Base, maxSplits: Int, predicate: @escaping (Base.Element) throws(Base.Failure) -> Bool)
  {
    self.base = base
    self.splitsLeft = maxSplits
    self.predicate = predicate
  }

  @inlinable @inline(__always)
  mutating func next() throws(Base.Failure) -> [Base.Element]? {
    var part: [Base.Element] = []
    if let first = pending.take() { part.append(first) }
    while let element = try base?.next() {
      if splitsLeft > 0, try predicate(element), !part.isEmpty {
        splitsLeft -= 1
        pending = .some(element)
        return part
      }
      part.append(element)
    }
    base = nil
    return part.isEmpty ? nil : part
  }

  @inlinable
  func abandon() { base?.abandon() }
}

extension SplitBeforeSequence: LazySequenceProtocol where Base: LazySequenceProtocol {}

@inlinable
func checked(maxSplits: Int) -> Int {
  guard maxSplits >= 0 else { fatalError("maxSplits must not be negative, and is \(maxSplits)") }
  return maxSplits
}
