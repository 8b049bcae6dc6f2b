/// Returns the elements of two sorted asynchronous sequences, sorted.
///
/// The first request takes an element from each sequence. Each further request takes one element, from the
/// sequence of the previous result. The caller's task awaits one sequence at a time.
///
/// ```swift
/// for await n in mergeSorted([1, 4].async, [2, 3].async) { print(n) }  // 1, 2, 3, 4
/// ```
///
/// Of equal elements, those of `first` come first. If the input isn't sorted, the result isn't either. The
/// `next()` that meets an error of a sequence throws it and releases both. One sequence may fail and the
/// other not. The counterpart of Python's `heapq.merge`.
///
/// - Parameters:
///   - first: Sorted elements.
///   - second: Sorted elements.
/// - Returns: A sorted sequence of all elements.
/// - Complexity: O(1) for an element. It holds an element of each sequence.
@inlinable
public func mergeSorted<First: AsyncSequence, Second: AsyncSequence>(
  _ first: First, _ second: Second
) -> AsyncMergeSorted2Sequence<First, Second, First.Failure>
where
  First.Element == Second.Element, First.Failure == Second.Failure,
  First.Element: Comparable & SendableMetatype
{
  AsyncMergeSorted2Sequence(first, second, by: { $0 < $1 })
}

/// Merges two asynchronous sequences that are sorted by a predicate.
///
/// Behaves like `mergeSorted(_:_:)` of asynchronous sequences.
///
/// ```swift
/// for await n in mergeSorted([9, 5].async, [8, 5, 1].async, by: >) { print(n) }  // 9, 8, 5, 5, 1
/// ```
///
/// - Parameters:
///   - first: Elements that are sorted by the predicate.
///   - second: Elements that are sorted by the predicate.
///   - areInIncreasingOrder: Whether its first argument comes before its second.
/// - Returns: A sorted sequence of all elements.
/// - Complexity: O(1) for an element. It holds an element of each sequence.
@inlinable
public func mergeSorted<First: AsyncSequence, Second: AsyncSequence>(
  _ first: First, _ second: Second,
  by areInIncreasingOrder: @escaping @Sendable (First.Element, First.Element) -> Bool
) -> AsyncMergeSorted2Sequence<First, Second, First.Failure>
where First.Element == Second.Element, First.Failure == Second.Failure {
  AsyncMergeSorted2Sequence(first, second, by: areInIncreasingOrder)
}

/// Returns the elements of two sorted asynchronous sequences, sorted, where the second never fails.
///
/// Behaves like `mergeSorted(_:_:)` of sequences that fail with the same type of error.
///
/// - Parameters:
///   - first: Sorted elements.
///   - second: Sorted elements.
/// - Returns: A sorted sequence of all elements.
/// - Complexity: O(1) for an element. It holds an element of each sequence.
@_disfavoredOverload
@inlinable
public func mergeSorted<First: AsyncSequence, Second: AsyncSequence>(
  _ first: First, _ second: Second
) -> AsyncMergeSorted2Sequence<First, Second, First.Failure>
where
  First.Element == Second.Element, Second.Failure == Never,
  First.Element: Comparable & SendableMetatype
{
  AsyncMergeSorted2Sequence(first, second, by: { $0 < $1 })
}

/// Merges two asynchronous sequences that are sorted by a predicate, where the second never fails.
///
/// Behaves like `mergeSorted(_:_:by:)` of sequences that fail with the same type of error.
///
/// - Parameters:
///   - first: Elements that are sorted by the predicate.
///   - second: Elements that are sorted by the predicate.
///   - areInIncreasingOrder: Whether its first argument comes before its second.
/// - Returns: A sorted sequence of all elements.
/// - Complexity: O(1) for an element. It holds an element of each sequence.
@_disfavoredOverload
@inlinable
public func mergeSorted<First: AsyncSequence, Second: AsyncSequence>(
  _ first: First, _ second: Second,
  by areInIncreasingOrder: @escaping @Sendable (First.Element, First.Element) -> Bool
) -> AsyncMergeSorted2Sequence<First, Second, First.Failure>
where First.Element == Second.Element, Second.Failure == Never {
  AsyncMergeSorted2Sequence(first, second, by: areInIncreasingOrder)
}

/// Returns the elements of two sorted asynchronous sequences, sorted, where the first never fails.
///
/// Behaves like `mergeSorted(_:_:)` of sequences that fail with the same type of error.
///
/// - Parameters:
///   - first: Sorted elements.
///   - second: Sorted elements.
/// - Returns: A sorted sequence of all elements.
/// - Complexity: O(1) for an element. It holds an element of each sequence.
@_disfavoredOverload
@inlinable
public func mergeSorted<First: AsyncSequence, Second: AsyncSequence>(
  _ first: First, _ second: Second
) -> AsyncMergeSorted2Sequence<First, Second, Second.Failure>
where
  First.Element == Second.Element, First.Failure == Never,
  First.Element: Comparable & SendableMetatype
{
  AsyncMergeSorted2Sequence(first, second, by: { $0 < $1 })
}

