public import Generators

extension Sequence {
  /// Returns all choices of `count` elements of this sequence, each in the order of the sequence.
  ///
  /// The choices come in the order of their positions: those with the first element come first. The first
  /// `next()` takes all elements of the sequence.
  ///
  /// ```swift
  /// let letters = Generator { yield in for letter in "abc" { try yield(letter) } }
  /// print(letters.combinations(ofCount: 2).map { String($0) })  // ["ab", "ac", "bc"]
  /// ```
  ///
  /// Elements differ by their position, not by their value. If there are fewer elements than `count`, there
  /// is no choice. For a `count` of 0 there is one, which is empty, and no element is taken. The counterpart
  /// of Python's `itertools.combinations`. swift-algorithms has the operation for collections.
  ///
  /// - Parameter count: The number of elements to choose.
  /// - Returns: A sequence of arrays.
  /// - Precondition: `count` isn't negative.
  /// - Complexity: O(`count`) for a choice. Takes and holds all elements.
  @inlinable
  public func combinations(ofCount count: Int) -> CombinationsOfCountSequence<Self> {
    CombinationsOfCountSequence(base: self, count: count, withReplacement: false)
  }

  /// Returns all choices of `count` elements of this sequence, where an element may be chosen repeatedly.
  ///
  /// The choices come in the order of their positions: those with the first element come first. The first
  /// `next()` takes all elements of the sequence.
  ///
  /// ```swift
  /// let pairs = "ab".combinations(ofCount: 2, withReplacement: true)
  /// print(pairs.map { String($0) })  // ["aa", "ab", "bb"]
  /// ```
  ///
  /// Elements differ by their position, not by their value. The counterpart of Python's
  /// `itertools.combinations_with_replacement`.
  ///
  /// - Parameters:
  ///   - count: The number of elements to choose.
  ///   - withReplacement: Whether an element may be chosen repeatedly. If not, the result is that of
  ///     ``combinations(ofCount:)``.
  /// - Returns: A sequence of arrays.
  /// - Precondition: `count` isn't negative.
  /// - Complexity: O(`count`) for a choice. Takes and holds all elements.
  @inlinable
  public func combinations(
    ofCount count: Int, withReplacement: Bool
  ) -> CombinationsOfCountSequence<Self> {
    CombinationsOfCountSequence(base: self, count: count, withReplacement: withReplacement)
  }
}

extension ThrowingSource {
  /// Returns the arrays of `count` elements in their order, each element at most once or any number of times,
  /// as Python's `itertools.combinations` and `combinations_with_replacement` do.
  ///
  /// Behaves like `combinations(ofCount:withReplacement:)` of a sequence. The first `next()` takes all
  /// elements.
  ///
  /// ```swift
  /// let pairs = ThrowingGenerator("abc").combinations(ofCount: 2)
  /// print(try pairs.map { String($0) }.collect())  // ["ab", "ac", "bc"]
  /// ```
  ///
  /// - Parameters:
  ///   - count: The number of elements in an array.
  ///   - withReplacement: Whether an element may be in an array several times.
  /// - Returns: A source of the arrays.
  /// - Precondition: `count` isn't negative.
  /// - Complexity: O(`count`) for an array. All elements are held.
  @_disfavoredOverload
  @inlinable
  public func combinations(
    ofCount count: Int, withReplacement: Bool = false
  ) -> some ThrowingSource<[Element], Failure> {
    IteratedSource(
      CombinationsIterator(
        base: SourceIterator(self), count: checked(combination: count),
        withReplacement: withReplacement))
  }
}

/// The choices that ``Swift/Sequence/combinations(ofCount:)`` makes.
public struct CombinationsOfCountSequence<Base: Sequence>: Sequence {
  @usableFromInline let base: Base
  @usableFromInline let count: Int
  @usableFromInline let withReplacement: Bool

  @inlinable
  init(base: Base, count: Int, withReplacement: Bool) {
    self.base = base
    self.count = checked(combination: count)
    self.withReplacement = withReplacement
  }

  /// An iterator over the choices.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var elements: CombinationsIterator<IteratorAdapter<Base.Iterator, Never>>

    @inlinable
    init(_ elements: CombinationsIterator<IteratorAdapter<Base.Iterator, Never>>) {
      self.elements = elements
    }

    /// Returns the next choice, or `nil` after the last.
    ///
    /// - Returns: The elements that are chosen.
    /// - Complexity: O(*k*) for *k* elements; the first call takes all elements of the sequence.
    @inlinable
    public mutating func next() -> [Base.Element]? { elements.next() }
  }

  /// Returns an iterator over the choices.
  ///
  /// - Returns: The iterator, which hasn't taken any elements.
  /// - Complexity: O(1).
  @inlinable
  public func makeIterator() -> Iterator {
    Iterator(
      CombinationsIterator(
        base: IteratorAdapter(base.makeIterator()), count: count, withReplacement: withReplacement))
  }
}

@usableFromInline
struct CombinationsIterator<Base: FallibleIterator>: FallibleIterator {
  /// The sequence until the first choice is requested.
  @usableFromInline var base: Base?
  @usableFromInline var pool: [Base.Element] = []
  /// The positions of the last choice in the pool; `nil` before the first choice and at the end.
  @usableFromInline var indices: [Int]?
  @usableFromInline let count: Int
  @usableFromInline let withReplacement: Bool

  @inlinable
  init(base: Base, count: Int, withReplacement: Bool) {
    self.base = base
    self.count = count
    self.withReplacement = withReplacement
  }

  @inlinable @inline(__always)
  mutating func next() throws(Base.Failure) -> [Base.Element]? {
    if var source = base {
      if count > 0 { pool = try source.remaining() }
      base = nil
      if withReplacement {
        if count == 0 || !pool.isEmpty {
          requireRoom(for: count, of: Int.self, in: "a combination")
          indices = Array(repeating: 0, count: count)
        }
      } else if count <= pool.count {
        indices = Array(0..<count)
      }
      if indices == nil { pool = [] }
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
      let last = withReplacement ? pool.count - 1 : pool.count - count + i
      guard indices![i] < last else { continue }
      // The positions to the right of the one that moves start again, as far left as possible.
      let first = indices![i] + 1
      for j in i..<count { indices![j] = withReplacement ? first : first + j - i }
      return true
    }
    return false
  }

  @inlinable
  func abandon() { base?.abandon() }
}

extension CombinationsOfCountSequence: LazySequenceProtocol where Base: LazySequenceProtocol {}
extension CombinationsOfCountSequence: Sendable where Base: Sendable {}
extension CombinationsOfCountSequence.Iterator: Sendable
where Base.Iterator: Sendable, Base.Element: Sendable {}
extension CombinationsIterator: Sendable where Base: Sendable, Base.Element: Sendable {}

@inlinable
func checked(combination count: Int) -> Int {
  guard count >= 0 else { fatalError("the count of a combination must not be negative") }
  return count
}
