extension Sequence where Element: Sendable {
  /// The elements that satisfy a predicate, which several threads ask.
  ///
  /// Nothing is taken from the sequence before the first `next()` of what is returned; see
  /// `parallelMap` for what happens then.
  ///
  /// ```swift
  /// let even = (1...6).parallelFilter { $0.isMultiple(of: 2) }
  /// print(Array(even))  // [2, 4, 6]
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
  ///   - isIncluded: whether to give an element; called on several threads at once.
  /// - Returns: the elements for which it is true.
  /// - Precondition: `workers` and `window` are positive.
  /// - Complexity: O(1) to make; a few locks for a batch of elements, and no allocation for an element.
  @inlinable
  public func parallelFilter<Failure: Error>(
    ordered: Bool = true, workers: Int? = nil, window: Int? = nil,
    _ isIncluded: @escaping @Sendable (Element) throws(Failure) -> Bool
  ) -> ParallelSequence<Element, Failure> {
    ParallelSequence<Element, Failure>(
      .processing(
        PulledSequence(self), isOrdered: ordered, workers: workers, window: window
      ) { (element, outputs: inout Elements<Element>) throws in
        outputs.append(element, if: try isIncluded(element))
      }, failure: Failure.self)
  }
}

extension ThrowingSource where Element: Sendable {
  /// The elements that satisfy a predicate, which several threads ask.
  ///
  /// As `parallelFilter` of a sequence. An error of the source comes after the results of all
  /// elements before it; the source is closed when the closure fails.
  ///
  /// ```swift
  /// let even = numbers(in: ["1", "2"]).parallelFilter { $0.isMultiple(of: 2) }
  /// while let n = try even.next() { print(n) }  // 2
  /// ```
  ///
  /// - Parameters:
  ///   - ordered: whether the results come in the order of the elements. If not, they come as soon as
  ///     they are there.
  ///   - workers: how many threads work; `nil`: as many as there are processors.
  ///   - window: how many elements may be taken from the source and not yet given, at most; `nil`: about
  ///     a millisecond of work for each worker, and at least four elements.
  ///   - isIncluded: whether to give an element; called on several threads at once.
  /// - Returns: the elements for which it is true.
  /// - Precondition: `workers` and `window` are positive.
  /// - Complexity: O(1) to make; a few locks for a batch of elements, and no allocation for an element.
  @_disfavoredOverload
  @inlinable
  public func parallelFilter(
    ordered: Bool = true, workers: Int? = nil, window: Int? = nil,
    _ isIncluded: @escaping @Sendable (Element) throws -> Bool
  ) -> ParallelSequence<Element, any Error> {
    ParallelSequence<Element, any Error>(
      .processing(
        PulledThrowing(self), isOrdered: ordered, workers: workers, window: window
      ) { (element, outputs: inout Elements<Element>) throws in
        outputs.append(element, if: try isIncluded(element))
      }, failure: (any Error).self)
  }
}
