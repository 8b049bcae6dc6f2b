public import Generators

// `splitAfter(where:)`: see SplitBefore.swift for the name.

extension Sequence {
  /// The elements in arrays, each of which ends with one that satisfies `predicate`.
  ///
  /// All elements are in an array, and none is empty; the last array ends as the sequence does.
  /// An array takes its own elements and no more. more-itertools' `split_after`.
  ///
  /// ```swift
  /// let words = Generator(["So", "it", "is.", "I", "know."])
  /// let sentences = words.splitAfter { $0.hasSuffix(".") }
  /// print(Array(sentences))  // [["So", "it", "is."], ["I", "know."]]
  /// ```
  ///
  /// An empty sequence has no arrays. It works on what has no end, as long as the arrays have one.
  ///
  /// - Parameters:
  ///   - maxSplits: how many times to split; the array after the last split has all the rest.
  ///   - predicate: whether an array ends with an element. It is not asked after the last split.
  /// - Returns: the arrays, made one at a time.
  /// - Precondition: `maxSplits` is not negative.
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
  /// As `splitAfter(maxSplits:where:)` of a sequence. The elements of a part that an error interrupts are lost.
  ///
  /// ```swift
  /// let parts = ThrowingGenerator([1, 0, 2, 3, 0]).splitAfter { $0 == 0 }
  /// print(try parts.collect())  // [[1, 0], [2, 3, 0]]
  /// ```
  ///
  /// - Parameters:
  ///   - maxSplits: The greatest number of splits.
  ///   - predicate: Whether to split there.
  /// - Returns: A source of the arrays.
  /// - Precondition: `maxSplits` is not negative.
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

/// The elements of a sequence in arrays, whose last elements a predicate finds.
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

  /// Makes the arrays, each when it is asked for.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var elements: SplitAfterIterator<IteratorAdapter<Base.Iterator, Never>>

    @inlinable
    init(_ elements: SplitAfterIterator<IteratorAdapter<Base.Iterator, Never>>) {
      self.elements = elements
    }

    /// The next array, or `nil` after the last.
    ///
    /// - Returns: the array; `nil` permanently when the source has no more.
    /// - Complexity: linear in the length of the array, as many elements of the source.
    @inlinable
    public mutating func next() -> [Base.Element]? { elements.next() }
  }

  /// Makes an iterator over the arrays, of a new pass over the source.
  ///
  /// - Returns: the iterator, which has taken nothing.
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
