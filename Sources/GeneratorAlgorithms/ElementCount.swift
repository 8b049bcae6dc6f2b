public import Generators

extension Sequence {
  /// Returns the number of elements, and takes all of them.
  ///
  /// Use it on sequences without a `count`. On a collection, `count` is faster, because this method counts
  /// one by one.
  ///
  /// ```swift
  /// let g = Generator { yield in for n in 1...4 { try yield(n) } }
  /// print(g.elementCount())  // 4
  /// ```
  ///
  /// On an infinite sequence it never returns. The counterpart of `ilen` in more-itertools.
  ///
  /// - Returns: The count of the remaining elements.
  /// - Complexity: O(*n*); takes all elements and holds one.
  @inlinable
  public consuming func elementCount() -> Int {
    // Consumes the sequence, because the head of a lazy list would keep all elements.
    var elements = IteratorAdapter<Iterator, Never>((consume self).makeIterator())
    return elements.elementCount()
  }
}

extension ThrowingSource {
  /// Returns the number of remaining elements.
  ///
  /// Takes all elements. The counterpart of `ilen` in more-itertools.
  ///
  /// ```swift
  /// print(try numbers(in: lines).elementCount())  // 3
  /// ```
  ///
  /// - Returns: The count; 0 of a source that has ended.
  /// - Throws: The error of the source.
  /// - Complexity: O(*n*); one element is held.
  @_disfavoredOverload
  @inlinable
  public func elementCount() throws(Failure) -> Int {
    var elements = SourceIterator(self)
    return try elements.elementCount()
  }
}

extension FallibleIterator {
  @inlinable
  mutating func elementCount() throws(Failure) -> Int {
    var count = 0
    while try next() != nil { count += 1 }
    return count
  }
}
