public import Generators

// `splitAt(where:)`: see SplitBefore.swift for the name.

extension Sequence {
  /// Returns the elements between those that satisfy `isSeparator`, in arrays.
  ///
  /// The arrays are those of the standard library's `split(omittingEmptySubsequences: false)`, made one at a
  /// time: two adjacent separators have an empty array between them, and an empty sequence has one array,
  /// which is empty. The counterpart of `split_at` in more-itertools.
  ///
  /// ```swift
  /// let g = Generator([1, 2, 0, 3, 0])
  /// print(Array(g.splitAt { $0 == 0 }))  // [[1, 2], [3], []]
  /// ```
  ///
  /// A request for an array takes its elements and the separator after it. Works on an infinite sequence, as
  /// long as each array is finite. swift-algorithms has `split(whereSeparator:)` on lazy sequences, which
  /// doesn't keep separators.
  ///
  /// - Parameters:
  ///   - maxSplits: The number of splits, at most. The array after the last split has the rest.
  ///   - keepingSeparators: Whether each separator is returned in an array of its own.
  ///   - isSeparator: Whether to split at an element. Not called after the last split.
  /// - Returns: The arrays, made one at a time.
  /// - Precondition: `maxSplits` isn't negative.
  /// - Complexity: O(1); each array is linear in its length, and at most a separator is held.
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
  /// Behaves like `splitAt(maxSplits:keepingSeparators:where:)` of a sequence. The elements of a part that an
  /// error interrupts are lost.
  ///
  /// ```swift
  /// let parts = ThrowingGenerator([1, 0, 2, 3, 0]).splitAt { $0 == 0 }
  /// print(try parts.collect())  // [[1], [2, 3], []]
  /// ```
  ///
  /// - Parameters:
  ///   - maxSplits: The number of splits, at most.
  ///   - keepingSeparators: Whether each separator is returned in an array of its own.
  ///   - isSeparator: Whether an element is a separator.
  /// - Returns: A source of the arrays.
  /// - Precondition: `maxSplits` isn't negative.
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

  /// An iterator over the arrays.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var elements: SplitAtIterator<IteratorAdapter<Base.Iterator, Never>>

    @inlinable
    init(_ elements: SplitAtIterator<IteratorAdapter<Base.Iterator, Never>>) {
      self.elements = elements
    }

    /// Returns the next array, or `nil` after the last.
    ///
    /// - Returns: The array; `nil` permanently at the end of the source.
    /// - Complexity: Linear in the length of the array, one more element of the source.
    @inlinable
    public mutating func next() -> [Base.Element]? { elements.next() }
  }

  /// Returns an iterator over the arrays, of a new pass over the source.
  ///
  /// - Returns: The iterator, which hasn't taken any elements.
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
    // The last array may be empty, so only the source tells whether there was one.
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
