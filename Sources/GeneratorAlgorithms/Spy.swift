public import Generators

extension Sequence {
  /// Returns the first elements, and a sequence that still has them.
  ///
  /// Takes the first elements from the source at once, and the others when they are requested.
  ///
  /// ```swift
  /// let lines = Generator { yield in for n in 1... { try yield("line \(n)") } }
  /// let (head, all) = lines.spy(2)
  /// print(head, Array(all.prefix(3)))  // ["line 1", "line 2"] ["line 1", "line 2", "line 3"]
  /// ```
  ///
  /// The counterpart of `spy` in more-itertools.
  ///
  /// - Parameter count: The number of elements to see.
  /// - Returns: `head`, which has `count` elements, or fewer if there are no more, and `all`, which has those
  ///   and the rest and can be read once.
  /// - Precondition: `count` isn't negative.
  /// - Complexity: O(`count`). Takes `count` elements, and holds them until `all` has returned them.
  @inlinable
  public func spy(_ count: Int = 1) -> (head: [Element], all: PeekableSequence<Self>) {
    guard count >= 0 else { fatalError("the count of elements to see must not be negative") }
    let all = peekable()
    return (all.peek(first: count), all)
  }
}

extension ThrowingSource {
  /// Returns the first elements, and a source that still has them, as more-itertools' `spy` does.
  ///
  /// Takes the first elements from this source at once.
  ///
  /// ```swift
  /// let (head, all) = try ThrowingGenerator(1...4).spy(2)
  /// print(head, try all.collect())  // [1, 2] [1, 2, 3, 4]
  /// ```
  ///
  /// - Parameter count: The number of elements to see.
  /// - Returns: `head`, which has `count` elements, or fewer if there are no more, and `all`, which has those
  ///   and the rest.
  /// - Throws: The error of the source among the first elements.
  /// - Precondition: `count` isn't negative.
  /// - Complexity: O(`count`).
  @_disfavoredOverload
  @inlinable
  public func spy(
    _ count: Int = 1
  ) throws(Failure) -> (head: [Element], all: PeekableSource<Self>) {
    guard count >= 0 else { fatalError("the count of elements to see must not be negative") }
    let all = peekable()
    return (try all.peek(first: count), all)
  }
}
