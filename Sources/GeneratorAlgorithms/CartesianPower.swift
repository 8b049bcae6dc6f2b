public import Generators

extension Sequence {
  /// Returns all arrays of `count` elements of this sequence, with repetition: its product with itself.
  ///
  /// The last element of the arrays changes fastest. The first `next()` takes all elements of the sequence.
  ///
  /// ```swift
  /// let bits = Generator { yield in for bit in 0...1 { try yield(bit) } }
  /// print(Array(bits.cartesianProduct(repeating: 2)))  // [[0, 0], [0, 1], [1, 0], [1, 1]]
  /// ```
  ///
  /// For a `count` of 0 there is one array, which is empty, and no element is taken. The counterpart of
  /// Python's `itertools.product` with `repeat`.
  ///
  /// - Parameter count: The number of elements in an array.
  /// - Returns: A sequence of arrays.
  /// - Precondition: `count` isn't negative.
  /// - Complexity: O(`count`) for an array. The sequence takes and holds all *n* elements, and has *n* to the
  ///   power of `count` arrays.
  @inlinable
  public func cartesianProduct(repeating count: Int) -> CartesianPowerSequence<Self> {
    guard count >= 0 else { fatalError("the count of repetitions must not be negative") }
    return CartesianPowerSequence(base: self, count: count)
  }
}

extension ThrowingSource {
  /// Returns all arrays of `count` elements, as Python's `itertools.product(repeat:)` does.
  ///
  /// Behaves like `cartesianProduct(repeating:)` of a sequence. The first `next()` takes all elements.
  ///
  /// ```swift
  /// let words = ThrowingGenerator("ab").cartesianProduct(repeating: 2)
  /// print(try words.map { String($0) }.collect())  // ["aa", "ab", "ba", "bb"]
  /// ```
  ///
  /// - Parameter count: The number of elements in an array.
  /// - Returns: A source of the arrays.
  /// - Precondition: `count` isn't negative.
  /// - Complexity: O(`count`) for an array. All elements are held.
  @_disfavoredOverload
  @inlinable
  public func cartesianProduct(
    repeating count: Int
  ) -> some ThrowingSource<[Element], Failure> {
    guard count >= 0 else { fatalError("the count of repetitions must not be negative") }
    return IteratedSource(CartesianPowerIterator(base: SourceIterator(self), count: count))
  }
}

/// The arrays that ``Swift/Sequence/cartesianProduct(repeating:)`` makes.
public struct CartesianPowerSequence<Base: Sequence>: Sequence {
  @usableFromInline let base: Base
  @usableFromInline let count: Int

  @inlinable
  init(base: Base, count: Int) {
    self.base = base
    self.count = count
  }

  /// An iterator over the arrays.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var elements: CartesianPowerIterator<IteratorAdapter<Base.Iterator, Never>>

    @inlinable
    init(_ elements: CartesianPowerIterator<IteratorAdapter<Base.Iterator, Never>>) {
      self.elements = elements
    }

    /// Returns the next array, or `nil` after the last.
    ///
    /// - Returns: The array.
    /// - Complexity: O(*k*) for *k* elements; the first call takes all elements of the sequence.
    @inlinable
    public mutating func next() -> [Base.Element]? { elements.next() }
  }

  /// Returns an iterator over the arrays.
  ///
  /// - Returns: The iterator, which hasn't taken any elements.
  /// - Complexity: O(1).
  @inlinable
  public func makeIterator() -> Iterator {
    Iterator(CartesianPowerIterator(base: IteratorAdapter(base.makeIterator()), count: count))
  }
}

@usableFromInline
struct CartesianPowerIterator<Base: FallibleIterator>: FallibleIterator {
  /// The sequence until the first array is requested.
  @usableFromInline var base: Base?
  @usableFromInline var pool: [Base.Element] = []
  /// The positions of the last array in the pool; `nil` before the first array and at the end.
  @usableFromInline var indices: [Int]?
  @usableFromInline let count: Int

  @inlinable
  init(base: Base, count: Int) {
    self.base = base
    self.count = count
  }

  @inlinable @inline(__always)
  mutating func next() throws(Base.Failure) -> [Base.Element]? {
    if var source = base {
      if count > 0 { pool = try source.remaining() }
      base = nil
      if count == 0 || !pool.isEmpty {
        requireRoom(for: count, of: Int.self, in: "a product")
        indices = Array(repeating: 0, count: count)
      }
    } else if !advance() {
      indices = nil
      pool = []
    }
    return indices?.map { pool[$0] }
  }

  @inlinable
  mutating func advance() -> Bool {
    guard indices != nil else { return false }
    for i in (0..<count).reversed() {
      indices![i] += 1
      if indices![i] < pool.count { return true }
      indices![i] = 0
    }
    return false
  }

  @inlinable
  func abandon() { base?.abandon() }
}

extension CartesianPowerSequence: LazySequenceProtocol where Base: LazySequenceProtocol {}
extension CartesianPowerSequence: Sendable where Base: Sendable {}
extension CartesianPowerSequence.Iterator: Sendable
where Base.Iterator: Sendable, Base.Element: Sendable {}
extension CartesianPowerIterator: Sendable where Base: Sendable, Base.Element: Sendable {}
