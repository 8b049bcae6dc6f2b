extension ParallelOperations where Self: ~Copyable, Failure == Never {
  /// Returns one result of all elements: several threads make parts of it, which are combined.
  ///
  /// Blocks until all is done. Each part begins with `initial` and takes in elements that follow one
  /// another; parts are combined in the order of their elements. So the result is that of the standard
  /// library's `reduce(into:_:)` if `combine` is associative and `initial` changes nothing, as 0 does for a
  /// sum.
  ///
  /// ```swift
  /// let counts = parallel(["one", "two", "one"]).reduce(into: [:]) { counts, word in
  ///   counts[word, default: 0] += 1
  /// } combine: { counts, others in
  ///   counts.merge(others, uniquingKeysWith: +)
  /// }
  /// print(counts["one"]!)  // 2
  /// ```
  ///
  /// There is a part for some milliseconds of work; the default window is eight times as large as for other
  /// operations. Where parts are large and their order doesn't matter, `ordered: false` makes one for each
  /// worker, in which elements come in no order; `combine` must then be commutative too.
  ///
  /// When a closure throws, the stage takes nothing more from the source, and the error is thrown when the
  /// other calls have returned: where it is ordered, that of the first element with which a closure has
  /// failed. If the closures throw errors of any kind and the current task is cancelled, the same happens
  /// with a `CancellationError`.
  ///
  /// - Parameters:
  ///   - initial: The value that each part begins with.
  ///   - update: Takes an element into a part; called on several threads at once.
  ///   - combine: Takes a part into that of the elements before it; called on the caller's thread.
  /// - Returns: The part of all elements; `initial` where there are none.
  /// - Throws: The error of a closure; `CancellationError`.
  @available(*, noasync, message: "it blocks the thread; use the asynchronous reduce, with 'await'")
  @inlinable
  public consuming func reduce<Result: Sendable, ClosureFailure: Error>(
    into initial: Result,
    _ update: @escaping @Sendable (inout Result, Element) throws(ClosureFailure) -> Void,
    combine: (inout Result, Result) throws(ClosureFailure) -> Void
  ) throws(ClosureFailure) -> Result {
    let reduction = Reduction(plan(), into: initial, update)
    return try reduction.result(combine)
  }

  /// Returns one result of all elements: several threads make parts of it, which are combined.
  ///
  /// As the `reduce` that blocks, for asynchronous code: the task is suspended meanwhile.
  ///
  /// ```swift
  /// let sum = await parallel(1...100).reduce(into: 0) { $0 += $1 } combine: { $0 += $1 }
  /// print(sum)  // 5050
  /// ```
  ///
  /// - Parameters:
  ///   - initial: The value that each part begins with.
  ///   - actor: Where the caller runs.
  ///   - update: Takes an element into a part; called on several threads at once.
  ///   - combine: Takes a part into that of the elements before it; called where the caller runs.
  /// - Returns: The part of all elements; `initial` where there are none.
  /// - Throws: The error of a closure; `CancellationError`.
  @inlinable
  public consuming func reduce<Result: Sendable, ClosureFailure: Error>(
    into initial: Result, isolation actor: isolated (any Actor)? = #isolation,
    _ update: @escaping @Sendable (inout Result, Element) throws(ClosureFailure) -> Void,
    combine: (inout Result, Result) throws(ClosureFailure) -> Void
  ) async throws(ClosureFailure) -> Result {
    let reduction = Reduction(plan(), into: initial, update)
    return try await reduction.result(isolation: actor, combine)
  }
}

extension ParallelOperations where Self: ~Copyable {
  /// Returns one result of all elements, where an error is possible already.
  ///
  /// Throws an error from before the closures as it throws theirs.
  ///
  /// ```swift
  /// let lines = numbers(in: ["1", "2"])
  /// let sum = try parallel(lines).reduce(into: 0) { $0 += $1 } combine: { $0 += $1 }
  /// print(sum)  // 3
  /// ```
  ///
  /// - Parameters:
  ///   - initial: The value that each part begins with.
  ///   - update: Takes an element into a part; called on several threads at once.
  ///   - combine: Takes a part into that of the elements before it; called on the caller's thread.
  /// - Returns: The part of all elements; `initial` where there are none.
  /// - Throws: The error of a closure, or from before it; `CancellationError`.
  @available(*, noasync, message: "it blocks the thread; use the asynchronous reduce, with 'await'")
  @_disfavoredOverload
  @inlinable
  public consuming func reduce<Result: Sendable>(
    into initial: Result,
    _ update: @escaping @Sendable (inout Result, Element) throws(Failure) -> Void,
    combine: (inout Result, Result) throws(Failure) -> Void
  ) throws(Failure) -> Result {
    let reduction = Reduction(plan(), into: initial, update)
    return try reduction.result(combine)
  }

  /// Returns one result of all elements, where an error is possible already.
  ///
  /// As the `reduce` that blocks, for asynchronous code: the task is suspended meanwhile.
  ///
  /// ```swift
  /// let lines = numbers(in: ["1", "2"])
  /// let sum = try await parallel(lines).reduce(into: 0) { $0 += $1 } combine: { $0 += $1 }
  /// print(sum)  // 3
  /// ```
  ///
  /// - Parameters:
  ///   - initial: The value that each part begins with.
  ///   - actor: Where the caller runs.
  ///   - update: Takes an element into a part; called on several threads at once.
  ///   - combine: Takes a part into that of the elements before it; called where the caller runs.
  /// - Returns: The part of all elements; `initial` where there are none.
  /// - Throws: The error of a closure, or from before it; `CancellationError`.
  @_disfavoredOverload
  @inlinable
  public consuming func reduce<Result: Sendable>(
    into initial: Result, isolation actor: isolated (any Actor)? = #isolation,
    _ update: @escaping @Sendable (inout Result, Element) throws(Failure) -> Void,
    combine: (inout Result, Result) throws(Failure) -> Void
  ) async throws(Failure) -> Result {
    let reduction = Reduction(plan(), into: initial, update)
    return try await reduction.result(isolation: actor, combine)
  }
}
