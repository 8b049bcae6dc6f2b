public import Generators

extension Sequence where Element: Hashable {
  /// Returns whether no two elements are equal.
  ///
  /// Takes elements up to the first duplicate.
  ///
  /// ```swift
  /// let remainders = Generator { yield in for n in 0... { try yield(n % 5) } }
  /// print(remainders.allUnique(), [1, 2].allUnique())  // false true
  /// ```
  ///
  /// The counterpart of `all_unique` in more-itertools. `uniqued()` of swift-algorithms returns the elements
  /// without duplicates.
  ///
  /// - Returns: Whether all differ; `true` for fewer than two elements.
  /// - Complexity: O(*n*) on average; takes elements through the first duplicate and holds them.
  @inlinable
  public consuming func allUnique() -> Bool { (consume self).allUnique(on: { $0 }) }
}

extension Sequence {
  /// Returns whether no two elements have equal keys.
  ///
  /// Takes elements up to the first duplicate key.
  ///
  /// ```swift
  /// print(["a", "bc"].allUnique(on: \.count))  // true
  /// ```
  ///
  /// - Parameter keyForValue: Returns the key of an element.
  /// - Returns: Whether all keys differ; `true` for fewer than two elements.
  /// - Throws: The error of `keyForValue`.
  /// - Complexity: O(*n*) on average; takes elements through the first duplicate and holds their
  ///   keys.
  @inlinable
  public consuming func allUnique<Key: Hashable, Failure: Error>(
    on keyForValue: (Element) throws(Failure) -> Key
  ) throws(Failure) -> Bool {
    var elements = IteratorAdapter<Iterator, Failure>((consume self).makeIterator())
    return try elements.allUnique(on: keyForValue)
  }
}

extension ThrowingSource where Element: Hashable {
  /// Returns whether no two of the remaining elements are equal.
  ///
  /// Takes elements up to the first one that is equal to an earlier one.
  ///
  /// ```swift
  /// print(try ThrowingGenerator([1, 2, 1]).allUnique())  // false
  /// ```
  ///
  /// - Returns: Whether they are different.
  /// - Throws: The error of the source.
  /// - Complexity: O(*n*) in the elements that are taken, which are held.
  @_disfavoredOverload
  @inlinable
  public func allUnique() throws(Failure) -> Bool {
    try allUnique { (element) throws(Failure) in element }
  }
}

extension ThrowingSource {
  /// Returns whether no two of the remaining elements have equal keys.
  ///
  /// Takes elements up to the first one whose key is equal to an earlier one.
  ///
  /// ```swift
  /// print(try ThrowingGenerator(["a", "bb", "c"]).allUnique { $0.count })  // false
  /// ```
  ///
  /// - Parameter keyForValue: Makes a key of an element.
  /// - Returns: Whether the keys are different.
  /// - Throws: The error of the source or of the closure, which closes the source.
  /// - Complexity: O(*n*) in the elements that are taken, whose keys are held.
  @_disfavoredOverload
  @inlinable
  public func allUnique<Key: Hashable>(
    on keyForValue: (Element) throws(Failure) -> Key
  ) throws(Failure) -> Bool {
    try closingAtFailure { () throws(Failure) in
      var elements = SourceIterator(self)
      return try elements.allUnique(on: keyForValue)
    }
  }
}

extension FallibleIterator {
  @inlinable
  mutating func allUnique<Key: Hashable>(
    on keyForValue: (Element) throws(Failure) -> Key
  ) throws(Failure) -> Bool {
    var seen: Set<Key> = []
    while let element = try next() {
      guard seen.insert(try keyForValue(element)).inserted else { return false }
    }
    return true
  }
}
