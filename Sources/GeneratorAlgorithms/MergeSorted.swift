public import Generators

/// Returns the elements of two sorted sequences, sorted.
///
/// The first request takes an element from each sequence. Each further request takes one element, from the
/// sequence of the previous result.
///
/// ```swift
/// let squares = Generator { yield in for n in 1... { try yield(n * n) } }
/// let cubes = Generator { yield in for n in 1... { try yield(n * n * n) } }
/// print(Array(mergeSorted(squares, cubes).prefix(8)))  // [1, 1, 4, 8, 9, 16, 25, 27]
/// ```
///
/// Of equal elements, those of `first` come first. If the input isn't sorted, the result isn't either. The
/// counterpart of Python's `heapq.merge`.
///
/// The release of the iterator closes the sequences in reverse order of their opening.
///
/// - Parameters:
///   - first: Sorted elements.
///   - second: Sorted elements.
/// - Returns: A sorted sequence of all elements.
/// - Complexity: O(1) for an element. It holds an element of each sequence.
@inlinable
public func mergeSorted<First: Sequence, Second: Sequence>(
  _ first: First, _ second: Second
) -> MergeSorted2Sequence<First, Second>
where First.Element == Second.Element, First.Element: Comparable {
  MergeSorted2Sequence(first, second, by: <)
}

/// Merges two sequences that are sorted by a predicate.
///
/// The first request takes an element from each sequence. Each further request takes one element, from the
/// sequence of the previous result.
///
/// ```swift
/// print(Array(mergeSorted([9, 5], [8, 5, 1], by: >)))  // [9, 8, 5, 5, 1]
/// ```
///
/// Of equal elements, those of `first` come first. The counterpart of Python's `heapq.merge` with `key` or
/// `reverse`.
///
/// The release of the iterator closes the sequences in reverse order of their opening.
///
/// - Parameters:
///   - first: Elements that are sorted by the predicate.
///   - second: Elements that are sorted by the predicate.
///   - areInIncreasingOrder: Whether its first argument comes before its second.
/// - Returns: A sorted sequence of all elements.
/// - Complexity: O(1) for an element. It holds an element of each sequence.
@inlinable
public func mergeSorted<First: Sequence, Second: Sequence>(
  _ first: First, _ second: Second,
  by areInIncreasingOrder: @escaping (First.Element, First.Element) -> Bool
) -> MergeSorted2Sequence<First, Second>
where First.Element == Second.Element {
  MergeSorted2Sequence(first, second, by: areInIncreasingOrder)
}

/// Returns the elements of any number of sorted sequences, sorted.
///
/// The first request takes an element from each sequence. Each further request takes one element, from the
/// sequence of the previous result.
///
/// ```swift
/// let multiples = [2, 3, 5].map { n in Generator { yield in for i in 1... { try yield(i * n) } } }
/// print(Array(mergeSorted(multiples).prefix(8)))  // [2, 3, 4, 5, 6, 6, 8, 9]
/// ```
///
/// Of equal elements, those of the earlier sequence come first. The counterpart of Python's `heapq.merge`.
///
/// The release of the iterator closes the sequences in reverse order of their opening.
///
/// - Parameter sequences: Sequences of sorted elements.
/// - Returns: A sorted sequence of all elements.
/// - Complexity: O(log *k*) for an element of *k* sequences. It holds an element of each.
@inlinable
public func mergeSorted<Base: Sequence>(_ sequences: [Base]) -> MergeSortedSequence<Base>
where Base.Element: Comparable {
  MergeSortedSequence(sequences, by: <)
}

/// Merges any number of sequences that are sorted by a predicate.
///
/// The first request takes an element from each sequence. Each further request takes one element, from the
/// sequence of the previous result.
///
/// ```swift
/// let words = [["b", "cde"], ["", "aa", "xyz"]]
/// print(Array(mergeSorted(words, by: { $0.count < $1.count })))  // ["", "b", "aa", "cde", "xyz"]
/// ```
///
/// Of equal elements, those of the earlier sequence come first. The counterpart of Python's `heapq.merge`
/// with `key` or `reverse`.
///
/// The release of the iterator closes the sequences in reverse order of their opening.
///
/// - Parameters:
///   - sequences: Sequences of elements that are sorted by the predicate.
///   - areInIncreasingOrder: Whether its first argument comes before its second.
/// - Returns: A sorted sequence of all elements.
/// - Complexity: O(log *k*) for an element of *k* sequences. It holds an element of each.
@inlinable
public func mergeSorted<Base: Sequence>(
  _ sequences: [Base], by areInIncreasingOrder: @escaping (Base.Element, Base.Element) -> Bool
) -> MergeSortedSequence<Base> {
  MergeSortedSequence(sequences, by: areInIncreasingOrder)
}

