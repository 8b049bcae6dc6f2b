extension Sequence where Element: Sendable {
  /// The results, made by several threads, that are not `nil`.
  ///
  /// Nothing is taken from the sequence before the first `next()` of what is returned; see
  /// `parallelMap` for what happens then.
  ///
  /// ```swift
  /// let numbers = ["1", "two", "3"].parallelCompactMap { Int($0) }
  /// print(Array(numbers))  // [1, 3]
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
  ///   - transform: makes a result of an element, or `nil`; called on several threads at once.
  /// - Returns: the results that are not `nil`.
  /// - Precondition: `workers` and `window` are positive.
  /// - Complexity: O(1) to make; a few locks for a batch of elements, and no allocation for an element.
  @inlinable
  public func parallelCompactMap<Result: Sendable, Failure: Error>(
    ordered: Bool = true, workers: Int? = nil, window: Int? = nil,
    _ transform: @escaping @Sendable (Element) throws(Failure) -> Result?
  ) -> ParallelSequence<Result, Failure> {
    ParallelSequence<Result, Failure>(
      .processing(
        PulledSequence(self), isOrdered: ordered, workers: workers, window: window
      ) { (element, outputs: inout Elements<Result>) throws in
        if let result = try transform(element) { outputs.append(result) }
      }, failure: Failure.self)
  }
}

extension ThrowingSource where Element: Sendable {
  /// The results, made by several threads, that are not `nil`.
  ///
  /// As `parallelCompactMap` of a sequence. An error of the source comes after the results of
  /// all elements before it; the source is closed when the closure fails.
  ///
  /// ```swift
  /// let small = numbers(in: ["1", "2"]).parallelCompactMap { $0 < 2 ? "\($0)" : nil }
  /// while let n = try small.next() { print(n) }  // 1
  /// ```
  ///
  /// - Parameters:
  ///   - ordered: whether the results come in the order of the elements. If not, they come as soon as
  ///     they are there.
  ///   - workers: how many threads work; `nil`: as many as there are processors.
  ///   - window: how many elements may be taken from the source and not yet given, at most; `nil`: about
  ///     a millisecond of work for each worker, and at least four elements.
  ///   - transform: makes a result of an element, or `nil`; called on several threads at once.
  /// - Returns: the results that are not `nil`.
  /// - Precondition: `workers` and `window` are positive.
  /// - Complexity: O(1) to make; a few locks for a batch of elements, and no allocation for an element.
  @_disfavoredOverload
  @inlinable
  public func parallelCompactMap<Result: Sendable>(
    ordered: Bool = true, workers: Int? = nil, window: Int? = nil,
    _ transform: @escaping @Sendable (Element) throws -> Result?
  ) -> ParallelSequence<Result, any Error> {
    ParallelSequence<Result, any Error>(
      .processing(
        PulledThrowing(self), isOrdered: ordered, workers: workers, window: window
      ) { (element, outputs: inout Elements<Result>) throws in
        if let result = try transform(element) { outputs.append(result) }
      }, failure: (any Error).self)
  }
}
