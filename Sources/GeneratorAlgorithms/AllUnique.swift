public import Generators

extension Sequence where Element: Hashable {
  /// Whether no two elements are equal.
  ///
  /// It takes elements until one was there before.
  ///
  /// ```swift
  /// let remainders = Generator { yield in for n in 0... { try yield(n % 5) } }
  /// print(remainders.allUnique(), [1, 2].allUnique())  // false true
  /// ```
  ///
  /// more-itertools' `all_unique`. The elements without those that were there before are
  /// `uniqued()` of swift-algorithms.
  ///
  /// - Returns: whether all differ; of none and of one, `true`.
  /// - Complexity: O(*n*) on average; takes elements through the first duplicate and holds them.
  @inlinable
  public consuming func allUnique() -> Bool { (consume self).allUnique(on: { $0 }) }
}

extension Sequence {
  /// Whether no two elements have equal keys.
  ///
  /// It takes elements until one has a key that was there before.
  ///
  /// ```swift
  /// print(["a", "bc"].allUnique(on: \.count))  // true
  /// ```
  ///
  /// - Parameter keyForValue: gives the key of an element.
  /// - Returns: whether all keys differ; of no element and of one, `true`.
  /// - Throws: what `keyForValue` throws.
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
  /// Returns whether no two of the elements that are left are equal.
  ///
  /// Takes elements up to the first one that is equal to one before.
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
  /// Returns whether no two of the elements that are left have equal keys.
  ///
  /// Takes elements up to the first one whose key is equal to one before.
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
