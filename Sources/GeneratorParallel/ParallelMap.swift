extension Sequence where Element: Sendable {
  /// The elements, each transformed by one of several threads.
  ///
  /// Nothing is taken from the sequence before the first `next()` of what is returned. From then
  /// on, threads take elements, by turns, and transform them ahead of the reader, as far as the
  /// window lets them.
  ///
  /// ```swift
  /// let squares = (1...5).parallelMap { $0 * $0 }
  /// print(Array(squares))  // [1, 4, 9, 16, 25]
  /// ```
  ///
  /// Elements that cost little go from thread to thread in batches, sized by the time that they
  /// take; where the source is slow, a result does not wait for its batch to be full. It works on
  /// what has no end. How errors come out, and what becomes of the source, is said at
  /// ``ParallelSequence``. Python's `Executor.map`, and `Pool.imap` or `imap_unordered`.
  ///
  /// - Parameters:
  ///   - ordered: whether the results come in the order of the elements. If not, they come as soon as
  ///     they are there.
  ///   - workers: how many threads work; `nil`: as many as there are processors.
  ///   - window: how many elements may be taken from the source and not yet given, at most; `nil`: about
  ///     a millisecond of work for each worker, and at least four elements.
  ///   - transform: makes a result of an element; called on several threads at once.
  /// - Returns: the results.
  /// - Precondition: `workers` and `window` are positive.
  /// - Complexity: O(1) to make; a few locks for a batch of elements, and no allocation for an element.
  @inlinable
  public func parallelMap<Result: Sendable, Failure: Error>(
    ordered: Bool = true, workers: Int? = nil, window: Int? = nil,
    _ transform: @escaping @Sendable (Element) throws(Failure) -> Result
  ) -> ParallelSequence<Result, Failure> {
    ParallelSequence<Result, Failure>(
      .processing(
        PulledSequence(self), isOrdered: ordered, workers: workers, window: window
      ) { (element, outputs: inout Elements<Result>) throws in
        outputs.append(try transform(element))
      }, failure: Failure.self)
  }
}

extension ThrowingSource where Element: Sendable {
  /// The elements, each transformed by one of several threads.
  ///
  /// As `parallelMap` of a sequence. An error of the source comes after the results of all
  /// elements before it; the source is closed when the closure fails.
  ///
  /// ```swift
  /// let doubled = numbers(in: ["1", "2"]).parallelMap { $0 * 2 }
  /// while let n = try doubled.next() { print(n) }  // 2, 4
  /// ```
  ///
  /// - Parameters:
  ///   - ordered: whether the results come in the order of the elements. If not, they come as soon as
  ///     they are there.
  ///   - workers: how many threads work; `nil`: as many as there are processors.
  ///   - window: how many elements may be taken from the source and not yet given, at most; `nil`: about
  ///     a millisecond of work for each worker, and at least four elements.
  ///   - transform: makes a result of an element; called on several threads at once.
  /// - Returns: the results.
  /// - Precondition: `workers` and `window` are positive.
  /// - Complexity: O(1) to make; a few locks for a batch of elements, and no allocation for an element.
  @_disfavoredOverload
  @inlinable
  public func parallelMap<Result: Sendable>(
    ordered: Bool = true, workers: Int? = nil, window: Int? = nil,
    _ transform: @escaping @Sendable (Element) throws -> Result
  ) -> ParallelSequence<Result, any Error> {
    ParallelSequence<Result, any Error>(
      .processing(
        PulledThrowing(self), isOrdered: ordered, workers: workers, window: window
      ) { (element, outputs: inout Elements<Result>) throws in
        outputs.append(try transform(element))
      }, failure: (any Error).self)
  }
}
