public import Generators

extension Sequence {
  /// All arrangements of `count` elements of this sequence.
  ///
  /// The arrangements come in the order of their positions: those that begin with the first element
  /// come first. The sequence is read as a whole when the first arrangement is asked for.
  ///
  /// ```swift
  /// let letters = Generator { yield in for letter in "abc" { try yield(letter) } }
  /// print(letters.permutations(ofCount: 2).map { String($0) })
  /// // ["ab", "ac", "ba", "bc", "ca", "cb"]
  /// ```
  ///
  /// Elements are told apart by their position and not by their value. Of fewer elements than `count`
  /// there is no arrangement; of a `count` of 0 there is one, which is empty, and nothing is read for
  /// it. Python's `itertools.permutations`. For a collection swift-algorithms has the same.
  ///
  /// - Parameter count: how many elements to arrange; all, if it is not given.
  /// - Returns: a sequence of arrays.
  /// - Precondition: `count` is not negative.
  /// - Complexity: amortised O(*n*) for an arrangement, where there are *n* elements. It takes and holds
  ///   all.
  @inlinable
  public func permutations(ofCount count: Int? = nil) -> PermutationsOfCountSequence<Self> {
    PermutationsOfCountSequence(base: self, count: count)
  }
}

extension ThrowingSource {
  /// Returns the arrays of `count` different elements in all orders: Python's `itertools.permutations`.
  ///
  /// As `permutations(ofCount:)` of a sequence. The first `next()` takes all elements.
  ///
  /// ```swift
  /// let words = ThrowingGenerator("abc").permutations(ofCount: 2)
  /// print(try words.map { String($0) }.collect())  // ["ab", "ac", "ba", "bc", "ca", "cb"]
  /// ```
  ///
  /// - Parameter count: The number of elements in an array; `nil`: all.
  /// - Returns: A source of the arrays.
  /// - Precondition: `count` is not negative.
  /// - Complexity: O(*n*) for an array of *n* elements that there are, all of which are held.
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

  /// Takes the arrangements one after another.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var elements: PermutationsIterator<IteratorAdapter<Base.Iterator, Never>>

    @inlinable
    init(_ elements: PermutationsIterator<IteratorAdapter<Base.Iterator, Never>>) {
      self.elements = elements
    }

    /// The next arrangement, or `nil` after the last.
    ///
    /// - Returns: the elements in their arrangement.
    /// - Complexity: amortised O(*n*) for *n* elements; the first call takes all of the sequence.
    @inlinable
    public mutating func next() -> [Base.Element]? { elements.next() }
  }

  /// An iterator over the arrangements.
  ///
  /// - Returns: the iterator, which has taken nothing.
  /// - Complexity: O(1).
  @inlinable
  public func makeIterator() -> Iterator {
    Iterator(PermutationsIterator(base: IteratorAdapter(base.makeIterator()), count: count))
  }
}

@usableFromInline
struct PermutationsIterator<Base: FallibleIterator>: FallibleIterator {
  /// The sequence until the first arrangement is asked for.
  @usableFromInline var base: Base?
  @usableFromInline var count: Int?
  @usableFromInline var pool: [Base.Element] = []
  /// All positions in the pool, of which the first are in the last arrangement, and the others
  /// ascend; `nil` before the first and at the end.
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
      // The least position to the right that is greater goes here; what is to the right ascends.
      if let j = indices![(i + 1)...].firstIndex(where: { $0 > indices![i] }) {
        indices!.swapAt(i, j)
        return true
      }
      // None is greater: this one is greater than all that ascend behind it.
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
