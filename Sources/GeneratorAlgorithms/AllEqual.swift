public import Generators

extension Sequence where Element: Equatable {
  /// Returns whether all elements equal one another.
  ///
  /// Takes elements until one differs from the first.
  ///
  /// ```swift
  /// let naturals = Generator { yield in for n in 0... { try yield(n) } }
  /// print(naturals.allEqual(), [7, 7].allEqual(), [Int]().allEqual())  // false true true
  /// ```
  ///
  /// The counterpart of `all_equal` in more-itertools.
  ///
  /// - Returns: Whether no two elements differ; `true` for fewer than two elements.
  /// - Complexity: O(*n*); takes elements through the first that differs and holds one.
  @inlinable
  public consuming func allEqual() -> Bool { (consume self).allEqual(by: ==) }
}

extension Sequence {
  /// Returns whether a predicate finds all elements equal to the first.
  ///
  /// Takes elements until one differs.
  ///
  /// ```swift
  /// print(["ab", "cd"].allEqual(by: { $0.count == $1.count }))  // true
  /// ```
  ///
  /// - Parameter areEquivalent: Whether the first element, its first argument, equals another.
  /// - Returns: Whether no element differs; `true` for fewer than two elements.
  /// - Throws: The error of `areEquivalent`.
  /// - Complexity: O(*n*); takes elements through the first that differs and holds one.
  @inlinable
  public consuming func allEqual<Failure: Error>(
    by areEquivalent: (Element, Element) throws(Failure) -> Bool
  ) throws(Failure) -> Bool {
    var elements = IteratorAdapter<Iterator, Failure>((consume self).makeIterator())
    return try elements.allEqual(by: areEquivalent)
  }
}

extension ThrowingSource where Element: Equatable {
  /// Returns whether all remaining elements are equal.
  ///
  /// Takes elements up to the first one that is different.
  ///
  /// ```swift
  /// print(try ThrowingGenerator([1, 1, 2]).allEqual())  // false
  /// ```
  ///
  /// - Returns: Whether they are equal; `true` for fewer than two elements.
  /// - Throws: The error of the source.
  /// - Complexity: O(*n*) in the elements that are taken; one is held.
  @_disfavoredOverload
  @inlinable
  public func allEqual() throws(Failure) -> Bool { try allEqual(by: ==) }
}

extension ThrowingSource {
  /// Returns whether all remaining elements are equivalent to the first.
  ///
  /// Takes elements up to the first one that isn't.
  ///
  /// ```swift
  /// print(try ThrowingGenerator(["a", "A"]).allEqual { $0.lowercased() == $1.lowercased() })  // true
  /// ```
  ///
  /// - Parameter areEquivalent: Whether the first element and another are equivalent.
  /// - Returns: Whether they are equivalent; `true` for fewer than two elements.
  /// - Throws: The error of the source or of the closure, which closes the source.
  /// - Complexity: O(*n*) in the elements that are taken; one is held.
  @_disfavoredOverload
  @inlinable
  public func allEqual(
    by areEquivalent: (Element, Element) throws(Failure) -> Bool
  ) throws(Failure) -> Bool {
    try closingAtFailure { () throws(Failure) in
      var elements = SourceIterator(self)
      return try elements.allEqual(by: areEquivalent)
    }
  }
}

extension FallibleIterator {
  @inlinable
  mutating func allEqual(
    by areEquivalent: (Element, Element) throws(Failure) -> Bool
  ) throws(Failure) -> Bool {
    guard let first = try next() else { return true }
    while let element = try next() {
      guard try areEquivalent(first, element) else { return false }
    }
    return true
  }
}
