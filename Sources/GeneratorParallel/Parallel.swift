public import Generators

/// Begins operations on the elements of a sequence that several threads perform.
///
/// Returns a view, as `lazy` does, whose operations make a stage: `map` and its siblings return the results
/// as a lazy sequence, `forEach` and `reduce` wait for the end. Nothing is taken from the sequence before
/// the stage is read. From then on threads of the stage take elements, one thread at a time, and work on
/// them side by side, ahead of the reader as far as the window lets them.
///
/// ```swift
/// let squares = parallel(1...5).map { $0 * $0 }
/// print(Array(squares))  // [1, 4, 9, 16, 25]
/// ```
///
/// The source runs on the stage's threads. So it is handed over: the compiler refuses a source that is used
/// afterwards, that is isolated to an actor, or that shares an object with the code around it.
///
/// Elements that cost little go from thread to thread in batches, sized by the time that they take. A
/// result doesn't wait for its batch to be full when the source is slow. The source may have no end.
///
/// Python's `Executor.map`, and `Pool.imap` or `imap_unordered`; Rayon's `par_iter`.
///
/// - Parameters:
///   - source: The elements.
///   - ordered: Whether the results come in the order of the elements. If not, each comes as soon as it is
///     done.
///   - workers: How many threads work; `nil`: as many as there are processors.
///   - window: How many elements the stage takes ahead of the reader, at most; `nil`: about a
///     millisecond of work for each worker, and at least four elements.
/// - Returns: The view.
/// - Precondition: `workers` and `window` are positive.
/// - Complexity: O(1). A stage takes a few locks for a batch of elements, and no allocation for an element.
@inlinable
public func parallel<Source: Sequence>(
  _ source: sending Source, ordered: Bool = true, workers: Int? = nil, window: Int? = nil
) -> ParallelView<Source.Element, Never> where Source.Element: Sendable {
  ParallelView(
    .pulling(PulledSequence(source)), isOrdered: ordered, workers: workers, window: window)
}

/// Begins operations on the elements of a source that may fail, which several threads perform.
///
/// As `parallel` of a sequence, with an error of the source after the results of all elements before it.
/// The stage closes the source when a closure fails.
///
/// ```swift
/// let doubled = parallel(numbers(in: ["1", "2"])).map { $0 * 2 }
/// while let n = try doubled.next() { print(n) }  // 2, 4
/// ```
///
/// - Parameters:
///   - source: The elements.
///   - ordered: Whether the results come in the order of the elements. If not, each comes as soon as it is
///     done.
///   - workers: How many threads work; `nil`: as many as there are processors.
///   - window: How many elements the stage takes ahead of the reader, at most; `nil`: about a
///     millisecond of work for each worker, and at least four elements.
/// - Returns: The view.
/// - Precondition: `workers` and `window` are positive.
/// - Complexity: O(1). A stage takes a few locks for a batch of elements, and no allocation for an element.
@_disfavoredOverload
@inlinable
public func parallel<Source: ThrowingSource>(
  _ source: sending Source, ordered: Bool = true, workers: Int? = nil, window: Int? = nil
) -> ParallelView<Source.Element, any Error> where Source.Element: Sendable {
  ParallelView(
    .pulling(PulledThrowing(source)), isOrdered: ordered, workers: workers, window: window)
}

extension Sequence where Self: Sendable, Element: Sendable {
  /// Begins operations on the elements that several threads perform.
  ///
  /// As the function `parallel(_:)`, for what can be shared: ranges, arrays, dictionaries. A generator
  /// can't, and a method can't take over the value that it is called on; so there the function is the only
  /// way.
  ///
  /// ```swift
  /// let even = (1...6).parallel(workers: 2).filter { $0.isMultiple(of: 2) }
  /// print(Array(even))  // [2, 4, 6]
  /// ```
  ///
  /// - Parameters:
  ///   - ordered: Whether the results come in the order of the elements. If not, each comes as soon as it
  ///     is done.
  ///   - workers: How many threads work; `nil`: as many as there are processors.
  ///   - window: How many elements the stage takes ahead of the reader, at most; `nil`: about a
  ///     millisecond of work for each worker, and at least four elements.
  /// - Returns: The view.
  /// - Precondition: `workers` and `window` are positive.
  /// - Complexity: O(1). A stage takes a few locks for a batch of elements, and no allocation for an
  ///   element.
  @inlinable
  public func parallel(
    ordered: Bool = true, workers: Int? = nil, window: Int? = nil
  ) -> ParallelView<Element, Never> {
    ParallelView(
      .pulling(PulledSequence(self)), isOrdered: ordered, workers: workers, window: window)
  }
}

/// A view of a source whose operations run on several threads: see `parallel(_:)`.
///
/// It can't be iterated itself, so that no operation is serial in silence. Each view makes one stage: it
/// can't be copied, and an operation consumes it.
///
/// ```swift
/// let lengths = parallel(["one", "three"]).map { $0.count }
/// for length in lengths { print(length) }  // 3, 5
/// ```
public struct ParallelView<Element: Sendable, Failure: Error>: ~Copyable, ParallelOperations {
  @usableFromInline let source: ParallelPlan<Element>

  @inlinable
  init(_ lane: Lane, isOrdered: Bool, workers: Int?, window: Int?) {
    source = ParallelPlan(
      StageDraft(lanes: [lane], isOrdered: isOrdered, workers: workers, window: window))
  }

  /// Hands over the plan that the next operation adds to.
  @inlinable
  public consuming func plan() -> ParallelPlan<Element> { source }
}
