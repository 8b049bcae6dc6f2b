public import Generators

extension Sequence where Element: Equatable {
  /// Whether all elements equal one another.
  ///
  /// It takes elements until one differs from the first.
  ///
  /// ```swift
  /// let naturals = Generator { yield in for n in 0... { try yield(n) } }
  /// print(naturals.allEqual(), [7, 7].allEqual(), [Int]().allEqual())  // false true true
  /// ```
  ///
  /// more-itertools' `all_equal`.
  ///
  /// - Returns: whether there are no two that differ; of none and of one, `true`.
  /// - Complexity: O(*n*); takes elements through the first that differs and holds one.
  @inlinable
  public consuming func allEqual() -> Bool { (consume self).allEqual(by: ==) }
}

extension Sequence {
  /// Whether a predicate finds all elements equal to the first.
  ///
  /// It takes elements until one differs.
  ///
  /// ```swift
  /// print(["ab", "cd"].allEqual(by: { $0.count == $1.count }))  // true
  /// ```
  ///
  /// - Parameter areEquivalent: whether the first element, which it is handed first, equals another.
  /// - Returns: whether there is none that differs; of none and of one, `true`.
  /// - Throws: what `areEquivalent` throws.
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
  /// Returns whether all elements that are left are equal.
  ///
  /// Takes elements up to the first one that is different.
  ///
  /// ```swift
  /// print(try ThrowingGenerator([1, 1, 2]).allEqual())  // false
  /// ```
  ///
  /// - Returns: Whether they are equal; of none and of one, `true`.
  /// - Throws: The error of the source.
  /// - Complexity: O(*n*) in the elements that are taken; one is held.
  @_disfavoredOverload
  @inlinable
  public func allEqual() throws(Failure) -> Bool { try allEqual(by: ==) }
}

extension ThrowingSource {
  /// Returns whether all elements that are left are equivalent to the first.
  ///
  /// Takes elements up to the first one that isn't.
  ///
  /// ```swift
  /// print(try ThrowingGenerator(["a", "A"]).allEqual { $0.lowercased() == $1.lowercased() })  // true
  /// ```
  ///
  /// - Parameter areEquivalent: Whether the first element and another are equivalent.
  /// - Returns: Whether they are equivalent; of none and of one, `true`.
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