/// Returns the elements of two sorted sources that may fail, sorted, as Python's `heapq.merge` does.
///
/// Behaves like `mergeSorted(_:_:)` of sequences. An error closes both.
///
/// ```swift
/// print(try mergeSorted(ThrowingGenerator([1, 4]), ThrowingGenerator([2, 3])).collect())  // [1, 2, 3, 4]
/// ```
///
/// - Parameters:
///   - first: Sorted elements.
///   - second: Sorted elements.
/// - Returns: A sorted source of all elements.
/// - Complexity: O(1) for an element; one of each is held.
@_disfavoredOverload
@inlinable
public func mergeSorted<First: ThrowingSource, Second: ThrowingSource>(
  _ first: First, _ second: Second
) -> some ThrowingSource<First.Element, First.Failure>
where First.Element == Second.Element, First.Failure == Second.Failure, First.Element: Comparable {
  mergeSorted(first, second, by: { (a, b) throws(First.Failure) in a < b })
}

/// Merges two sources that may fail and are sorted by a predicate.
///
/// Behaves like `mergeSorted(_:_:by:)` of sequences. An error closes both.
///
/// ```swift
/// let falling = mergeSorted(ThrowingGenerator([4, 1]), ThrowingGenerator([3, 2]), by: >)
/// print(try falling.collect())  // [4, 3, 2, 1]
/// ```
///
/// - Parameters:
///   - first: Elements that are sorted by the predicate.
///   - second: Elements that are sorted by the predicate.
///   - areInIncreasingOrder: Whether its first argument comes before its second.
/// - Returns: A sorted source of all elements.
/// - Complexity: O(1) for an element; one of each is held.
@_disfavoredOverload
@inlinable
public func mergeSorted<First: ThrowingSource, Second: ThrowingSource>(
  _ first: First, _ second: Second,
  by areInIncreasingOrder: @escaping (First.Element, First.Element) throws(First.Failure) -> Bool
) -> some ThrowingSource<First.Element, First.Failure>
where First.Element == Second.Element, First.Failure == Second.Failure {
  IteratedSource(
    MergeSorted2Iterator(SourceIterator(first), SourceIterator(second), areInIncreasingOrder))
}

/// Returns the elements of a sorted source that may fail and of a sorted sequence, sorted, as Python's
/// `heapq.merge` does.
///
/// Behaves like `mergeSorted(_:_:)` of sequences. An error closes both.
///
/// ```swift
/// print(try mergeSorted(ThrowingGenerator([1, 4]), [2, 3]).collect())  // [1, 2, 3, 4]
/// ```
///
/// - Parameters:
///   - first: Sorted elements.
///   - second: Sorted elements.
/// - Returns: A sorted source of all elements.
/// - Complexity: O(1) for an element; one of each is held.
@_disfavoredOverload
@inlinable
public func mergeSorted<First: ThrowingSource, Second: Sequence>(
  _ first: First, _ second: Second
) -> some ThrowingSource<First.Element, First.Failure>
where First.Element == Second.Element, First.Element: Comparable {
  mergeSorted(first, second, by: { (a, b) throws(First.Failure) in a < b })
}

