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
    // Last first: fields are released in this order, and the source opened last is closed first.
    @usableFromInline var second: Second.Iterator?
    @usableFromInline var first: First.Iterator?
    /// The elements that were taken and not given.
    @usableFromInline var a: First.Element?
    @usableFromInline var b: First.Element?
    @usableFromInline let areInIncreasingOrder: (First.Element, First.Element) -> Bool

    @inlinable
    init(
      _ first: First.Iterator, _ second: Second.Iterator,
      _ areInIncreasingOrder: @escaping (First.Element, First.Element) -> Bool
    ) {
      self.first = first
      self.second = second
      self.areInIncreasingOrder = areInIncreasingOrder
    }

    /// The next element, or `nil` when both sequences have ended.
    ///
    /// - Returns: the least element that is left.
    /// - Complexity: O(1), one comparison, and at most one element of each sequence.
    @inlinable
    public mutating func next() -> First.Element? {
      if a == nil, first != nil {
        a = first!.next()
        if a == nil { first = nil }
      }
      if b == nil, second != nil {
        b = second!.next()
        if b == nil { second = nil }
      }
      if let a, let b { return areInIncreasingOrder(b, a) ? self.b.take() : self.a.take() }
      return a.take() ?? b.take()
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
    /// An element that was taken from a sequence.
    @usableFromInline
    struct Head {
      @usableFromInline let element: Base.Element
      /// The place of its iterator: the greater, the earlier the sequence.
      @usableFromInline let index: Int

      @inlinable
      init(element: Base.Element, index: Int) {
        self.element = element
        self.index = index
      }
    }

    /// The iterator of the last sequence first, so that it is closed first; `nil` where a sequence has
    /// ended.
    @usableFromInline var iterators: [Base.Iterator?]
    /// Of each sequence that has not ended one element, as a binary heap.
    @usableFromInline var heads: [Head] = []
    @usableFromInline var isStarted = false
    @usableFromInline let areInIncreasingOrder: (Base.Element, Base.Element) -> Bool

    @inlinable
    init(
      _ iterators: [Base.Iterator?],
      _ areInIncreasingOrder: @escaping (Base.Element, Base.Element) -> Bool
    ) {
      self.iterators = iterators
      self.areInIncreasingOrder = areInIncreasingOrder
    }

    /// The next element, or `nil` when all sequences have ended.
    ///
    /// - Returns: the least element that is left.
    /// - Complexity: O(log *k*) for *k* sequences, and one element of one of them; the first call
    ///   O(*k*), and one of each.
    @inlinable
    public mutating func next() -> Base.Element? {
      if !isStarted {
        isStarted = true
        for index in iterators.indices.reversed() {
          if let head = takeHead(index) { heads.append(head) }
        }
        for i in (0..<(heads.count / 2)).reversed() {
          Self.siftDown(heads[i], from: i, in: &heads, areInIncreasingOrder)
        }
      } else if let least = heads.first {
        // It was given the last time; only now is it known that another is wanted.
        if let head = takeHead(least.index) {
          Self.siftDown(head, from: 0, in: &heads, areInIncreasingOrder)
        } else {
          let last = heads.removeLast()
          if !heads.isEmpty { Self.siftDown(last, from: 0, in: &heads, areInIncreasingOrder) }
        }
      }
      return heads.first?.element
    }

    /// Takes the next element of a sequence, which is let go of at its end.
    @inlinable
    mutating func takeHead(_ index: Int) -> Head? {
      if let element = iterators[index]?.next() { return Head(element: element, index: index) }
      iterators[index] = nil
      return nil
    }

    /// Puts an element where it belongs at `start` or below, in the place of what was at `start`.
    ///
    /// It is handed what it needs, since to read the iterator's closure for each comparison would
    /// cost more than the comparison.
    @inlinable
    static func siftDown(
      _ head: Head, from start: Int, in heads: inout [Head],
      _ areInIncreasingOrder: (Base.Element, Base.Element) -> Bool
    ) {
      // Of elements that are equal, the one of the earlier sequence comes first.
      func comesBefore(_ a: Head, _ b: Head) -> Bool {
        a.index > b.index
          ? !areInIncreasingOrder(b.element, a.element)
          : areInIncreasingOrder(a.element, b.element)
      }
      var place = start
      while true {
        var child = 2 * place + 1
        guard child < heads.count else { break }
        if child + 1 < heads.count, comesBefore(heads[child + 1], heads[child]) { child += 1 }
        guard comesBefore(heads[child], head) else { break }
        heads[place] = heads[child]
        place = child
      }
      heads[place] = head
    }
  }

  /// An iterator over the elements.
  ///
  /// - Returns: the iterator, which has taken nothing.
  /// - Complexity: O(*k*) for *k* sequences.
  @inlinable
  public func makeIterator() -> Iterator {
    Iterator(bases.map { $0.makeIterator() }.reversed(), areInIncreasingOrder)
  }
}

extension MergeSorted2Sequence: LazySequenceProtocol
where First: LazySequenceProtocol, Second: LazySequenceProtocol {}
extension MergeSortedSequence: LazySequenceProtocol where Base: LazySequenceProtocol {}
