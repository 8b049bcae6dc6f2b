public import Generators

extension ThrowingSource {
  /// Returns the elements of the sequences in this source, one after another, as Python's
  /// `itertools.chain.from_iterable` does.
  ///
  /// Behaves like `joined()` of the standard library.
  ///
  /// ```swift
  /// print(try ThrowingGenerator([[1], [2, 3]]).joined().collect())  // [1, 2, 3]
  /// ```
  ///
  /// - Returns: A source of the elements.
  /// - Complexity: O(1) for an element, and for each empty sequence before it.
  @_disfavoredOverload
  @inlinable
  public func joined<Unit>() -> some ThrowingSource<Unit, Failure>
  where Element: Sequence<Unit> {
    flatMap { (element) throws(Failure) in element }
  }

  /// Returns the elements of the sources in this source, one after another, as Python's
  /// `itertools.chain.from_iterable` does.
  ///
  /// ```swift
  /// let groups = ThrowingGenerator("aab").chunked(on: { $0 }).map { $0.group }
  /// print(try groups.joined().collect())  // ["a", "a", "b"]
  /// ```
  ///
  /// - Returns: A source of the elements.
  /// - Complexity: O(1) for an element, and for each empty source before it.
  @_disfavoredOverload
  @inlinable
  public func joined<Unit>() -> some ThrowingSource<Unit, Failure>
  where Element: ThrowingSource<Unit, Failure> {
    flatMap { (element) throws(Failure) in element }
  }
}