/// Merges a source that may fail and a sequence that are sorted by a predicate.
///
/// Behaves like `mergeSorted(_:_:by:)` of sequences. An error closes both.
///
/// ```swift
/// let falling = mergeSorted(ThrowingGenerator([4, 1]), [3, 2], by: >)
/// print(try falling.collect())  // [4, 3, 2, 1]
/// ```
///
/// - Parameters:
///   - first: Elements that are sorted by the predicate.
///   - second: Elements that are sorted by the predicate.
///   - areInIncreasingOrder: Whether its first argument comes before its second.
/// - Returns: A sorted source of all elements.
/// - Complexity: O(1) for an element; one of each is held.
@_disfavoredOverload
@inlinable
public func mergeSorted<First: ThrowingSource, Second: Sequence>(
  _ first: First, _ second: Second,
  by areInIncreasingOrder: @escaping (First.Element, First.Element) throws(First.Failure) -> Bool
) -> some ThrowingSource<First.Element, First.Failure>
where First.Element == Second.Element {
  IteratedSource(
    MergeSorted2Iterator(
      SourceIterator(first), SequenceIterator<Second, First.Failure>(second), areInIncreasingOrder))
}

/// Returns the elements of a sorted sequence and of a sorted source that may fail, sorted, as Python's
/// `heapq.merge` does.
///
/// Behaves like `mergeSorted(_:_:)` of sequences. An error closes both.
///
/// ```swift
/// print(try mergeSorted([1, 4], ThrowingGenerator([2, 3])).collect())  // [1, 2, 3, 4]
/// ```
///
/// - Parameters:
///   - first: Sorted elements.
///   - second: Sorted elements.
/// - Returns: A sorted source of all elements.
/// - Complexity: O(1) for an element; one of each is held.
@_disfavoredOverload
@inlinable
public func mergeSorted<First: Sequence, Second: ThrowingSource>(
  _ first: First, _ second: Second
) -> some ThrowingSource<First.Element, Second.Failure>
where First.Element == Second.Element, First.Element: Comparable {
  mergeSorted(first, second, by: { (a, b) throws(Second.Failure) in a < b })
}

/// Merges a sequence and a source that may fail that are sorted by a predicate.
///
/// Behaves like `mergeSorted(_:_:by:)` of sequences. An error closes both.
///
/// ```swift
/// let falling = mergeSorted([4, 1], ThrowingGenerator([3, 2]), by: >)
/// print(try falling.collect())  // [4, 3, 2, 1]
/// ```
///
/// - Parameters:
///   - first: Elements that are sorted by the predicate.
///   - second: Elements that are sorted by the predicate.
///   - areInIncreasingOrder: Whether its first argument comes before its second.
/// - Returns: A sorted source of all elements.
/// - Complexity: O(1) for an element; one of each is held.
@_disfavoredOverload
@inlinable
public func mergeSorted<First: Sequence, Second: ThrowingSource>(
  _ first: First, _ second: Second,
  by areInIncreasingOrder: @escaping (First.Element, First.Element) throws(Second.Failure) -> Bool
) -> some ThrowingSource<First.Element, Second.Failure>
where First.Element == Second.Element {
  IteratedSource(
    MergeSorted2Iterator(
      SequenceIterator<First, Second.Failure>(first), SourceIterator(second), areInIncreasingOrder))
}

/// Returns the elements of any number of sorted sources that may fail, sorted, as Python's `heapq.merge`
/// does.
///
/// Behaves like `mergeSorted(_:)` of sequences. An error closes all.
///
/// ```swift
/// let logs = [ThrowingGenerator([1, 4]), ThrowingGenerator([2, 3])]
/// print(try mergeSorted(logs).collect())  // [1, 2, 3, 4]
/// ```
///
/// - Parameter sources: Sources of sorted elements.
/// - Returns: A sorted source of all elements.
/// - Complexity: O(log *k*) for an element of *k* sources; one of each is held.
@_disfavoredOverload
@inlinable
public func mergeSorted<Base: ThrowingSource>(
  _ sources: [Base]
) -> some ThrowingSource<Base.Element, Base.Failure> where Base.Element: Comparable {
  mergeSorted(sources, by: { (a, b) throws(Base.Failure) in a < b })
}

