public import Generators

/// Begins a parallel stage on the elements of a sequence.
///
/// Returns a view, as `lazy` does. Each operation of the view makes a stage, whose threads perform it: `map`,
/// `filter`, `compactMap` and `flatMap` return the results as a lazy sequence; `forEach` and `reduce` return
/// when all elements are processed. The stage takes no element before its results are read. From then on its
/// threads take elements, one thread at a time, and process them side by side, ahead of the reader as far as
/// the window allows.
///
/// ```swift
/// let squares = parallel(1...5).map { $0 * $0 }
/// print(Array(squares))  // [1, 4, 9, 16, 25]
/// ```
///
/// The stage runs the source on its threads. So the compiler refuses a source that is used after the call,
/// that is isolated to an actor, or that shares an object with the code around it.
///
/// Threads exchange cheap elements in batches, whose size follows the time that an element takes. While the
/// source is slow, a result doesn't wait for its batch to fill. The source may be infinite. <doc:AllCores>
/// describes the settings and what the compiler refuses.
///
/// The counterpart of Python's `Executor.map`, `Pool.imap` and `Pool.imap_unordered`, which map over a pool
/// of threads or processes, and of `par_iter` in Rust's Rayon.
///
/// - Parameters:
///   - source: The elements.
///   - ordered: Whether the results come in the order of the elements. If not, each comes as soon as it is
///     done.
///   - workers: The number of threads that work; `nil`: one for each processor.
///   - window: The number of elements that the stage takes ahead of the reader, at most; `nil`: about a
///     millisecond of work for each worker, and at least four elements.
/// - Returns: The view.
/// - Precondition: `workers` and `window` are positive.
/// - Complexity: O(1). A stage takes a few locks for a batch of elements, and makes no allocation for an
///   element.
@inlinable
public func parallel<Source: Sequence>(
  _ source: sending Source, ordered: Bool = true, workers: Int? = nil, window: Int? = nil
) -> ParallelView<Source.Element, Never> where Source.Element: Sendable {
  ParallelView(
    .pulling(PulledSequence(source)), isOrdered: ordered, workers: workers, window: window)
}

/// Begins a parallel stage on the elements of a source that may fail.
///
/// Behaves like `parallel` of a sequence, with the same settings. An error of the source comes after the
/// results of all elements before it. When a closure fails, the stage closes the source.
///
/// ```swift
/// let doubled = parallel(numbers(in: ["1", "2"])).map { $0 * 2 }
/// while let n = try doubled.next() { print(n) }  // 2, 4
/// ```
///
/// - Parameters:
///   - source: The elements.
///   - ordered: Whether the results come in the order of the elements.
///   - workers: The number of threads that work.
///   - window: The number of elements that the stage takes ahead of the reader, at most.
/// - Returns: The view.
/// - Precondition: `workers` and `window` are positive.
/// - Complexity: O(1). A stage takes a few locks for a batch of elements, and makes no allocation for an
///   element.
@_disfavoredOverload
@inlinable
public func parallel<Source: ThrowingSource>(
  _ source: sending Source, ordered: Bool = true, workers: Int? = nil, window: Int? = nil
) -> ParallelView<Source.Element, any Error> where Source.Element: Sendable {
  ParallelView(
    .pulling(PulledThrowing(source)), isOrdered: ordered, workers: workers, window: window)
}

extension Sequence where Self: Sendable, Element: Sendable {
  /// Begins a parallel stage on the elements.
  ///
  /// Behaves like the function `parallel(_:)`, with the same settings, for sequences that threads can
  /// share: ranges, arrays, dictionaries. Threads can't share a generator, and a method can't take over the
  /// value that it is called on. So for a generator, call the function.
  ///
  /// ```swift
  /// let even = (1...6).parallel(workers: 2).filter { $0.isMultiple(of: 2) }
  /// print(Array(even))  // [2, 4, 6]
  /// ```
  ///
  /// - Parameters:
  ///   - ordered: Whether the results come in the order of the elements.
  ///   - workers: The number of threads that work.
  ///   - window: The number of elements that the stage takes ahead of the reader, at most.
  /// - Returns: The view.
  /// - Precondition: `workers` and `window` are positive.
  /// - Complexity: O(1). A stage takes a few locks for a batch of elements, and makes no allocation for an
  ///   element.
  @inlinable
  public func parallel(
    ordered: Bool = true, workers: Int? = nil, window: Int? = nil
  ) -> ParallelView<Element, Never> {
    ParallelView(
      .pulling(PulledSequence(self)), isOrdered: ordered, workers: workers, window: window)
  }
}

/// A view of a source, whose operations run on several threads: see `parallel(_:)`.
///
/// A `for` loop can't iterate the view itself, so no operation is serial by accident. A view makes one stage:
/// it can't be copied, and an operation consumes it.
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

  /// Returns the plan that the next operation adds to.
  @inlinable
  public consuming func plan() -> ParallelPlan<Element> { source }
}
