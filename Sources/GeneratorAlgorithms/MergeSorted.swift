public import Generators

/// The elements of two sorted sequences, sorted.
///
/// The first elements are taken from both when the first is asked for; from then on one is taken for
/// each that is asked for, from the sequence that has given the one before.
///
/// ```swift
/// let squares = Generator { yield in for n in 1... { try yield(n * n) } }
/// let cubes = Generator { yield in for n in 1... { try yield(n * n * n) } }
/// print(Array(mergeSorted(squares, cubes).prefix(8)))  // [1, 1, 4, 8, 9, 16, 25, 27]
/// ```
///
/// Of elements that are equal, those of `first` come first. Where the input is not sorted, nor is the
/// result. Python's `heapq.merge`.
///
/// When its iterator is dropped, the sequence that was opened last is closed first.
///
/// - Parameters:
///   - first: sorted elements.
///   - second: sorted elements.
/// - Returns: a sorted sequence of all elements.
/// - Complexity: O(1) for an element. It holds an element of each sequence.
@inlinable
public func mergeSorted<First: Sequence, Second: Sequence>(
  _ first: First, _ second: Second
) -> MergeSorted2Sequence<First, Second>
where First.Element == Second.Element, First.Element: Comparable {
  MergeSorted2Sequence(first, second, by: <)
}

/// The elements of two sequences that are sorted by a predicate, sorted by it.
///
/// The first elements are taken from both when the first is asked for; from then on one is taken for
/// each that is asked for, from the sequence that has given the one before.
///
/// ```swift
/// print(Array(mergeSorted([9, 5], [8, 5, 1], by: >)))  // [9, 8, 5, 5, 1]
/// ```
///
/// Of elements that are equal, those of `first` come first. Python's `heapq.merge` with `key` or
/// `reverse`.
///
/// When its iterator is dropped, the sequence that was opened last is closed first.
///
/// - Parameters:
///   - first: elements that are sorted by the predicate.
///   - second: elements that are sorted by the predicate.
///   - areInIncreasingOrder: whether its first argument comes before its second.
/// - Returns: a sorted sequence of all elements.
/// - Complexity: O(1) for an element. It holds an element of each sequence.
@inlinable
public func mergeSorted<First: Sequence, Second: Sequence>(
  _ first: First, _ second: Second,
  by areInIncreasingOrder: @escaping (First.Element, First.Element) -> Bool
) -> MergeSorted2Sequence<First, Second>
where First.Element == Second.Element {
  MergeSorted2Sequence(first, second, by: areInIncreasingOrder)
}

/// The elements of any number of sorted sequences, sorted.
///
/// The first elements are taken from all when the first is asked for; from then on one is taken for
/// each that is asked for, from the sequence that has given the one before.
///
/// ```swift
/// let multiples = [2, 3, 5].map { n in Generator { yield in for i in 1... { try yield(i * n) } } }
/// print(Array(mergeSorted(multiples).prefix(8)))  // [2, 3, 4, 5, 6, 6, 8, 9]
/// ```
///
/// Of elements that are equal, those of the earlier sequence come first. Python's `heapq.merge`.
///
/// When its iterator is dropped, the sequence that was opened last is closed first.
///
/// - Parameter sequences: sequences of sorted elements.
/// - Returns: a sorted sequence of all elements.
/// - Complexity: O(log *k*) for an element of *k* sequences. It holds an element of each.
@inlinable
public func mergeSorted<Base: Sequence>(_ sequences: [Base]) -> MergeSortedSequence<Base>
where Base.Element: Comparable {
  MergeSortedSequence(sequences, by: <)
}