/// Merges any number of sources that may fail and are sorted by a predicate.
///
/// Behaves like `mergeSorted(_:by:)` of sequences. An error closes all.
///
/// ```swift
/// let logs = [ThrowingGenerator([4, 1]), ThrowingGenerator([3, 2])]
/// print(try mergeSorted(logs, by: >).collect())  // [4, 3, 2, 1]
/// ```
///
/// - Parameters:
///   - sources: Sources of elements that are sorted by the predicate.
///   - areInIncreasingOrder: Whether its first argument comes before its second.
/// - Returns: A sorted source of all elements.
/// - Complexity: O(log *k*) for an element of *k* sources; one of each is held.
@_disfavoredOverload
@inlinable
public func mergeSorted<Base: ThrowingSource>(
  _ sources: [Base],
  by areInIncreasingOrder: @escaping (Base.Element, Base.Element) throws(Base.Failure) -> Bool
) -> some ThrowingSource<Base.Element, Base.Failure> {
  IteratedSource(
    MergeSortedIterator(sources.map { SourceIterator($0) }.reversed(), areInIncreasingOrder))
}

/// The merged elements of two sequences: see `mergeSorted(_:_:)`.
public struct MergeSorted2Sequence<First: Sequence, Second: Sequence>: Sequence
where First.Element == Second.Element {
  // Last first: fields are released in this order, and the source opened last is closed first.
  @usableFromInline let second: Second
  @usableFromInline let first: First
  @usableFromInline let areInIncreasingOrder: (First.Element, First.Element) -> Bool

  @inlinable
  init(
    _ first: First, _ second: Second,
    by areInIncreasingOrder: @escaping (First.Element, First.Element) -> Bool
  ) {
    self.first = first
    self.second = second
    self.areInIncreasingOrder = areInIncreasingOrder
  }

  /// An iterator over the merged elements.
  public struct Iterator: IteratorProtocol {
    // Not a `MergeSorted2Iterator`, whose deinitialization would keep it in memory during a loop.
    // Last first: fields are released in this order, and the source opened last is closed first.
    @usableFromInline var second: IteratorAdapter<Second.Iterator, Never>?
    @usableFromInline var first: IteratorAdapter<First.Iterator, Never>?
    @usableFromInline var a: First.Element?
    @usableFromInline var b: First.Element?
    @usableFromInline let areInIncreasingOrder: (First.Element, First.Element) -> Bool

    @inlinable
    init(
      _ first: First.Iterator, _ second: Second.Iterator,
      _ areInIncreasingOrder: @escaping (First.Element, First.Element) -> Bool
    ) {
      self.second = IteratorAdapter(second)
      self.first = IteratorAdapter(first)
      self.areInIncreasingOrder = areInIncreasingOrder
    }

    /// Returns the next element, or `nil` when both sequences have ended.
    ///
    /// - Returns: The least remaining element.
    /// - Complexity: O(1), one comparison, and at most one element of each sequence.
    @inlinable @inline(__always)
    public mutating func next() -> First.Element? {
      nextMerged(&first, &second, &a, &b, areInIncreasingOrder)
    }
  }

  /// Returns an iterator over the elements.
  ///
  /// - Returns: The iterator, which hasn't taken any elements.
  /// - Complexity: O(1).
  @inlinable
  public func makeIterator() -> Iterator {
    Iterator(first.makeIterator(), second.makeIterator(), areInIncreasingOrder)
  }
}

@usableFromInline
struct MergeSorted2Iterator<First: FallibleIterator, Second: FallibleIterator>: FallibleIterator
where First.Element == Second.Element, First.Failure == Second.Failure {
  // Last first: fields are released in this order, and the source opened last is closed first.
  @usableFromInline var second: Second?
  @usableFromInline var first: First?
  /// The elements that were taken and not returned.
  @usableFromInline var a: First.Element?
  @usableFromInline var b: First.Element?
  @usableFromInline
  let areInIncreasingOrder: (First.Element, First.Element) throws(First.Failure) -> Bool

  @inlinable
  init(
    _ first: First, _ second: Second,
    _ areInIncreasingOrder:
      @escaping (First.Element, First.Element) throws(First.Failure) -> Bool
  ) {
    self.first = first
    self.second = second
    self.areInIncreasingOrder = areInIncreasingOrder
  }

  @inlinable @inline(__always)
  mutating func next() throws(First.Failure) -> First.Element? {
    try nextMerged(&first, &second, &a, &b, areInIncreasingOrder)
  }

  @inlinable
  func abandon() {
    second?.abandon()
    first?.abandon()
  }
}

