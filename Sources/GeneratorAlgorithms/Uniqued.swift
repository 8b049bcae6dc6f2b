public import Generators

extension ThrowingSource where Element: Hashable {
  /// Returns the elements without those that are equal to an earlier one, as more-itertools'
  /// `unique_everseen` does.
  ///
  /// Behaves like `uniqued()` of swift-algorithms.
  ///
  /// ```swift
  /// print(try ThrowingGenerator([1, 1, 2, 1]).uniqued().collect())  // [1, 2]
  /// ```
  ///
  /// - Returns: A source of the elements.
  /// - Complexity: O(1) for each element that is taken. The different ones are held.
  @_disfavoredOverload
  @inlinable
  public func uniqued() -> some ThrowingSource<Element, Failure> {
    uniqued { (element) throws(Failure) in element }
  }
}

extension ThrowingSource {
  /// Returns the elements without those whose key is equal to an earlier one, as more-itertools'
  /// `unique_everseen(key:)` does.
  ///
  /// Behaves like `uniqued(on:)` of swift-algorithms.
  ///
  /// ```swift
  /// let words = ThrowingGenerator(["a", "bb", "c"]).uniqued { $0.count }
  /// print(try words.collect())  // ["a", "bb"]
  /// ```
  ///
  /// - Parameter projection: Makes a key of an element.
  /// - Returns: A source of the elements.
  /// - Complexity: O(1) for each element that is taken. The different keys are held.
  @_disfavoredOverload
  @inlinable
  public func uniqued<Key: Hashable>(
    on projection: @escaping (Element) throws(Failure) -> Key
  ) -> some ThrowingSource<Element, Failure> {
    IteratedSource(UniquedIterator(base: SourceIterator(self), projection: projection))
  }
}

@usableFromInline
struct UniquedIterator<Base: FallibleIterator, Key: Hashable>: FallibleIterator {
  @usableFromInline var base: Base
  @usableFromInline let projection: (Base.Element) throws(Base.Failure) -> Key
  @usableFromInline var seen: Set<Key> = []

  @inlinable
  init(base: Base, projection: @escaping (Base.Element) throws(Base.Failure) -> Key) {
    self.base = base
    self.projection = projection
  }

  @inlinable @inline(__always)
  mutating func next() throws(Base.Failure) -> Base.Element? {
    while let element = try base.next() {
      if seen.insert(try projection(element)).inserted { return .some(element) }
    }
    return nil
  }

  @inlinable
  func abandon() { base.abandon() }
}
