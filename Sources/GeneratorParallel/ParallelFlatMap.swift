extension Sequence where Element: Sendable {
  /// The elements of the sequences that several threads make of the elements.
  ///
  /// Nothing is taken from the sequence before the first `next()` of what is returned; see
  /// `parallelMap` for what happens then. The thread that has made a sequence also reads it, to its
  /// end, and keeps what it gives: it must have one, and the window does not count it.
  ///
  /// ```swift
  /// let counts = (1...3).parallelFlatMap { 0..<$0 }
  /// print(Array(counts))  // [0, 0, 1, 0, 1, 2]
  /// ```
  ///
  /// How errors come out, and what becomes of the source, is said at ``ParallelSequence``.
  ///
  /// - Parameters:
  ///   - ordered: whether the results come in the order of the elements. If not, they come as soon as
  ///     they are there.
  ///   - workers: how many threads work; `nil`: as many as there are processors.
  ///   - window: how many elements may be taken from the source and not yet given, at most; `nil`: about
  ///     a millisecond of work for each worker, and at least four elements.
  ///   - transform: makes a sequence of an element; called on several threads at once.
  /// - Returns: the elements of the sequences, each sequence's together.
  /// - Precondition: `workers` and `window` are positive.
  /// - Complexity: O(1) to make; a few locks for a batch of elements, and no allocation for an element.
  @inlinable
  public func parallelFlatMap<Segment: Sequence, Failure: Error>(
    ordered: Bool = true, workers: Int? = nil, window: Int? = nil,
    _ transform: @escaping @Sendable (Element) throws(Failure) -> Segment
  ) -> ParallelSequence<Segment.Element, Failure> where Segment.Element: Sendable {
    ParallelSequence<Segment.Element, Failure>(
      .processing(
        PulledSequence(self), isOrdered: ordered, workers: workers, window: window
      ) { (element, outputs: inout Elements<Segment.Element>) throws in
        for output in try transform(element) { outputs.append(output) }
      }, failure: Failure.self)
  }
}

extension ThrowingSource where Element: Sendable {
  /// The elements of the sequences that several threads make of the elements.
  ///
  /// As `parallelFlatMap` of a sequence. An error of the source comes after the results of all
  /// elements before it; the source is closed when the closure fails.
  ///
  /// ```swift
  /// let counts = numbers(in: ["1", "2"]).parallelFlatMap { 0..<$0 }
  /// while let n = try counts.next() { print(n) }  // 0, 0, 1
  /// ```
  ///
  /// - Parameters:
  ///   - ordered: whether the results come in the order of the elements. If not, they come as soon as
  ///     they are there.
  ///   - workers: how many threads work; `nil`: as many as there are processors.
  ///   - window: how many elements may be taken from the source and not yet given, at most; `nil`: about
  ///     a millisecond of work for each worker, and at least four elements.
  ///   - transform: makes a sequence of an element; called on several threads at once.
  /// - Returns: the elements of the sequences, each sequence's together.
  /// - Precondition: `workers` and `window` are positive.
  /// - Complexity: O(1) to make; a few locks for a batch of elements, and no allocation for an element.
  @_disfavoredOverload
  @inlinable
  public func parallelFlatMap<Segment: Sequence>(
    ordered: Bool = true, workers: Int? = nil, window: Int? = nil,
    _ transform: @escaping @Sendable (Element) throws -> Segment
  ) -> ParallelSequence<Segment.Element, any Error> where Segment.Element: Sendable {
    ParallelSequence<Segment.Element, any Error>(
      .processing(
        PulledThrowing(self), isOrdered: ordered, workers: workers, window: window
      ) { (element, outputs: inout Elements<Segment.Element>) throws in
        for output in try transform(element) { outputs.append(output) }
      }, failure: (any Error).self)
  }
}
