public import Generators

// `splitAt(where:)`: see SplitBefore.swift for the name.

extension Sequence {
  /// The elements between those that satisfy `isSeparator`, in arrays.
  ///
  /// The arrays are what the standard library's `split(omittingEmptySubsequences: false)` gives,
  /// made one at a time: two separators side by side have an empty array between them, and an
  /// empty sequence is one empty array. more-itertools' `split_at`.
  ///
  /// ```swift
  /// let g = Generator([1, 2, 0, 3, 0])
  /// print(Array(g.splitAt { $0 == 0 }))  // [[1, 2], [3], []]
  /// ```
  ///
  /// An array takes its own elements and the separator after it. It works on what has no end, as
  /// long as the arrays have one. swift-algorithms has `split(whereSeparator:)` on lazy sequences,
  /// which does not keep separators.
  ///
  /// - Parameters:
  ///   - maxSplits: how many times to split; the array after the last split has all the rest.
  ///   - keepingSeparators: whether each separator is given, too, as an array of its own.
  ///   - isSeparator: whether to split at an element. It is not asked after the last split.
  /// - Returns: the arrays, made one at a time.
  /// - Precondition: `maxSplits` is not negative.
  /// - Complexity: O(1); each array is linear in its length, and a separator at most is held.
  @inlinable
  public func splitAt(
    maxSplits: Int = .max, keepingSeparators: Bool = false,
    where isSeparator: @escaping (Element) -> Bool
  ) -> SplitAtSequence<Self> {
    SplitAtSequence(
      base: self, maxSplits: maxSplits, keepingSeparators: keepingSeparators,
      isSeparator: isSeparator)
  }
}

extension ThrowingSource {
  /// Returns the elements between separators, in arrays.
  ///
  /// As `splitAt(maxSplits:keepingSeparators:where:)` of a sequence. The elements of a part that an error
  /// interrupts are lost.
  ///
  /// ```swift
  /// let parts = ThrowingGenerator([1, 0, 2, 3, 0]).splitAt { $0 == 0 }
  /// print(try parts.collect())  // [[1], [2, 3], []]
  /// ```
  ///
  /// - Parameters:
  ///   - maxSplits: The greatest number of splits.
  ///   - keepingSeparators: Whether each separator is returned in an array of its own.
  ///   - isSeparator: Whether an element is a separator.
  /// - Returns: A source of the arrays.
  /// - Precondition: `maxSplits` is not negative.
  /// - Complexity: Linear in the length of a part.
  @_disfavoredOverload
  @inlinable
  public func splitAt(
    maxSplits: Int = .max, keepingSeparators: Bool = false,
    where isSeparator: @escaping (Element) throws(Failure) -> Bool
  ) -> some ThrowingSource<[Element], Failure> {
    IteratedSource(
      SplitAtIterator(
        base: SourceIterator(self), maxSplits: checked(maxSplits: maxSplits),
        keepingSeparators: keepingSeparators, isSeparator: isSeparator))
  }
}

/// The elements of a sequence between separators, in arrays.
///
/// See `splitAt(maxSplits:keepingSeparators:where:)` of `Sequence`.
public struct SplitAtSequence<Base: Sequence>: Sequence {
  @usableFromInline let base: Base
  @usableFromInline let maxSplits: Int
  @usableFromInline let keepingSeparators: Bool
  @usableFromInline let isSeparator: (Base.Element) -> Bool

  @inlinable
  init(
    base: Base, maxSplits: Int, keepingSeparators: Bool,
    isSeparator: @escaping (Base.Element) -> Bool
  ) {
    self.base = base
    self.maxSplits = checked(maxSplits: maxSplits)
    self.keepingSeparators = keepingSeparators
    self.isSeparator = isSeparator
  }

  /// Makes the arrays, each when it is asked for.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var elements: SplitAtIterator<IteratorAdapter<Base.Iterator, Never>>

    @inlinable
    init(_ elements: SplitAtIterator<IteratorAdapter<Base.Iterator, Never>>) {
      self.elements = elements
    }

    /// The next array, or `nil` after the last.
    ///
    /// - Returns: the array; `nil` permanently when the source has no more.
    /// - Complexity: linear in the length of the array, one more element of the source.
    @inlinable
    public mutating func next() -> [Base.Element]? { elements.next() }
  }

  /// Makes an iterator over the arrays, of a new pass over the source.
  ///
  /// - Returns: the iterator, which has taken nothing.
  @inlinable
  public func makeIterator() -> Iterator {
    Iterator(
      SplitAtIterator(
        base: IteratorAdapter(base.makeIterator()), maxSplits: maxSplits,
        keepingSeparators: keepingSeparators, isSeparator: isSeparator))
  }
}

@usableFromInline
struct SplitAtIterator<Base: FallibleIterator>: FallibleIterator {
  @usableFromInline var base: Base?
  @usableFromInline var splitsLeft: Int
  @usableFromInline let keepingSeparators: Bool
  @usableFromInline let isSeparator: (Base.Element) throws(Base.Failure) -> Bool
  /// A separator that is the next array.
  @usableFromInline var separator: Base.Element?

  @inlinable
  init(
    base: Base, maxSplits: Int, keepingSeparators: Bool,
    isSeparator: @escaping (Base.Element) throws(Base.Failure) -> Bool
  ) {
    self.base = base
    self.splitsLeft = maxSplits
    self.keepingSeparators = keepingSeparators
    self.isSeparator = isSeparator
  }

  @inlinable @inline(__always)
  mutating func next() throws(Base.Failure) -> [Base.Element]? {
    if let separator = separator.take() { return [separator] }
    // The last array may be empty, so that it is the source that tells whether there was one.
    guard base != nil else { return nil }
    var part: [Base.Element] = []
    while let element = try base?.next() {
      if splitsLeft > 0, try isSeparator(element) {
        splitsLeft -= 1
        if keepingSeparators { separator = .some(element) }
        return part
      }
      part.append(element)
    }
    base = nil
    return part
  }

  @inlinable
  func abandon() { base?.abandon() }
}

extension SplitAtSequence: LazySequenceProtocol where Base: LazySequenceProtocol {}
