extension ParallelOperations where Self: ~Copyable, Failure == Never {
  /// Returns the elements of the sequences that several threads make of the elements.
  ///
  /// The thread that makes a sequence also reads it to its end and keeps its elements. So each sequence must
  /// be finite. The window doesn't count the elements of these sequences.
  ///
  /// ```swift
  /// let counts = parallel(1...3).flatMap { 0..<$0 }
  /// print(Array(counts))  // [0, 0, 1, 0, 1, 2]
  /// ```
  ///
  /// - Parameter transform: Makes a sequence of an element; called on several threads at once.
  /// - Returns: The elements of the sequences. Those of one sequence stay together.
  /// - Complexity: O(1).
  @inlinable
  public consuming func flatMap<Segment: Sequence, ClosureFailure: Error>(
    _ transform: @escaping @Sendable (Element) throws(ClosureFailure) -> Segment
  ) -> ParallelSequence<Segment.Element, ClosureFailure> where Segment.Element: Sendable {
    ParallelSequence(
      plan().stage { (element, outputs: inout Elements<Segment.Element>) throws in
        for output in try transform(element) { outputs.append(output) }
      }, failure: ClosureFailure.self)
  }
}

extension ParallelOperations where Self: ~Copyable {
  /// Returns the elements of the sequences that several threads make, where the source or an earlier operation
  /// may fail.
  ///
  /// ```swift
  /// let counts = parallel(numbers(in: ["1", "2"])).flatMap { 0..<$0 }
  /// while let n = try counts.next() { print(n) }  // 0, 0, 1
  /// ```
  ///
  /// - Parameter transform: Makes a sequence of an element; called on several threads at once.
  /// - Returns: The elements of the sequences. Those of one sequence stay together.
  /// - Complexity: O(1).
  @_disfavoredOverload
  @inlinable
  public consuming func flatMap<Segment: Sequence>(
    _ transform: @escaping @Sendable (Element) throws(Failure) -> Segment
  ) -> ParallelSequence<Segment.Element, Failure> where Segment.Element: Sendable {
    ParallelSequence(
      plan().stage { (element, outputs: inout Elements<Segment.Element>) throws in
        for output in try transform(element) { outputs.append(output) }
      }, failure: Failure.self)
  }
}
