public import Generators

extension Sequence where Element: Equatable {
  /// Returns the elements without those that equal their predecessor.
  ///
  /// Each request takes elements until one differs.
  ///
  /// ```swift
  /// let readings = Generator { yield in for n in [1, 1, 2, 2, 2, 1] { try yield(n) } }
  /// print(Array(readings.uniqueNeighbors()))  // [1, 2, 1]
  /// ```
  ///
  /// The counterpart of `unique_justseen` in more-itertools. `uniqued()` of swift-algorithms returns each
  /// value only once, and must remember all.
  ///
  /// - Returns: A sequence without equal neighbors.
  /// - Complexity: O(1). Takes each element once and holds the last one returned.
  @inlinable
  public func uniqueNeighbors() -> UniqueNeighborsSequence<Self> {
    UniqueNeighborsSequence(base: self)
  }
}

extension Sequence {
  /// Returns the elements without those that a predicate finds equal to the last one returned.
  ///
  /// Each request takes elements until one differs.
  ///
  /// ```swift
  /// let steps = [1.0, 1.2, 1.4, 2.1, 2.2, 1.0].uniqueNeighbors(by: { abs($0 - $1) < 0.3 })
  /// print(Array(steps))  // [1.0, 1.4, 2.1, 1.0]
  /// ```
  ///
  /// The counterpart of `unique_justseen` with a `key` in more-itertools.
  ///
  /// - Parameter areEquivalent: Whether the last element returned and the next one are equivalent.
  /// - Returns: A sequence without equal neighbors.
  /// - Complexity: O(1). Takes each element once and holds the last one returned.
  @inlinable
  public func uniqueNeighbors(
    by areEquivalent: @escaping (Element, Element) -> Bool
  ) -> UniqueNeighborsBySequence<Self> {
    UniqueNeighborsBySequence(base: self, areEquivalent: areEquivalent)
  }
}

extension ThrowingSource where Element: Equatable {
  /// Returns the elements without those that equal their predecessor.
  ///
  /// Behaves like `uniqueNeighbors()` of a sequence.
  ///
  /// ```swift
  /// print(try ThrowingGenerator([1, 1, 2, 1]).uniqueNeighbors().collect())  // [1, 2, 1]
  /// ```
  ///
  /// - Returns: A source of the elements.
  /// - Complexity: O(1) for each element that is taken; one is held.
  @_disfavoredOverload
  @inlinable
  public func uniqueNeighbors() -> some ThrowingSource<Element, Failure> {
    IteratedSource(UniqueNeighborsIterator(base: SourceIterator(self)))
  }
}

extension ThrowingSource {
  /// Returns the elements without those that are equivalent to the last one returned.
  ///
  /// Behaves like `uniqueNeighbors(by:)` of a sequence.
  ///
  /// ```swift
  /// let words = ThrowingGenerator(["a", "b", "cc"]).uniqueNeighbors { $0.count == $1.count }
  /// print(try words.collect())  // ["a", "cc"]
  /// ```
  ///
  /// - Parameter areEquivalent: Whether the last element returned and the next one are equivalent.
  /// - Returns: A source of the elements.
  /// - Complexity: O(1) for each element that is taken; one is held.
  @_disfavoredOverload
  @inlinable
  public func uniqueNeighbors(
    by areEquivalent: @escaping (Element, Element) throws(Failure) -> Bool
  ) -> some ThrowingSource<Element, Failure> {
    IteratedSource(
      UniqueNeighborsByIterator(base: SourceIterator(self), areEquivalent: areEquivalent))
  }
}

/// The elements that ``Swift/Sequence/uniqueNeighbors()`` leaves.
public struct UniqueNeighborsSequence<Base: Sequence>: Sequence where Base.Element: Equatable {
  @usableFromInline let base: Base

  @inlinable
  init(base: Base) { self.base = base }

  /// An iterator over the elements.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var elements: UniqueNeighborsIterator<IteratorAdapter<Base.Iterator, Never>>

    @inlinable
    init(_ elements: UniqueNeighborsIterator<IteratorAdapter<Base.Iterator, Never>>) {
      self.elements = elements
    }

