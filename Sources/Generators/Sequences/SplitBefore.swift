// `splitBefore(where:)`. Not `split(before:)`: with its closure after the parentheses that would be
// the standard library's `split(whereSeparator:)`, and so for the others.

extension Sequence {
  /// The elements in arrays, each of which begins with one that satisfies `predicate`.
  ///
  /// All elements are in an array, and none is empty; the first array begins as the sequence does.
  /// To know that an array has ended takes the first element of the next, which is held.
  /// more-itertools' `split_before`.
  ///
  /// ```swift
  /// let log = Generator(["# one", "a", "b", "# two", "c"])
  /// let parts = log.splitBefore { $0.hasPrefix("#") }
  /// print(Array(parts))  // [["# one", "a", "b"], ["# two", "c"]]
  /// ```
  ///
  /// An empty sequence has no arrays. It works on what has no end, as long as the arrays have one.
  ///
  /// - Parameters:
  ///   - maxSplits: how many times to split; the array after the last split has all the rest.
  ///   - predicate: whether an array begins with an element. It is not asked after the last split.
  /// - Returns: the arrays, made one at a time.
  /// - Precondition: `maxSplits` is not negative.
  /// - Complexity: O(1); each array is linear in its length; one more element is taken and held.
  @inlinable
  public func splitBefore(
    maxSplits: Int = .max, where predicate: @escaping (Element) -> Bool
  ) -> SplitBeforeSequence<Self> {
    SplitBeforeSequence(base: self, maxSplits: maxSplits, predicate: predicate)
  }
}

/// The elements of a sequence in arrays, whose first elements a predicate finds.
///
/// See `splitBefore(maxSplits:where:)` of `Sequence`.
public struct SplitBeforeSequence<Base: Sequence>: Sequence {
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
    /// The first element of the next array.
    @usableFromInline var pending: Base.Element?

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
      if let first = pending.take() { part.append(first) }
      while let element = base?.next() {
        if splitsLeft > 0, predicate(element), !part.isEmpty {
          splitsLeft -= 1
          pending = .some(element)
          return part
        }
        part.append(element)
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

extension SplitBeforeSequence: LazySequenceProtocol where Base: LazySequenceProtocol {}
