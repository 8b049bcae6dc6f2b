public import Generators

// `splitAfter(where:)`: see SplitBefore.swift for the name.

extension Sequence {
  /// Returns the elements in arrays, each of which ends with an element that satisfies a predicate.
  ///
  /// Every element is in an array, and no array is empty. The last array ends with the last element. A
  /// request for an array takes its elements and no others. The counterpart of `split_after` in
  /// more-itertools.
  ///
  /// ```swift
  /// let words = Generator(["So", "it", "is.", "I", "know."])
  /// let sentences = words.splitAfter { $0.hasSuffix(".") }
  /// print(Array(sentences))  // [["So", "it", "is."], ["I", "know."]]
  /// ```
  ///
  /// An empty sequence has no arrays. Works on an infinite sequence, as long as each array is finite.
  ///
  /// - Parameters:
  ///   - maxSplits: The number of splits, at most. The array after the last split has the rest.
  ///   - predicate: Whether an array ends with an element. Not called after the last split.
  /// - Returns: The arrays, made one at a time.
  /// - Precondition: `maxSplits` isn't negative.
  /// - Complexity: O(1); each array is linear in its length, and no other element is held.
  @inlinable
  public func splitAfter(
    maxSplits: Int = .max, where predicate: @escaping (Element) -> Bool
  ) -> SplitAfterSequence<Self> {
    SplitAfterSequence(base: self, maxSplits: maxSplits, predicate: predicate)
  }
}

extension ThrowingSource {
  /// Returns the elements in arrays, split after those that satisfy a predicate.
  ///
  /// Behaves like `splitAfter(maxSplits:where:)` of a sequence. The elements of a part that an error
  /// interrupts are lost.
  ///
  /// ```swift
  /// let parts = ThrowingGenerator([1, 0, 2, 3, 0]).splitAfter { $0 == 0 }
  /// print(try parts.collect())  // [[1, 0], [2, 3, 0]]
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
  public func splitAfter(
    maxSplits: Int = .max, where predicate: @escaping (Element) throws(Failure) -> Bool
  ) -> some ThrowingSource<[Element], Failure> {
    IteratedSource(
      SplitAfterIterator(
        base: SourceIterator(self), maxSplits: checked(maxSplits: maxSplits), predicate: predicate))
  }
}

/// The elements of a sequence in arrays that end where a predicate says.
///
/// See `splitAfter(maxSplits:where:)` of `Sequence`.
public struct SplitAfterSequence<Base: Sequence>: Sequence {
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
    @usableFromInline var elements: SplitAfterIterator<IteratorAdapter<Base.Iterator, Never>>

    @inlinable
    init(_ elements: SplitAfterIterator<IteratorAdapter<Base.Iterator, Never>>) {
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
      SplitAfterIterator(
        base: IteratorAdapter(base.makeIterator()), maxSplits: maxSplits, predicate: predicate))
  }
}

@usableFromInline
struct SplitAfterIterator<Base: FallibleIterator>: FallibleIterator {
  @usableFromInline var base: Base?
  @usableFromInline var splitsLeft: Int
  @usableFromInline let predicate: (Base.Element) throws(Base.Failure) -> Bool

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
    while let element = try base?.next() {
      part.append(element)
      if splitsLeft > 0, try predicate(element) {
        splitsLeft -= 1
        return part
      }
    }
    base = nil
    return part.isEmpty ? nil : part
  }

  @inlinable
  func abandon() { base?.abandon() }
}

extension SplitAfterSequence: LazySequenceProtocol where Base: LazySequenceProtocol {}
