extension ThrowingSource {
  /// Returns the elements of the sequences that a closure returns, one sequence after another: two `for`
  /// clauses of a Python generator expression.
  ///
  /// The closure is called for the next sequence when the one before it has ended. Each sequence is released
  /// at its end, or before this source if the result is released earlier. See ``ThrowingSource`` for
  /// laziness, errors and closing.
  ///
  /// ```swift
  /// let counts = numbers(in: lines).flatMap { 0..<$0 }
  /// print(try counts.collect())  // [0, 0, 1, 0, 1, 2]
  /// ```
  ///
  /// - Parameter transform: Returns a sequence for an element.
  /// - Returns: A source of the elements of the sequences.
  /// - Complexity: O(1) for an element, and for each empty sequence before it; two allocations for the source.
  @_disfavoredOverload
  @inlinable
  public func flatMap<Segment: Sequence>(
    _ transform: @escaping (Element) throws(Failure) -> Segment
  ) -> some ThrowingSource<Segment.Element, Failure> {
    IteratedSource(
      FlatMapIterator(base: SourceIterator(self)) {
        element throws(Failure) -> IteratorAdapter<Segment.Iterator, Failure> in
        IteratorAdapter(try transform(element).makeIterator())
      })
  }

  /// Returns the elements of the sources that a closure returns, one source after another.
  ///
  /// The closure is called for the next source when the one before it has ended. An error of one of them
  /// closes it and this source. See ``ThrowingSource`` for laziness, errors and closing.
  ///
  /// ```swift
  /// let all = ThrowingGenerator([["1", "2"], ["3"]]).flatMap { numbers(in: $0) }
  /// print(try all.collect())  // [1, 2, 3]
  /// ```
  ///
  /// - Parameter transform: Returns a source for an element.
  /// - Returns: A source of the elements of the sources.
  /// - Complexity: O(1) for an element, and for each empty source before it; two allocations for the source.
  @_disfavoredOverload
  @inlinable
  public func flatMap<Segment: ThrowingSource>(
    _ transform: @escaping (Element) throws(Failure) -> Segment
  ) -> some ThrowingSource<Segment.Element, Failure> where Segment.Failure == Failure {
    IteratedSource(
      FlatMapIterator(base: SourceIterator(self)) {
        element throws(Failure) -> SourceIterator<Segment> in
        SourceIterator(try transform(element))
      })
  }
}

@usableFromInline
struct FlatMapIterator<Base: FallibleIterator, Segment: FallibleIterator>: FallibleIterator
where Base.Failure == Segment.Failure {
  // Last first: fields are released in this order, and the source opened last is closed first.
  @usableFromInline var segment: Segment?
  @usableFromInline var base: Base
  @usableFromInline let transform: (Base.Element) throws(Base.Failure) -> Segment

  @inlinable
  init(base: Base, transform: @escaping (Base.Element) throws(Base.Failure) -> Segment) {
    self.base = base
    self.transform = transform
  }

  @inlinable @inline(__always)
  mutating func next() throws(Base.Failure) -> Segment.Element? {
    while true {
      if let element = try segment?.next() { return .some(element) }
      segment = nil
      guard let element = try base.next() else { return nil }
      segment = try transform(element)
    }
  }

  @inlinable
  func abandon() {
    segment?.abandon()
    base.abandon()
  }
}
