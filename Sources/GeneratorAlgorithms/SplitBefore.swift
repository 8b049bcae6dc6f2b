public import Generators

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

extension ThrowingSource {
  /// Returns the elements in arrays, split before those that satisfy a predicate.
  ///
  /// As `splitBefore(maxSplits:where:)` of a sequence. The elements of a part that an error interrupts are lost.
  ///
  /// ```swift
  /// let parts = ThrowingGenerator([1, 0, 2, 3, 0]).splitBefore { $0 == 0 }
  /// print(try parts.collect())  // [[1], [0, 2, 3], [0]]
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
  public func splitBefore(
    maxSplits: Int = .max, where predicate: @escaping (Element) throws(Failure) -> Bool
  ) -> some ThrowingSource<[Element], Failure> {
    IteratedSource(
      SplitBeforeIterator(
        base: SourceIterator(self), maxSplits: checked(maxSplits: maxSplits), predicate: predicate))
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
    self.base = base
    self.maxSplits = checked(maxSplits: maxSplits)
    self.predicate = predicate
  }

  /// Makes the arrays, each when it is asked for.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var elements: SplitBeforeIterator<IteratorAdapter<Base.Iterator, Never>>

    @inlinable
    init(_ elements: SplitBeforeIterator<IteratorAdapter<Base.Iterator, Never>>) {
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
