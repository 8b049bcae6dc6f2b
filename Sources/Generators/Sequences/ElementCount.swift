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
    var count = 0
    // The sequence doesn't stay beside its iterator: a lazy list's head would keep all that is made.
    var elements = (consume self).makeIterator()
    while elements.next() != nil { count += 1 }
    return count
  }
}
