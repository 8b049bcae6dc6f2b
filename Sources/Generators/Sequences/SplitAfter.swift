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

/// The elements of a sequence in arrays, whose last elements a predicate finds.
///
/// See `splitAfter(maxSplits:where:)` of `Sequence`.
public struct SplitAfterSequence<Base: Sequence>: Sequence {
  @usableFromInline let base: Base
  @usableFromInline let maxSplits: Int
  @usableFromInline let predicate: (Base.Element) -> Bool

  @inlinable
  init(base: Base, maxSplits: Int, predicate: @escaping (Base.Element) -> Bool) {
    guard maxSplits >= 0 else {
      fatalError("maxSplits must not be negative, and is \(maxSplits)")
    }
    self.base = base
    self.maxSplits = maxSplits
    self.predicate = predicate
  }

  /// Makes the arrays, each when it is asked for.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var base: Base.Iterator?
    @usableFromInline var splitsLeft: Int
    @usableFromInline let predicate: (Base.Element) -> Bool

    @inlinable
    init(base: Base.Iterator, maxSplits: Int, predicate: @escaping (Base.Element) -> Bool) {
      self.base = base
      self.splitsLeft = maxSplits
      self.predicate = predicate
    }

    /// The next array, or `nil` after the last.
    ///
    /// - Returns: the array; `nil` for ever when the source has no more.
    /// - Complexity: linear in the length of the array, as many elements of the source.
    @inlinable
    public mutating func next() -> [Base.Element]? {
      var part: [Base.Element] = []
      while let element = base?.next() {
        part.append(element)
        if splitsLeft > 0, predicate(element) {
          splitsLeft -= 1
          return part
        }
      }
      base = nil
      return part.isEmpty ? nil : part
    }
  }

  /// Makes an iterator over the arrays, of a new pass over the source.
  ///
  /// - Returns: the iterator, which has taken nothing.
  @inlinable
  public func makeIterator() -> Iterator {
    Iterator(base: base.makeIterator(), maxSplits: maxSplits, predicate: predicate)
  }
}

extension SplitAfterSequence: LazySequenceProtocol where Base: LazySequenceProtocol {}