/// The elements of any number of sequences that are sorted by a predicate, sorted by it.
///
/// The first elements are taken from all when the first is asked for; from then on one is taken for
/// each that is asked for, from the sequence that has given the one before.
///
/// ```swift
/// let words = [["b", "cde"], ["", "aa", "xyz"]]
/// print(Array(mergeSorted(words, by: { $0.count < $1.count })))  // ["", "b", "aa", "cde", "xyz"]
/// ```
///
/// Of elements that are equal, those of the earlier sequence come first. Python's `heapq.merge` with
/// `key` or `reverse`.
///
/// When its iterator is dropped, the sequence that was opened last is closed first.
///
/// - Parameters:
///   - sequences: sequences of elements that are sorted by the predicate.
///   - areInIncreasingOrder: whether its first argument comes before its second.
/// - Returns: a sorted sequence of all elements.
/// - Complexity: O(log *k*) for an element of *k* sequences. It holds an element of each.
@inlinable
public func mergeSorted<Base: Sequence>(
  _ sequences: [Base], by areInIncreasingOrder: @escaping (Base.Element, Base.Element) -> Bool
) -> MergeSortedSequence<Base> {
  MergeSortedSequence(sequences, by: areInIncreasingOrder)
}

/// Returns the elements of two sorted sources that may fail, sorted: Python's `heapq.merge`.
///
/// As `mergeSorted(_:_:)` of sequences. An error closes both.
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

/// Returns the elements of two sources that may fail that are sorted by a predicate, sorted by it.
///
/// As `mergeSorted(_:_:by:)` of sequences. An error closes both.
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

/// Returns the elements of a sorted source that may fail and of a sorted sequence, sorted: Python's `heapq.merge`.
///
/// As `mergeSorted(_:_:)` of sequences. An error closes both.
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

/// Returns the elements of a source that may fail and of a sequence that are sorted by a predicate, sorted by it.
///
/// As `mergeSorted(_:_:by:)` of sequences. An error closes both.
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

/// Returns the elements of a sorted sequence and of a sorted source that may fail, sorted: Python's `heapq.merge`.
///
/// As `mergeSorted(_:_:)` of sequences. An error closes both.
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

/// Returns the elements of a sequence and of a source that may fail that are sorted by a predicate, sorted by it.
///
/// As `mergeSorted(_:_:by:)` of sequences. An error closes both.
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

/// Returns the elements of any number of sorted sources that may fail, sorted: Python's `heapq.merge`.
///
/// As `mergeSorted(_:)` of sequences. An error closes all.
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

/// Returns the elements of any number of sources that are sorted by a predicate, sorted by it.
///
/// As `mergeSorted(_:by:)` of sequences. An error closes all.
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

/// The elements that `mergeSorted` takes from two sequences.
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

  /// Takes the lesser of two elements, again and again.
  public struct Iterator: IteratorProtocol {
    // Not a `MergeSorted2Iterator`, whose destruction would keep it in memory during a loop.
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

    /// The next element, or `nil` when both sequences have ended.
    ///
    /// - Returns: the least element that is left.
    /// - Complexity: O(1), one comparison, and at most one element of each sequence.
    @inlinable @inline(__always)
    public mutating func next() -> First.Element? {
      nextMerged(&first, &second, &a, &b, areInIncreasingOrder)
    }
  }

  /// An iterator over the elements.
  ///
  /// - Returns: the iterator, which has taken nothing.
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
  /// The elements that were taken and not given.
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

/// The elements that `mergeSorted` takes from any number of sequences.
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

  /// Takes the least of several elements, again and again.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var elements: MergeSortedIterator<IteratorAdapter<Base.Iterator, Never>>

    @inlinable
    init(_ elements: MergeSortedIterator<IteratorAdapter<Base.Iterator, Never>>) {
      self.elements = elements
    }

    /// The next element, or `nil` when all sequences have ended.
    ///
    /// - Returns: the least element that is left.
    /// - Complexity: O(log *k*) for *k* sequences, and one element of one of them; the first call
    ///   O(*k*), and one of each.
    @inlinable
    public mutating func next() -> Base.Element? { elements.next() }
  }

  /// An iterator over the elements.
  ///
  /// - Returns: the iterator, which has taken nothing.
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
  /// The iterator of the last sequence first, so that it is closed first; `nil` where a sequence has
  /// ended.
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
      // It was given the last time; only now is it known that another is wanted.
      if let head = try takeHead(least.index) {
        try heap.replaceLeast(with: head, by: areInIncreasingOrder)
      } else {
        try heap.removeLeast(by: areInIncreasingOrder)
      }
    }
    return heap.least?.element
  }

  /// Takes the next element of a sequence, which is released at its end.
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