@inlinable @inline(__always)
func nextMerged<First: FallibleIterator, Second: FallibleIterator>(
  _ first: inout First?, _ second: inout Second?, _ a: inout First.Element?,
  _ b: inout First.Element?,
  _ areInIncreasingOrder: (First.Element, First.Element) throws(First.Failure) -> Bool
) throws(First.Failure) -> First.Element?
where First.Element == Second.Element, First.Failure == Second.Failure {
  if a == nil {
    a = try first?.next()
    if a == nil { first = nil }
  }
  if b == nil {
    b = try second?.next()
    if b == nil { second = nil }
  }
  return try takeLesser(&a, &b, areInIncreasingOrder)
}

/// The merged elements of any number of sequences: see `mergeSorted(_:)`.
public struct MergeSortedSequence<Base: Sequence>: Sequence {
  @usableFromInline let bases: [Base]
  @usableFromInline let areInIncreasingOrder: (Base.Element, Base.Element) -> Bool

  @inlinable
  init(
    _ bases: [Base], by areInIncreasingOrder: @escaping (Base.Element, Base.Element) -> Bool
  ) {
    self.bases = bases
    self.areInIncreasingOrder = areInIncreasingOrder
  }

  /// An iterator over the merged elements.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var elements: MergeSortedIterator<IteratorAdapter<Base.Iterator, Never>>

    @inlinable
    init(_ elements: MergeSortedIterator<IteratorAdapter<Base.Iterator, Never>>) {
      self.elements = elements
    }

    /// Returns the next element, or `nil` when all sequences have ended.
    ///
    /// - Returns: The least remaining element.
    /// - Complexity: O(log *k*) for *k* sequences, and one element of one of them; the first call
    ///   O(*k*), and one of each.
    @inlinable
    public mutating func next() -> Base.Element? { elements.next() }
  }

  /// Returns an iterator over the elements.
  ///
  /// - Returns: The iterator, which hasn't taken any elements.
  /// - Complexity: O(*k*) for *k* sequences.
  @inlinable
  public func makeIterator() -> Iterator {
    Iterator(
      MergeSortedIterator(
        bases.map { IteratorAdapter($0.makeIterator()) }.reversed(), areInIncreasingOrder))
  }
}

@usableFromInline
struct MergeSortedIterator<Base: FallibleIterator>: FallibleIterator {
  /// The iterators, the last one first, so it is closed first; `nil` for a sequence that has ended.
  @usableFromInline var iterators: [Base?]
  @usableFromInline var heap = MergeHeap<Base.Element>()
  @usableFromInline var isStarted = false
  @usableFromInline let areInIncreasingOrder:
    (Base.Element, Base.Element) throws(Base.Failure) -> Bool

  @inlinable
  init(
    _ iterators: [Base?],
    _ areInIncreasingOrder: @escaping (Base.Element, Base.Element) throws(Base.Failure) -> Bool
  ) {
    self.iterators = iterators
    self.areInIncreasingOrder = areInIncreasingOrder
  }

  @inlinable @inline(__always)
  mutating func next() throws(Base.Failure) -> Base.Element? {
    if !isStarted {
      isStarted = true
      for index in iterators.indices.reversed() {
        if let head = try takeHead(index) { heap.add(head) }
      }
      try heap.order(by: areInIncreasingOrder)
    } else if let least = heap.least {
      // The previous request returned it. Only this request shows that another element is wanted.
      if let head = try takeHead(least.index) {
        try heap.replaceLeast(with: head, by: areInIncreasingOrder)
      } else {
        try heap.removeLeast(by: areInIncreasingOrder)
      }
    }
    return heap.least?.element
  }

  /// Takes the next element of a sequence, and releases the sequence at its end.
  @inlinable
  mutating func takeHead(_ index: Int) throws(Base.Failure) -> MergeHeap<Base.Element>.Head? {
    if let element = try iterators[index]?.next() { return .init(element: element, index: index) }
    iterators[index] = nil
    return nil
  }

  @inlinable
  func abandon() { for iterator in iterators { iterator?.abandon() } }
}

extension MergeSorted2Sequence: LazySequenceProtocol
where First: LazySequenceProtocol, Second: LazySequenceProtocol {}
extension MergeSortedSequence: LazySequenceProtocol where Base: LazySequenceProtocol {}
