public import Generators

extension Sequence where Element: Equatable {
  /// The elements without those that equal the one before.
  ///
  /// Elements are taken when the next is asked for, until one differs.
  ///
  /// ```swift
  /// let readings = Generator { yield in for n in [1, 1, 2, 2, 2, 1] { try yield(n) } }
  /// print(Array(readings.uniqueNeighbors()))  // [1, 2, 1]
  /// ```
  ///
  /// more-itertools' `unique_justseen`. `uniqued()` of swift-algorithms gives each only once, and must
  /// remember all.
  ///
  /// - Returns: a sequence of elements of which no two neighbors are equal.
  /// - Complexity: O(1); it takes each element once and holds the last that it gave.
  @inlinable
  public func uniqueNeighbors() -> UniqueNeighborsSequence<Self> {
    UniqueNeighborsSequence(base: self)
  }
}

extension Sequence {
  /// The elements without those that a predicate finds equal to the one before.
  ///
  /// Elements are taken when the next is asked for, until one differs.
  ///
  /// ```swift
  /// let steps = [1.0, 1.2, 1.4, 2.1, 2.2, 1.0].uniqueNeighbors(by: { abs($0 - $1) < 0.3 })
  /// print(Array(steps))  // [1.0, 1.4, 2.1, 1.0]
  /// ```
  ///
  /// more-itertools' `unique_justseen` with a `key`.
  ///
  /// - Parameter areEquivalent: whether the element that was given last equals another.
  /// - Returns: a sequence of elements of which no two neighbors are equal.
  /// - Complexity: O(1); it takes each element once and holds the last that it gave.
  @inlinable
  public func uniqueNeighbors(
    by areEquivalent: @escaping (Element, Element) -> Bool
  ) -> UniqueNeighborsBySequence<Self> {
    UniqueNeighborsBySequence(base: self, areEquivalent: areEquivalent)
  }
}

extension ThrowingSource where Element: Equatable {
  /// Returns the elements without those that are equal to the one before.
  ///
  /// As `uniqueNeighbors()` of a sequence.
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
  /// Returns the elements without those that are equivalent to the one returned before.
  ///
  /// As `uniqueNeighbors(by:)` of a sequence.
  ///
  /// ```swift
  /// let words = ThrowingGenerator(["a", "b", "cc"]).uniqueNeighbors { $0.count == $1.count }
  /// print(try words.collect())  // ["a", "cc"]
  /// ```
  ///
  /// - Parameter areEquivalent: Whether the second element is left out after the first.
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

  /// Takes elements until one differs from the last.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var elements: UniqueNeighborsIterator<IteratorAdapter<Base.Iterator, Never>>

    @inlinable
    init(_ elements: UniqueNeighborsIterator<IteratorAdapter<Base.Iterator, Never>>) {
      self.elements = elements
    }

    /// The next element that differs from the one before, or `nil` at the end.
    ///
    /// - Returns: the element.
    /// - Complexity: O(*m*); takes the element and the *m* before it that are left out.
    @inlinable
    public mutating func next() -> Base.Element? { elements.next() }
  }

  /// An iterator over the elements.
  ///
  /// - Returns: the iterator, which has taken nothing.
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

  /// Takes elements until one differs from the last.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var elements: UniqueNeighborsByIterator<IteratorAdapter<Base.Iterator, Never>>

    @inlinable
    init(_ elements: UniqueNeighborsByIterator<IteratorAdapter<Base.Iterator, Never>>) {
      self.elements = elements
    }

    /// The next element that differs from the one before, or `nil` at the end.
    ///
    /// - Returns: the element.
    /// - Complexity: O(*m*); takes the element and the *m* before it that are left out.
    @inlinable
    public mutating func next() -> Base.Element? { elements.next() }
  }

  /// An iterator over the elements.
  ///
  /// - Returns: the iterator, which has taken nothing.
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