/// Merges two asynchronous sequences that are sorted by a predicate, where the first never fails.
///
/// Behaves like `mergeSorted(_:_:by:)` of sequences that fail with the same type of error.
///
/// - Parameters:
///   - first: Elements that are sorted by the predicate.
///   - second: Elements that are sorted by the predicate.
///   - areInIncreasingOrder: Whether its first argument comes before its second.
/// - Returns: A sorted sequence of all elements.
/// - Complexity: O(1) for an element. It holds an element of each sequence.
@_disfavoredOverload
@inlinable
public func mergeSorted<First: AsyncSequence, Second: AsyncSequence>(
  _ first: First, _ second: Second,
  by areInIncreasingOrder: @escaping @Sendable (First.Element, First.Element) -> Bool
) -> AsyncMergeSorted2Sequence<First, Second, Second.Failure>
where First.Element == Second.Element, First.Failure == Never {
  AsyncMergeSorted2Sequence(first, second, by: areInIncreasingOrder)
}

/// Returns the elements of any number of sorted asynchronous sequences, sorted.
///
/// Behaves like `mergeSorted(_:_:)` of two sequences. Of equal elements, those of the earlier sequence come
/// first.
///
/// ```swift
/// for await n in mergeSorted([[2, 4], [1, 5], [3]].map(\.async)) { print(n) }  // 1, 2, 3, 4, 5
/// ```
///
/// - Parameter sequences: Sequences of sorted elements.
/// - Returns: A sorted sequence of all elements.
/// - Complexity: O(log *k*) for an element of *k* sequences. It holds an element of each.
@inlinable
public func mergeSorted<Base: AsyncSequence>(
  _ sequences: [Base]
) -> AsyncMergeSortedSequence<Base> where Base.Element: Comparable & SendableMetatype {
  AsyncMergeSortedSequence(sequences, by: { $0 < $1 })
}

/// Merges any number of asynchronous sequences that are sorted by a predicate.
///
/// Behaves like `mergeSorted(_:_:by:)` of two sequences. Of equal elements, those of the earlier sequence
/// come first.
///
/// ```swift
/// let words = [["b", "cde"], ["", "aa", "xyz"]].map(\.async)
/// for await word in mergeSorted(words, by: { $0.count < $1.count }) { print(word + ".") }
/// // prints ".", "b.", "aa.", "cde.", "xyz."
/// ```
///
/// - Parameters:
///   - sequences: Sequences of elements that are sorted by the predicate.
///   - areInIncreasingOrder: Whether its first argument comes before its second.
/// - Returns: A sorted sequence of all elements.
/// - Complexity: O(log *k*) for an element of *k* sequences. It holds an element of each.
@inlinable
public func mergeSorted<Base: AsyncSequence>(
  _ sequences: [Base],
  by areInIncreasingOrder: @escaping @Sendable (Base.Element, Base.Element) -> Bool
) -> AsyncMergeSortedSequence<Base> {
  AsyncMergeSortedSequence(sequences, by: areInIncreasingOrder)
}

/// The merged elements of two asynchronous sequences: see `mergeSorted(_:_:)`.
public struct AsyncMergeSorted2Sequence<
  First: AsyncSequence, Second: AsyncSequence, Failure: Error
>: AsyncSequence where First.Element == Second.Element {
  /// The elements of the sequences.
  public typealias Element = First.Element

  @usableFromInline let first: First
  @usableFromInline let second: Second
  @usableFromInline
  let areInIncreasingOrder: @Sendable (First.Element, First.Element) -> Bool

  @inlinable
  init(
    _ first: First, _ second: Second,
    by areInIncreasingOrder: @escaping @Sendable (First.Element, First.Element) -> Bool
  ) {
    self.first = first
    self.second = second
    self.areInIncreasingOrder = areInIncreasingOrder
  }

  /// An iterator over the merged elements.
  public struct AsyncIterator: AsyncIteratorProtocol {
    // Last first: fields are released in this order, and the source opened last is closed first.
    @usableFromInline var second: Second.AsyncIterator?
    @usableFromInline var first: First.AsyncIterator?
    /// The elements that were taken and not returned.
    @usableFromInline var a: First.Element?
    @usableFromInline var b: First.Element?
    @usableFromInline
    let areInIncreasingOrder: @Sendable (First.Element, First.Element) -> Bool

    @inlinable
    init(
      _ first: First.AsyncIterator, _ second: Second.AsyncIterator,
      _ areInIncreasingOrder:
        @escaping @Sendable (First.Element, First.Element) -> Bool
    ) {
      self.second = second
      self.first = first
      self.areInIncreasingOrder = areInIncreasingOrder
    }

    /// Returns the next element, or `nil` when both sequences have ended.
    ///
    /// - Parameter actor: The actor on which the caller runs.
    /// - Returns: The least remaining element.
    /// - Throws: The error of either sequence.
    /// - Complexity: O(1), one comparison, and at most one element of each sequence.
    @inlinable
    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(Failure) -> First.Element? {
      do {
        if a == nil {
          a = try await first?.next(isolation: actor)
          if a == nil { first = nil }
        }
        if b == nil {
          b = try await second?.next(isolation: actor)
          if b == nil { second = nil }
        }
        return takeLesser(&a, &b, areInIncreasingOrder)
      } catch {
        second = nil
        first = nil
        (a, b) = (nil, nil)
        throw failure(error, Failure.self)
      }
    }
  }

  /// Returns an iterator over the elements, of a new pass over the sequences.
  ///
  /// - Returns: The iterator, which hasn't taken any elements.
  @inlinable
  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(first.makeAsyncIterator(), second.makeAsyncIterator(), areInIncreasingOrder)
  }
}

