extension Coroutine where Input == Void, Return == Void {
  /// The elements of the sequences that are made of the elements, one after the other: two `for` in
  /// a generator expression of Python.
  ///
  /// Each `next()` takes elements of this generator up to one whose sequence has an element, and
  /// none is taken while a sequence has more.
  ///
  /// ```swift
  /// let words = numbers(in: lines).flatMap { 0..<$0 }
  /// print(try words.collect())  // [0, 0, 1, 0, 1, 2]
  /// ```
  ///
  /// An error, of this generator or of `transform`, comes out of the `next()` that met it; both
  /// generators are closed then. A sequence is released when it has ended. When the result is closed or dropped
  /// before that, the source that was opened last is closed first: the sequence, then this generator.
  ///
  /// - Parameter transform: makes a sequence of an element.
  /// - Returns: a generator without a stack, made where this one was made.
  /// - Complexity: O(1) to make; an element takes one more for each empty sequence before it. It
  ///   holds the iterator of one sequence.
  @inlinable
  public func flatMap<Segment: Sequence>(
    _ transform: @escaping (Element) throws -> Segment
  ) -> ThrowingGenerator<Segment.Element> {
    let derivation = Derivation(from: self, state: Segment.Iterator?.none)
    return ThrowingGenerator<Segment.Element>(
      pulling: { result in
        try derivation.pull { base in
          while true {
            if let element = derivation.state?.next() {
              result = .some(element)
              return true
            }
            derivation.state = nil
            guard let element = try base.next() else { return false }
            derivation.state = try transform(element).makeIterator()
          }
        }
      }, origin: core.origin)
  }

  /// The elements of the generators that are made of the elements, one after the other.
  ///
  /// Each `next()` takes elements of this generator up to one whose generator has an element, and
  /// none is taken while a generator has more.
  ///
  /// ```swift
  /// let all = ThrowingGenerator([["1", "2"], ["3"]]).flatMap { numbers(in: $0) }
  /// print(try all.collect())  // [1, 2, 3]
  /// ```
  ///
  /// An error, of this generator, of `transform` or of a generator that this made, comes out of the
  /// `next()` that met it; all of them are closed then. A generator that `transform` made is released when it
  /// has ended. When the result is closed or dropped before that, the source that was opened last is closed
  /// first: that generator, then this one.
  ///
  /// - Parameter transform: makes a generator of an element.
  /// - Returns: a generator without a stack, made where this one was made.
  /// - Complexity: O(1) to make; an element takes one more for each empty generator before it. It
  ///   holds one of them.
  @inlinable
  public func flatMap<Transformed>(
    _ transform: @escaping (Element) throws -> ThrowingGenerator<Transformed>
  ) -> ThrowingGenerator<Transformed> {
    let derivation = Derivation(from: self, state: ThrowingGenerator<Transformed>?.none)
    return ThrowingGenerator<Transformed>(
      pulling: { result in
        try derivation.pull { base in
          while true {
            if let segment = derivation.state {
              result = try segment.next()
              if result != nil { return true }
              derivation.state = nil
            }
            guard let element = try base.next() else { return false }
            derivation.state = try transform(element)
          }
        }
      }, origin: core.origin)
  }
}
