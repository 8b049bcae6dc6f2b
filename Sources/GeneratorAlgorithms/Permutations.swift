public import Generators

extension Sequence {
  /// Returns all arrangements of `count` elements of this sequence.
  ///
  /// The arrangements come in the order of their positions: those that begin with the first element come
  /// first. The first `next()` takes all elements of the sequence.
  ///
  /// ```swift
  /// let letters = Generator { yield in for letter in "abc" { try yield(letter) } }
  /// print(letters.permutations(ofCount: 2).map { String($0) })
  /// // ["ab", "ac", "ba", "bc", "ca", "cb"]
  /// ```
  ///
  /// Elements differ by their position, not by their value. If there are fewer elements than `count`, there
  /// is no arrangement. For a `count` of 0 there is one, which is empty, and no element is taken. The
  /// counterpart of Python's `itertools.permutations`. swift-algorithms has the operation for collections.
  ///
  /// - Parameter count: The number of elements to arrange; `nil`: all.
  /// - Returns: A sequence of arrays.
  /// - Precondition: `count` isn't negative.
  /// - Complexity: Amortised O(*n*) for an arrangement, where *n* is the number of elements. Takes and holds
  ///   all elements.
  @inlinable
  public func permutations(ofCount count: Int? = nil) -> PermutationsOfCountSequence<Self> {
    PermutationsOfCountSequence(base: self, count: count)
  }
}

extension ThrowingSource {
  /// Returns the arrays of `count` different elements in all orders, as Python's `itertools.permutations`
  /// does.
  ///
  /// Behaves like `permutations(ofCount:)` of a sequence. The first `next()` takes all elements.
  ///
  /// ```swift
  /// let words = ThrowingGenerator("abc").permutations(ofCount: 2)
  /// print(try words.map { String($0) }.collect())  // ["ab", "ac", "ba", "bc", "ca", "cb"]
  /// ```
  ///
  /// - Parameter count: The number of elements in an array; `nil`: all.
  /// - Returns: A source of the arrays.
  /// - Precondition: `count` isn't negative.
  /// - Complexity: O(*n*) for an array, where *n* is the number of elements. All elements are held.
  @_disfavoredOverload
  @inlinable
  public func permutations(
    ofCount count: Int? = nil
  ) -> some ThrowingSource<[Element], Failure> {
    IteratedSource(
      PermutationsIterator(base: SourceIterator(self), count: checked(permutation: count)))
  }
}

/// The arrangements that ``Swift/Sequence/permutations(ofCount:)`` makes.
public struct PermutationsOfCountSequence<Base: Sequence>: Sequence {
  @usableFromInline let base: Base
  @usableFromInline let count: Int?

  @inlinable
  init(base: Base, count: Int?) {
    self.base = base
    self.count = checked(permutation: count)
  }

  /// An iterator over the arrangements.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var elements: PermutationsIterator<IteratorAdapter<Base.Iterator, Never>>

    @inlinable
    init(_ elements: PermutationsIterator<IteratorAdapter<Base.Iterator, Never>>) {
      self.elements = elements
    }

    /// Returns the next arrangement, or `nil` after the last.
    ///
    /// - Returns: The elements in their arrangement.
    /// - Complexity: Amortised O(*n*) for *n* elements; the first call takes all of the sequence.
    @inlinable
    public mutating func next() -> [Base.Element]? { elements.next() }
  }

  /// Returns an iterator over the arrangements.
  ///
  /// - Returns: The iterator, which hasn't taken any elements.
  /// - Complexity: O(1).
  @inlinable
  public func makeIterator() -> Iterator {
    Iterator(PermutationsIterator(base: IteratorAdapter(base.makeIterator()), count: count))
  }
}

@usableFromInline
struct PermutationsIterator<Base: FallibleIterator>: FallibleIterator {
  /// The sequence until the first arrangement is requested.
  @usableFromInline var base: Base?
  @usableFromInline var count: Int?
  @usableFromInline var pool: [Base.Element] = []
  /// All positions in the pool.
  ///
  /// The first ones are the last arrangement, and the others ascend. `nil` before the first arrangement and
  /// at the end.
  @usableFromInline var indices: [Int]?

  @inlinable
  init(base: Base, count: Int?) {
    self.base = base
    self.count = count
  }

  @inlinable @inline(__always)
  mutating func next() throws(Base.Failure) -> [Base.Element]? {
    if var source = base {
      if count != 0 { pool = try source.remaining() }
      base = nil
      if count ?? 0 <= pool.count { indices = Array(pool.indices) } else { pool = [] }
    } else if !advance() {
      indices = nil
      pool = []
    }
    return indices?.prefix(count ?? pool.count).map { pool[$0] }
  }

  @inlinable
  mutating func advance() -> Bool {
    guard indices != nil else { return false }
    let n = pool.count
    for i in (0..<(count ?? n)).reversed() {
      // Puts the least greater position from the right here. Those to the right still ascend.
      if let j = indices![(i + 1)...].firstIndex(where: { $0 > indices![i] }) {
        indices!.swapAt(i, j)
        return true
      }
      // None is greater: this position is greater than all behind it, which ascend.
      indices!.append(indices!.remove(at: i))
    }
    return false
  }

  @inlinable
  func abandon() { base?.abandon() }
}

extension PermutationsOfCountSequence: LazySequenceProtocol where Base: LazySequenceProtocol {}
extension PermutationsOfCountSequence: Sendable where Base: Sendable {}
extension PermutationsOfCountSequence.Iterator: Sendable
where Base.Iterator: Sendable, Base.Element: Sendable {}
extension PermutationsIterator: Sendable where Base: Sendable, Base.Element: Sendable {}

@inlinable
func checked(permutation count: Int?) -> Int? {
  guard count ?? 0 >= 0 else { fatalError("the count of a permutation must not be negative") }
  return count
}