/// The merged elements of any number of asynchronous sequences: see `mergeSorted(_:)`.
public struct AsyncMergeSortedSequence<Base: AsyncSequence>: AsyncSequence {
  /// The elements of the sequences.
  public typealias Element = Base.Element
  /// The errors of the sequences.
  public typealias Failure = Base.Failure

  @usableFromInline let bases: [Base]
  @usableFromInline
  let areInIncreasingOrder: @Sendable (Base.Element, Base.Element) -> Bool

  @inlinable
  init(
    _ bases: [Base],
    by areInIncreasingOrder: @escaping @Sendable (Base.Element, Base.Element) -> Bool
  ) {
    self.bases = bases
    self.areInIncreasingOrder = areInIncreasingOrder
  }

  /// An iterator over the merged elements.
  public struct AsyncIterator: AsyncIteratorProtocol {
    /// The iterators, the last one first, so it is closed first; `nil` for a sequence that has ended.
    @usableFromInline var iterators: [Base.AsyncIterator?]
    @usableFromInline var heap = MergeHeap<Base.Element>()
    @usableFromInline var isStarted = false
    @usableFromInline
    let areInIncreasingOrder: @Sendable (Base.Element, Base.Element) -> Bool

    @inlinable
    init(
      _ iterators: [Base.AsyncIterator?],
      _ areInIncreasingOrder:
        @escaping @Sendable (Base.Element, Base.Element) -> Bool
    ) {
      self.iterators = iterators
      self.areInIncreasingOrder = areInIncreasingOrder
    }

    /// Returns the next element, or `nil` when all sequences have ended.
    ///
    /// - Parameter actor: The actor on which the caller runs.
    /// - Returns: The least remaining element.
    /// - Throws: The error of a sequence.
    /// - Complexity: O(log *k*) for *k* sequences, and one element of one of them; the first call O(*k*), and one
    ///   of each.
    @inlinable
    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(Base.Failure) -> Base.Element? {
      do throws(Base.Failure) {
        if !isStarted {
          isStarted = true
          for index in iterators.indices.reversed() {
            if let head = try await takeHead(index, isolation: actor) { heap.add(head) }
          }
          heap.order(by: areInIncreasingOrder)
        } else if let least = heap.least {
          // The previous request returned it. Only this request shows that another element is wanted.
          if let head = try await takeHead(least.index, isolation: actor) {
            heap.replaceLeast(with: head, by: areInIncreasingOrder)
          } else {
            heap.removeLeast(by: areInIncreasingOrder)
          }
        }
      } catch {
        iterators = []
        heap = MergeHeap()
        throw error
      }
      return heap.least?.element
    }

    /// Takes the next element of a sequence, and releases the sequence at its end.
    @inlinable
    mutating func takeHead(
      _ index: Int, isolation actor: isolated (any Actor)?
    ) async throws(Base.Failure) -> MergeHeap<Base.Element>.Head? {
      guard var iterator = iterators[index].take(),
        let element = try await iterator.next(isolation: actor)
      else { return nil }
      iterators[index] = iterator
      return .init(element: element, index: index)
    }
  }

  /// Returns an iterator over the elements, of a new pass over the sequences.
  ///
  /// - Returns: The iterator, which hasn't taken any elements.
  /// - Complexity: O(*k*) for *k* sequences.
  @inlinable
  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(bases.map { $0.makeAsyncIterator() }.reversed(), areInIncreasingOrder)
  }
}

extension AsyncMergeSorted2Sequence: Sendable where First: Sendable, Second: Sendable {}
extension AsyncMergeSortedSequence: Sendable where Base: Sendable {}
extension AsyncMergeSorted2Sequence.AsyncIterator: Sendable
where First.AsyncIterator: Sendable, Second.AsyncIterator: Sendable, First.Element: Sendable {}
extension AsyncMergeSortedSequence.AsyncIterator: Sendable
where Base.AsyncIterator: Sendable, Base.Element: Sendable {}
