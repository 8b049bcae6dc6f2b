extension Sequence where Element: Sendable {
  /// One result of all elements: several threads make parts of it, which are put together.
  ///
  /// It blocks until all is done. Each part begins with `initial` and takes in elements that follow one
  /// another; parts are put together in the order of their elements. So the result is that of the
  /// standard library's `reduce(into:_:)` if `combine` is associative and `initial` changes nothing, as
  /// 0 does for a sum.
  ///
  /// ```swift
  /// let words = ["one", "two", "one"]
  /// let counts = words.parallelReduce(into: [:]) { counts, word in
  ///   counts[word, default: 0] += 1
  /// } combine: { counts, others in
  ///   counts.merge(others, uniquingKeysWith: +)
  /// }
  /// print(counts["one"]!)  // 2
  /// ```
  ///
  /// There is a part for some milliseconds of work. Where parts are large and their order does not matter,
  /// `ordered: false` makes one for each worker, in which elements come in no order; `combine` must then be
  /// commutative too.
  ///
  /// When a closure throws, nothing more is taken from the sequence, and the error is thrown when the
  /// other calls have returned: where it is ordered, that of the first element with which one has failed.
  /// Where closures throw errors of any kind and the current task is cancelled, the same happens with a
  /// `CancellationError`.
  ///
  /// - Parameters:
  ///   - initial: what each part begins with.
  ///   - ordered: whether each part is of elements that follow one another.
  ///   - workers: how many threads work; `nil`: as many as there are processors.
  ///   - window: how many elements may be taken from the source and not yet be in the result, at most;
  ///     `nil`: about eight milliseconds of work for each worker, and at least four elements.
  ///   - update: takes an element into a part; called on several threads at once.
  ///   - combine: takes a part into that of the elements before it; called on the caller's thread.
  /// - Returns: the part of all elements; `initial` where there are none.
  /// - Throws: the error of a closure; `CancellationError`.
  /// - Precondition: `workers` and `window` are positive.
  /// - Complexity: a few locks for a batch of elements, and no allocation for an element.
  @inlinable
  public func parallelReduce<Result: Sendable, Failure: Error>(
    into initial: Result, ordered: Bool = true, workers: Int? = nil, window: Int? = nil,
    _ update: @escaping @Sendable (inout Result, Element) throws(Failure) -> Void,
    combine: (inout Result, Result) throws(Failure) -> Void
  ) throws(Failure) -> Result {
    let reduction = Reduction(
      PulledSequence(self), into: initial, ordered: ordered, workers: workers, window: window
    ) { (result, element) throws in try update(&result, element) }
    return try reduction.result(combine)
  }

  /// One result of all elements: several threads make parts of it, which are put together.
  ///
  /// As the `parallelReduce` that blocks, for asynchronous code: the task is suspended meanwhile.
  ///
  /// ```swift
  /// let sum = await (1...100).parallelReduce(into: 0) { $0 += $1 } combine: { $0 += $1 }
  /// print(sum)  // 5050
  /// ```
  ///
  /// - Parameters:
  ///   - initial: what each part begins with.
  ///   - ordered: whether each part is of elements that follow one another.
  ///   - workers: how many threads work; `nil`: as many as there are processors.
  ///   - window: how many elements may be taken from the source and not yet be in the result, at most;
  ///     `nil`: about eight milliseconds of work for each worker, and at least four elements.
  ///   - actor: where the caller runs.
  ///   - update: takes an element into a part; called on several threads at once.
  ///   - combine: takes a part into that of the elements before it; called where the caller runs.
  /// - Returns: the part of all elements; `initial` where there are none.
  /// - Throws: the error of a closure; `CancellationError`.
  /// - Precondition: `workers` and `window` are positive.
  /// - Complexity: a few locks for a batch of elements, and no allocation for an element.
  @inlinable
  public func parallelReduce<Result: Sendable, Failure: Error>(
    into initial: Result, ordered: Bool = true, workers: Int? = nil, window: Int? = nil,
    isolation actor: isolated (any Actor)? = #isolation,
    _ update: @escaping @Sendable (inout Result, Element) throws(Failure) -> Void,
    combine: (inout Result, Result) throws(Failure) -> Void
  ) async throws(Failure) -> Result {
    let reduction = Reduction(
      PulledSequence(self), into: initial, ordered: ordered, workers: workers, window: window
    ) { (result, element) throws in try update(&result, element) }
    return try await reduction.result(isolation: actor, combine)
  }
}

