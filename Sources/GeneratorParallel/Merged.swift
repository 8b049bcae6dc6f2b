extension Sequence where Element: Sequence, Element.Element: Sendable {
  /// The elements of all sequences, each of which a thread of its own reads, as they come.
  ///
  /// Nothing is taken before the first `next()` of what is returned. The elements of one sequence come in
  /// its order; which sequence's comes first is not determined. A slow sequence holds up no other, and a
  /// fast one gets no more than its share of the window ahead.
  ///
  /// ```swift
  /// let all = [Array(1...3), Array(4...6)].merged()
  /// print(all.sorted())  // [1, 2, 3, 4, 5, 6]
  /// ```
  ///
  /// Sequences of different types can be made one by `AnySequence`. Errors, and what becomes of the
  /// sources: ``ParallelSequence``. Rx's `merge`; Go's fan-in.
  ///
  /// - Parameter window: how many elements may be taken from all sources together and not yet given, at
  ///   most, but at least one for each; `nil`: of each source, about a millisecond of work,
  ///   and at least four elements.
  /// - Returns: all elements; it ends when all sequences have.
  /// - Precondition: `window` is positive.
  /// - Complexity: O(*n*) for *n* sequences to make; a few locks for a batch of elements, and no allocation
  ///   for an element. One thread for each sequence.
  @inlinable
  public func merged(window: Int? = nil) -> ParallelSequence<Element.Element, Never> {
    ParallelSequence(
      .passing(map { PulledSequence($0) }, isOrdered: false, window: window), failure: Never.self)
  }
}

extension Sequence where Element: ThrowingSource, Element.Element: Sendable {
  /// The elements of all sources, each of which a thread of its own reads, as they come.
  ///
  /// As `merged` of sequences, for generators and stages that may fail. An error of one source comes after
  /// its own elements; then the others are closed.
  ///
  /// ```swift
  /// let all = [numbers(in: ["1", "2"]), numbers(in: ["3"])].merged()
  /// print(try all.generator().collect().sorted())  // [1, 2, 3]
  /// ```
  ///
  /// - Parameter window: how many elements may be taken from all sources together and not yet given, at
  ///   most, but at least one for each; `nil`: of each source, about a millisecond of work,
  ///   and at least four elements.
  /// - Returns: all elements; it ends when all sources have.
  /// - Precondition: `window` is positive.
  /// - Complexity: O(*n*) for *n* sources to make; a few locks for a batch of elements, and no allocation
  ///   for an element. One thread for each source.
  @_disfavoredOverload
  @inlinable
  public func merged(window: Int? = nil) -> ParallelSequence<Element.Element, any Error> {
    ParallelSequence(
      .passing(map { PulledThrowing($0) }, isOrdered: false, window: window),
      failure: (any Error).self)
  }
}
