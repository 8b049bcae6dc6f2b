public import Generators

extension Sequence {
  /// How many elements there are, which takes all of them.
  ///
  /// It is for what has no `count`. On a collection it counts one by one; use `count`.
  ///
  /// ```swift
  /// let g = Generator { yield in for n in 1...4 { try yield(n) } }
  /// print(g.elementCount())  // 4
  /// ```
  ///
  /// An infinite sequence has no count: it never returns. more-itertools' `ilen`.
  ///
  /// - Returns: the count of the elements that are left.
  /// - Complexity: O(*n*); takes all elements and holds one.
  @inlinable
  public consuming func elementCount() -> Int {
    // The sequence doesn't stay beside its iterator: a lazy list's head would keep all that is made.
    var elements = IteratorAdapter<Iterator, Never>((consume self).makeIterator())
    return elements.elementCount()
  }
}

extension ThrowingSource {
  /// Returns how many elements are left.
  ///
  /// Takes all elements: more-itertools' `ilen`.
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