    /// Returns the next element that differs from the previous one, or `nil` at the end.
    ///
    /// - Returns: The element.
    /// - Complexity: O(*m*). Takes the element and the *m* skipped elements before it.
    @inlinable
    public mutating func next() -> Base.Element? { elements.next() }
  }

  /// Returns an iterator over the elements.
  ///
  /// - Returns: The iterator, which hasn't taken any elements.
  /// - Complexity: O(1).
  @inlinable
  public func makeIterator() -> Iterator {
    Iterator(UniqueNeighborsIterator(base: IteratorAdapter(base.makeIterator())))
  }
}

@usableFromInline
struct UniqueNeighborsIterator<Base: FallibleIterator>: FallibleIterator
where Base.Element: Equatable {
  @usableFromInline var base: Base?
  @usableFromInline var last: Base.Element?

  @inlinable
  init(base: Base) { self.base = base }

  @inlinable @inline(__always)
  mutating func next() throws(Base.Failure) -> Base.Element? {
    guard base != nil else { return nil }
    while let element = try base!.next() {
      if let last, last == element { continue }
      last = element
      return element
    }
    (base, last) = (nil, nil)
    return nil
  }

  @inlinable
  func abandon() { base?.abandon() }
}

/// The elements that ``Swift/Sequence/uniqueNeighbors(by:)`` leaves.
public struct UniqueNeighborsBySequence<Base: Sequence>: Sequence {
  @usableFromInline let base: Base
  @usableFromInline let areEquivalent: (Base.Element, Base.Element) -> Bool

  @inlinable
  init(base: Base, areEquivalent: @escaping (Base.Element, Base.Element) -> Bool) {
    self.base = base
    self.areEquivalent = areEquivalent
  }

  /// An iterator over the elements.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var elements: UniqueNeighborsByIterator<IteratorAdapter<Base.Iterator, Never>>

    @inlinable
    init(_ elements: UniqueNeighborsByIterator<IteratorAdapter<Base.Iterator, Never>>) {
      self.elements = elements
    }

    /// Returns the next element that differs from the previous one, or `nil` at the end.
    ///
    /// - Returns: The element.
    /// - Complexity: O(*m*). Takes the element and the *m* skipped elements before it.
    @inlinable
    public mutating func next() -> Base.Element? { elements.next() }
  }

  /// Returns an iterator over the elements.
  ///
  /// - Returns: The iterator, which hasn't taken any elements.
  /// - Complexity: O(1).
  @inlinable
  public func makeIterator() -> Iterator {
    Iterator(
      UniqueNeighborsByIterator(
        base: IteratorAdapter(base.makeIterator()), areEquivalent: areEquivalent))
  }
}

@usableFromInline
struct UniqueNeighborsByIterator<Base: FallibleIterator>: FallibleIterator {
  @usableFromInline var base: Base?
  @usableFromInline var last: Base.Element?
  @usableFromInline let areEquivalent: (Base.Element, Base.Element) throws(Base.Failure) -> Bool

  @inlinable
  init(
    base: Base, areEquivalent: @escaping (Base.Element, Base.Element) throws(Base.Failure) -> Bool
  ) {
    self.base = base
    self.areEquivalent = areEquivalent
  }

  @inlinable @inline(__always)
  mutating func next() throws(Base.Failure) -> Base.Element? {
    guard base != nil else { return nil }
    while let element = try base!.next() {
      if let last, try areEquivalent(last, element) { continue }
      last = element
      return element
    }
    (base, last) = (nil, nil)
    return nil
  }

  @inlinable
  func abandon() { base?.abandon() }
}

extension UniqueNeighborsSequence: LazySequenceProtocol where Base: LazySequenceProtocol {}
extension UniqueNeighborsBySequence: LazySequenceProtocol where Base: LazySequenceProtocol {}
extension UniqueNeighborsSequence: Sendable where Base: Sendable {}
extension UniqueNeighborsSequence.Iterator: Sendable
where Base.Iterator: Sendable, Base.Element: Sendable {}
extension UniqueNeighborsIterator: Sendable where Base: Sendable, Base.Element: Sendable {}
