extension ParallelOperations where Self: ~Copyable, Failure == Never {
  /// Returns one result of all elements, which several threads compute in parts.
  ///
  /// Blocks the thread until all elements are processed. Each part begins with `initial` and takes in
  /// consecutive elements. The caller's thread combines the parts in the order of their elements. So the
  /// result is that of the standard library's `reduce(into:_:)` if `combine` is associative and `initial` is
  /// neutral, as 0 is for a sum.
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
  /// A part stands for some milliseconds of work. The default window is up to ten times as large as for other
  /// operations. Where parts are large and their order doesn't matter, `ordered: false` makes only one part
  /// for each worker. The elements then come in no order, so `combine` must be commutative too.
  ///
  /// When a closure throws, the stage takes no more elements. It throws the error when the other calls have
  /// returned. If it is ordered, that is the error of the first element with which a closure has failed. When
  /// the current task is cancelled, the stage does the same with a `CancellationError`, provided that the
  /// closures may throw any error.
  ///
  /// - Parameters:
  ///   - initial: The value that each part begins with.
  ///   - update: Adds an element to a part; called on several threads at once.
  ///   - combine: Adds a part to the part of the elements before it; called on the caller's thread.
  /// - Returns: The result of all elements; `initial` if there are none.
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

  /// Returns one result of all elements, which several threads compute in parts.
  ///
  /// Behaves like the blocking `reduce`, but suspends the task.
  ///
  /// ```swift
  /// let sum = await parallel(1...100).reduce(into: 0) { $0 += $1 } combine: { $0 += $1 }
  /// print(sum)  // 5050
  /// ```
  ///
  /// - Parameters:
  ///   - initial: The value that each part begins with.
  ///   - actor: The actor on which the caller runs.
  ///   - update: Adds an element to a part; called on several threads at once.
  ///   - combine: Adds a part to the part of the elements before it; called on the caller's actor.
  /// - Returns: The result of all elements; `initial` if there are none.
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
  /// Returns one result of all elements, where the source or an earlier operation may fail.
  ///
  /// Treats an error of the source or of an earlier operation like an error of the closures.
  ///
  /// ```swift
  /// let lines = numbers(in: ["1", "2"])
  /// let sum = try parallel(lines).reduce(into: 0) { $0 += $1 } combine: { $0 += $1 }
  /// print(sum)  // 3
  /// ```
  ///
  /// - Parameters:
  ///   - initial: The value that each part begins with.
  ///   - update: Adds an element to a part; called on several threads at once.
  ///   - combine: Adds a part to the part of the elements before it; called on the caller's thread.
  /// - Returns: The result of all elements; `initial` if there are none.
  /// - Throws: The error of a closure, the source or an earlier operation; `CancellationError`.
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

  /// Returns one result of all elements, where the source or an earlier operation may fail.
  ///
  /// Behaves like the blocking `reduce`, but suspends the task.
  ///
  /// ```swift
  /// let lines = numbers(in: ["1", "2"])
  /// let sum = try await parallel(lines).reduce(into: 0) { $0 += $1 } combine: { $0 += $1 }
  /// print(sum)  // 3
  /// ```
  ///
  /// - Parameters:
  ///   - initial: The value that each part begins with.
  ///   - actor: The actor on which the caller runs.
  ///   - update: Adds an element to a part; called on several threads at once.
  ///   - combine: Adds a part to the part of the elements before it; called on the caller's actor.
  /// - Returns: The result of all elements; `initial` if there are none.
  /// - Throws: The error of a closure, the source or an earlier operation; `CancellationError`.
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
