extension Sequence where Element: Sendable {
  /// The same elements, taken ahead by a thread of its own.
  ///
  /// Nothing is taken from the sequence before the first `next()` of what is returned. From then on its
  /// source runs on that thread, beside the reader, and up to `count` elements ahead of it.
  ///
  /// ```swift
  /// let ahead = (1...3).prefetched(2)
  /// print(Array(ahead))  // [1, 2, 3]
  /// ```
  ///
  /// Elements that come quickly are handed over in batches; where the source is slow, an element does not
  /// wait for others. It works on what has no end. Errors, and what becomes of the source:
  /// ``ParallelSequence``.
  ///
  /// - Parameter count: how many elements may be taken and not yet given, at most; `nil`: about a
  ///   millisecond of work, and at least four elements.
  /// - Returns: the same elements.
  /// - Precondition: `count` is positive.
  /// - Complexity: O(1) to make; a few locks for a batch of elements, and no allocation for an element.
  @inlinable
  public func prefetched(_ count: Int? = nil) -> ParallelSequence<Element, Never> {
    ParallelSequence(
      .passing([PulledSequence(self)], isOrdered: true, window: count), failure: Never.self)
  }
}

extension ThrowingSource where Element: Sendable {
  /// The same elements, taken ahead by a thread of its own.
  ///
  /// As `prefetched` of a sequence. An error of the source comes after all elements before it.
  ///
  /// ```swift
  /// let ahead = numbers(in: ["1", "2"]).prefetched()
  /// while let n = try ahead.next() { print(n) }  // 1, 2
  /// ```
  ///
  /// - Parameter count: how many elements may be taken and not yet given, at most; `nil`: about a
  ///   millisecond of work, and at least four elements.
  /// - Returns: the same elements.
  /// - Precondition: `count` is positive.
  /// - Complexity: O(1) to make; a few locks for a batch of elements, and no allocation for an element.
  @_disfavoredOverload
  @inlinable
  public func prefetched(_ count: Int? = nil) -> ParallelSequence<Element, any Error> {
    ParallelSequence(
      .passing([PulledThrowing(self)], isOrdered: true, window: count), failure: (any Error).self)
  }
}