extension ThrowingSource where Element: Sendable {
  /// One result of all elements: several threads make parts of it, which are put together.
  ///
  /// As `parallelReduce` of a sequence. An error of the source is thrown as well; it is closed when a
  /// closure fails.
  ///
  /// ```swift
  /// let sum = try numbers(in: ["1", "2"]).parallelReduce(into: 0) { $0 += $1 } combine: { $0 += $1 }
  /// print(sum)  // 3
  /// ```
  ///
  /// - Parameters:
  ///   - initial: what each part begins with.
  ///   - ordered: whether each part is of elements that follow one another.
  ///   - workers: how many threads work; `nil`: as many as there are processors.
  ///   - window: how many elements may be taken from the source and not yet be in the result, at most;
  ///     `nil`: about eight milliseconds of work for each worker, and at least four elements.
  ///   - update: takes an element into a part; called on several threads at once.
  ///   - combine: takes a part into that of the elements before it; called on the caller's thread.
  /// - Returns: the part of all elements; `initial` where there are none.
  /// - Throws: the error of a closure or of the source; `CancellationError`.
  /// - Precondition: `workers` and `window` are positive.
  /// - Complexity: a few locks for a batch of elements, and no allocation for an element.
  @_disfavoredOverload
  @inlinable
  public func parallelReduce<Result: Sendable>(
    into initial: Result, ordered: Bool = true, workers: Int? = nil, window: Int? = nil,
    _ update: @escaping @Sendable (inout Result, Element) throws -> Void,
    combine: (inout Result, Result) throws -> Void
  ) throws -> Result {
    let reduction = Reduction(
      PulledThrowing(self), into: initial, ordered: ordered, workers: workers, window: window,
      update)
    return try reduction.result(combine)
  }

  /// One result of all elements: several threads make parts of it, which are put together.
  ///
  /// As the `parallelReduce` that blocks, for asynchronous code: the task is suspended meanwhile.
  ///
  /// ```swift
  /// let lines = numbers(in: ["1", "2"])
  /// let sum = try await lines.parallelReduce(into: 0) { $0 += $1 } combine: { $0 += $1 }
  /// print(sum)  // 3
  /// ```
  ///
  /// - Parameters:
  ///   - initial: what each part begins with.
  ///   - ordered: whether each part is of elements that follow one another.
  ///   - workers: how many threads work; `nil`: as many as there are processors.
  ///   - window: how many elements may be taken from the source and not yet be in the result, at most;
  ///     `nil`: about eight milliseconds of work for each worker, and at least four elements.
  ///   - actor: where the caller runs.
  ///   - update: takes an element into a part; called on several threads at once.
  ///   - combine: takes a part into that of the elements before it; called where the caller runs.
  /// - Returns: the part of all elements; `initial` where there are none.
  /// - Throws: the error of a closure or of the source; `CancellationError`.
  /// - Precondition: `workers` and `window` are positive.
  /// - Complexity: a few locks for a batch of elements, and no allocation for an element.
  @_disfavoredOverload
  @inlinable
  public func parallelReduce<Result: Sendable>(
    into initial: Result, ordered: Bool = true, workers: Int? = nil, window: Int? = nil,
    isolation actor: isolated (any Actor)? = #isolation,
    _ update: @escaping @Sendable (inout Result, Element) throws -> Void,
    combine: (inout Result, Result) throws -> Void
  ) async throws -> Result {
    let reduction = Reduction(
      PulledThrowing(self), into: initial, ordered: ordered, workers: workers, window: window,
      update)
    return try await reduction.result(isolation: actor, combine)
  }
}
