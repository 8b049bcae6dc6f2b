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
  public func permutations(ofCount count: Int? = nil) -> SequencePermutations<Self> {
    SequencePermutations(base: self, count: count)
  }
}

/// The arrangements that ``Swift/Sequence/permutations(ofCount:)`` makes.
public struct SequencePermutations<Base: Sequence>: Sequence {
  @usableFromInline let base: Base
  @usableFromInline let count: Int?

  @inlinable
  init(base: Base, count: Int?) {
    guard count ?? 0 >= 0 else { fatalError("the count of a permutation must not be negative") }
    self.base = base
    self.count = count
  }

  /// Takes the arrangements one after another.
  public struct Iterator: IteratorProtocol {
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

    /// The next arrangement, or `nil` after the last.
    ///
    /// - Returns: the elements in their arrangement.
    /// - Complexity: amortised O(*n*) for *n* elements; the first call takes all of the sequence.
    @inlinable
    public mutating func next() -> [Base.Element]? {
      if let base = base.take() {
        if count != 0 { pool = Array(base) }
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
  }

  /// An iterator over the arrangements.
  ///
  /// - Returns: the iterator, which has taken nothing.
  /// - Complexity: O(1).
  @inlinable
  public func makeIterator() -> Iterator { Iterator(base: base, count: count) }
}

extension SequencePermutations: LazySequenceProtocol where Base: LazySequenceProtocol {}
extension SequencePermutations: Sendable where Base: Sendable {}
extension SequencePermutations.Iterator: Sendable
where Base: Sendable, Base.Element: Sendable {}
