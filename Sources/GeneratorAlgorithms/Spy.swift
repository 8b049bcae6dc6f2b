public import Generators

extension Sequence {
  /// The first elements, and a sequence that still has them.
  ///
  /// The first elements are taken from the source at once, the others when they are asked for.
  ///
  /// ```swift
  /// let lines = Generator { yield in for n in 1... { try yield("line \(n)") } }
  /// let (head, all) = lines.spy(2)
  /// print(head, Array(all.prefix(3)))  // ["line 1", "line 2"] ["line 1", "line 2", "line 3"]
  /// ```
  ///
  /// more-itertools' `spy`.
  ///
  /// - Parameter count: how many elements to see.
  /// - Returns: `head`, which has `count` elements or fewer where there are no more, and `all`, to be
  ///   read once, which has those and the rest.
  /// - Precondition: `count` is not negative.
  /// - Complexity: O(`count`), of which as many are taken and held until `all` has given them.
  @inlinable
  public func spy(_ count: Int = 1) -> (head: [Element], all: PeekableSequence<Self>) {
    guard count >= 0 else { fatalError("the count of elements to see must not be negative") }
    let all = peekable()
    return (all.peek(first: count), all)
  }
}

extension ThrowingSource {
  /// Returns the first elements, and a source that still has them: more-itertools' `spy`.
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
  /// - Precondition: `count` is not negative.
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
